/** An object of parsed JSON: every key is its own, `__proto__` too, and values are not yet believed. */
export type WireObject = Readonly<Record<string, unknown>>;

export function isWireObject(value: unknown): value is WireObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
