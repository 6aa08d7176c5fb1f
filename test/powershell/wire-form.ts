import { isPlainObject, type Plain } from '../../main/exchange/plain.ts';

/** A plain value as the bridge writes it (docs/bridge-protocol.md, section 6): the other half of the contract, for fakes. */
export function wireForm(value: Plain): unknown {
  if (typeof value === 'bigint') return { $: 'long', v: value.toString() };
  if (typeof value === 'number' && !Number.isSafeInteger(value)) return { $: 'number', v: String(value) };
  if (value instanceof Uint8Array) return { $: 'bytes', v: Buffer.from(value).toString('base64') };
  if (!isPlainObject(value)) return value;
  if (value.items !== null) return value.items.map((item) => wireForm(item));
  const p: Record<string, unknown> = {};
  for (const [name, property] of value.properties) {
    Object.defineProperty(p, name, { value: wireForm(property), enumerable: true });
  }
  return {
    $: 'object',
    t: value.typeNames.map((name) => `Deserialized.${name}`),
    s: value.text,
    ...(value.properties.size === 0 ? {} : { p }),
    ...(value.value === null ? {} : { v: wireForm(value.value) }),
  };
}

/** A bound parameter back as the value that was meant. */
export function parameterValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => parameterValue(item));
  if (typeof value !== 'object' || value === null) return value;
  const { $, v } = value as { readonly $: string; readonly v: string };
  if ($ === 'bytes') return new Uint8Array(Buffer.from(v, 'base64'));
  return $ === 'long' ? Number(v) : v;
}
