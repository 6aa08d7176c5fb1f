/** Writes files as Export-Clixml does ([MS-PSRP] 2.2.5), for tests; nothing here comes from a real server. */
export interface WrittenObject {
  readonly types?: readonly string[];
  readonly text?: string;
  /** Ready elements, for example `s('Name', 'EX01')`. */
  readonly props?: readonly string[];
  readonly members?: readonly string[];
  readonly list?: readonly string[];
  /** A ready element without a name: the value of an enumeration or a boxed value. */
  readonly value?: string;
}

export class ClixmlWriter {
  #refId = 0;
  #typeRefId = 0;
  readonly #types = new Map<string, number>();

  object({ types, text, props, members, list, value }: WrittenObject, name?: string): string {
    const id = this.#refId++;
    const attribute = name === undefined ? '' : ` N="${escaped(name)}"`;
    return [
      `<Obj${attribute} RefId="${id}">`,
      types === undefined ? '' : this.#typeNames(types),
      text === undefined ? '' : `<ToString>${escaped(text)}</ToString>`,
      list === undefined ? '' : `<LST>${list.join('')}</LST>`,
      value ?? '',
      props === undefined ? '' : `<Props>${props.join('')}</Props>`,
      members === undefined ? '' : `<MS>${members.join('')}</MS>`,
      '</Obj>\r\n',
    ].join('');
  }

  /** A list of strings under a name, as a MultiValuedProperty is written. */
  strings(name: string, values: readonly string[]): string {
    return this.object(
      { types: ['System.Collections.ArrayList'], list: values.map((value) => s(undefined, value)) },
      name,
    );
  }

  enumeration(name: string, type: string, word: string, number: number): string {
    const types = [type, 'System.Enum', 'System.ValueType', 'System.Object'];
    return this.object({ types, text: word, value: `<I32>${number}</I32>` }, name);
  }

  #typeNames(types: readonly string[]): string {
    const key = types.join('\n');
    const known = this.#types.get(key);
    if (known !== undefined) return `<TNRef RefId="${known}" />`;
    const id = this.#typeRefId++;
    this.#types.set(key, id);
    return `<TN RefId="${id}">${types.map((type) => `<T>${escaped(type)}</T>`).join('')}</TN>`;
  }
}

export function document(...records: readonly string[]): string {
  const start = '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">\r\n';
  return `${start}${records.join('')}</Objs>\r\n`;
}

export const s = (name: string | undefined, value: string): string => element('S', name, escaped(value));
export const b = (name: string, value: boolean): string => element('B', name, String(value));
export const i32 = (name: string, value: number): string => element('I32', name, String(value));
export const dt = (name: string, value: string): string => element('DT', name, value);
export const ba = (name: string, value: Uint8Array): string =>
  element('BA', name, Buffer.from(value).toString('base64'));
export const nil = (name: string): string => `<Nil N="${name}" />`;

export function element(tag: string, name: string | undefined, content: string): string {
  const attribute = name === undefined ? '' : ` N="${escaped(name)}"`;
  return `<${tag}${attribute}>${content}</${tag}>`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** UTF-16LE with its byte order mark, as Export-Clixml of Windows PowerShell 5.1 writes. */
export function utf16(text: string): Buffer {
  return Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
}
