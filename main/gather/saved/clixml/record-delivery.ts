import { isPlainObject, type Plain, type PlainObject } from '../../../exchange/plain.ts';
import { PlainNode } from './plain-node.ts';

/** Receives each top-level object as soon as its element ends; `where` is for example `object 3`. */
export type RecordHandler = (record: PlainObject, where: string) => void;

/** Hands out and counts the records of a file; a bare value becomes an object with that value and its .NET type. */
export class RecordDelivery {
  readonly #onRecord: RecordHandler;
  #records = 0;

  constructor(onRecord: RecordHandler) {
    this.#onRecord = onRecord;
  }

  get records(): number {
    return this.#records;
  }

  /** The place of what is being read now. */
  get where(): string {
    return `object ${this.#records + 1}`;
  }

  /**
   * A list is taken apart where it stands as an `Obj` of its own. One that a reference points to is not: lists of
   * references to lists of references would multiply without end.
   */
  deliver(value: Plain, isReference: boolean, typeName: string | undefined): void {
    if (value instanceof PlainNode && value.isBareList && !isReference) {
      for (const item of value.items ?? []) this.#emit(item, undefined);
    } else this.#emit(value, typeName);
  }

  #emit(value: Plain, typeName: string | undefined): void {
    const { where } = this;
    this.#records++;
    if (isPlainObject(value)) {
      this.#onRecord(value, where);
      return;
    }
    const record = new PlainNode();
    record.value = value;
    record.typeNames = [typeName ?? (value === null ? 'null' : typeof value)];
    this.#onRecord(record, where);
  }
}
