import { isPlainObject, type Plain } from '../../../exchange/plain.ts';
import type { GapList } from '../gap-list.ts';
import type { Frame } from './frame.ts';
import { PlainNode } from './plain-node.ts';
import type { RecordDelivery } from './record-delivery.ts';

/** Puts finished values where the element around them wants them; a value that finds no place is told, never lost in silence. */
export class ValuePlacement {
  readonly #gaps: GapList;
  readonly #delivery: RecordDelivery;

  constructor(gaps: GapList, delivery: RecordDelivery) {
    this.#gaps = gaps;
    this.#delivery = delivery;
  }

  /** `frame` is the element that has just ended, `parent` the one around it. */
  place(frame: Frame, parent: Frame, name: string | undefined, value: Plain): void {
    switch (parent.kind) {
      case 'document':
        this.#deliver(frame, value);
        return;
      case 'adapted':
      case 'extended':
        this.#property(parent, name, value);
        return;
      case 'list':
        if (this.#element(frame, parent, value)) return;
        break;
      case 'object':
        if (this.#innerValue(parent, value)) return;
        break;
      case 'entry':
        if ((name === 'Key' || name === 'Value') && parent.node?.set(name, value) === true) return;
        break;
      case 'unknown':
      case 'progress':
      case 'field':
        parent.node ??= new PlainNode();
        if (name === undefined) parent.node.push(value);
        else parent.node.set(name, value);
        return;
      default:
        break;
    }
    this.misplaced(parent);
  }

  /** An entry of a dictionary is an element `{ Key, Value }` of the list and, under a text key, a property as well. */
  entry(frame: Frame, parent: Frame): void {
    const entry = frame.node;
    if (entry === null || parent.kind !== 'dictionary' || parent.node === null) {
      this.misplaced(parent);
      return;
    }
    parent.node.push(entry);
    const key = entry.properties.get('Key');
    const name = isPlainObject(key) ? key.text : typeof key === 'string' ? key : null;
    const value = entry.properties.get('Value');
    if (name !== null && value !== undefined) parent.node.set(name, value);
  }

  misplaced(parent: Frame): void {
    const detail = `an element stands where none may be, inside ${parent.element}`;
    this.#gaps.missing('damaged', detail, this.#delivery.where);
  }

  #deliver(frame: Frame, value: Plain): void {
    this.#delivery.deliver(value, frame.kind === 'reference', frame.primitive?.typeName);
  }

  #property(parent: Frame, name: string | undefined, value: Plain): void {
    if (name === undefined) this.#gaps.missing('damaged', 'a property without a name', this.#delivery.where);
    // An extended property of the same name replaces the adapted one, as it does in PowerShell.
    else if (parent.node?.set(name, value) === false && parent.kind === 'adapted') {
      this.#gaps.missing('damaged', 'two properties of one object have the same name', this.#delivery.where);
    }
  }

  #element(frame: Frame, list: Frame, value: Plain): boolean {
    if (list.node === null) return false;
    if (list.streams) this.#deliver(frame, value);
    if (list.keepsItems) list.node.push(value);
    return true;
  }

  #innerValue(object: Frame, value: Plain): boolean {
    if (object.node === null || object.node.value !== null) return false;
    object.node.value = value;
    return true;
  }
}
