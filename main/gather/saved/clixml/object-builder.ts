import type { Plain } from '../../../exchange/plain.ts';
import type { GapList } from '../gap-list.ts';
import type { ReadingLimits } from '../limits.ts';
import { overLimit, StopReading } from '../stop-reading.ts';
import { type ElementKind, elementKinds } from './element-kinds.ts';
import { decodeEscapes } from './escapes.ts';
import { Frame } from './frame.ts';
import { NameTable } from './name-table.ts';
import { PlainNode } from './plain-node.ts';
import { primitiveElements } from './primitives.ts';
import { RecordDelivery, type RecordHandler } from './record-delivery.ts';
import type { ReferenceTable } from './reference-table.ts';
import { TypeNameTable } from './type-name-table.ts';
import { ValuePlacement } from './value-placement.ts';

/**
 * Builds plain objects from the elements of one file. Whatever does not fit the format is kept where it can be, and told
 * in the gap list; only a wrong document or a limit stops the reading (`StopReading`).
 */
export class ObjectBuilder {
  readonly #limits: ReadingLimits;
  readonly #references: ReferenceTable;
  readonly #gaps: GapList;
  readonly #delivery: RecordDelivery;
  readonly #placement: ValuePlacement;
  readonly #frames: readonly Frame[];
  readonly #names = new NameTable();
  readonly #typeNames: TypeNameTable;
  #depth = 0;
  #objects = 0;
  #ended = false;

  constructor(limits: ReadingLimits, references: ReferenceTable, gaps: GapList, onRecord: RecordHandler) {
    this.#limits = limits;
    this.#references = references;
    this.#gaps = gaps;
    this.#delivery = new RecordDelivery(onRecord);
    this.#placement = new ValuePlacement(gaps, this.#delivery);
    this.#typeNames = new TypeNameTable(limits.typeNameLists);
    this.#frames = Array.from({ length: limits.xmlDepth + 1 }, () => new Frame());
  }

  get records(): number {
    return this.#delivery.records;
  }

  /** True once the last tag of the document was read; before that, the file ends early. */
  get ended(): boolean {
    return this.#ended;
  }

  open(element: string, name: string | undefined, refId: string | undefined): void {
    const parent = this.#frame(this.#depth);
    if (this.#depth >= this.#limits.xmlDepth) {
      throw overLimit(this.#limits.xmlDepth, 'elements inside each other');
    }
    this.#depth++;
    const frame = this.#frame(this.#depth);
    const kind = this.#kindOf(element, parent);
    frame.begin(element, kind, name === undefined ? undefined : this.#names.intern(name), refId);
    switch (kind) {
      case 'object':
        this.#openObject(frame);
        break;
      case 'list':
        this.#openList(frame, parent);
        break;
      case 'dictionary':
        frame.node = parent.kind === 'object' ? parent.node : null;
        frame.node?.asList();
        break;
      case 'adapted':
      case 'extended':
        frame.node = parent.kind === 'object' ? parent.node : new PlainNode();
        break;
      case 'entry':
        frame.node = new PlainNode();
        break;
      case 'type-names':
        frame.typeNames = [];
        break;
      case 'primitive':
        frame.primitive = primitiveElements.get(element);
        frame.takesText = true;
        break;
      case 'text':
      case 'type-name':
      case 'unknown':
      case 'field':
        frame.takesText = true;
        break;
      default:
        break;
    }
  }

  text(text: string): void {
    const frame = this.#frame(this.#depth);
    if (!frame.takesText) return;
    frame.text = frame.text === '' ? text : frame.text + text;
    if (frame.text.length > this.#limits.textCharacters) {
      throw overLimit(this.#limits.textCharacters, 'characters in one value');
    }
  }

  close(): void {
    const frame = this.#frame(this.#depth);
    this.#depth--;
    const parent = this.#frame(this.#depth);
    switch (frame.kind) {
      case 'primitive':
        this.#placement.place(frame, parent, frame.name, this.#primitive(frame));
        break;
      case 'nil':
        this.#placement.place(frame, parent, frame.name, null);
        break;
      case 'object':
        this.#closeObject(frame, parent);
        break;
      case 'reference':
        this.#closeReference(frame, parent);
        break;
      case 'text':
        if (parent.kind === 'object' && parent.node !== null) parent.node.text = decodeEscapes(frame.text);
        else this.#placement.misplaced(parent);
        break;
      case 'type-name':
        parent.typeNames?.push(this.#names.intern(frame.text));
        break;
      case 'type-names':
        this.#closeTypeNames(frame, parent);
        break;
      case 'type-names-reference':
        this.#closeTypeNamesReference(frame, parent);
        break;
      case 'adapted':
      case 'extended':
        if (frame.node !== parent.node && frame.node !== null)
          this.#placement.place(frame, parent, frame.name, frame.node);
        break;
      case 'entry':
        this.#placement.entry(frame, parent);
        break;
      case 'progress':
        this.#placement.place(frame, parent, frame.name, frame.node ?? new PlainNode());
        break;
      case 'field':
        this.#placement.place(frame, parent, frame.element, this.#loose(frame));
        break;
      case 'unknown':
        this.#gaps.oddity(
          'damaged',
          `the element ${frame.element} is not of the format; its text was kept`,
          this.#delivery.where,
        );
        this.#placement.place(frame, parent, frame.name, this.#loose(frame));
        break;
      case 'document':
        this.#ended = true;
        break;
      default:
        break;
    }
    frame.node = null;
    frame.typeNames = null;
    frame.text = '';
  }

  #kindOf(element: string, parent: Frame): ElementKind {
    if (this.#depth === 1) {
      if (element === 'Objs') return 'document';
      throw new StopReading('damaged', `the document begins with ${element.slice(0, 60)}, not with Objs`);
    }
    // Nothing below a secure string may come out either, however it is dressed.
    if (parent.kind === 'secret') return 'secret';
    if (parent.kind === 'type-names') return element === 'T' ? 'type-name' : 'unknown';
    if (parent.kind === 'progress' && element !== 'Nil') return 'field';
    if (element === 'T' || element === 'Objs') return 'unknown';
    return elementKinds.get(element) ?? (primitiveElements.has(element) ? 'primitive' : 'unknown');
  }

  #openObject(frame: Frame): void {
    if (++this.#objects > this.#limits.objects) throw overLimit(this.#limits.objects, 'objects');
    const node = new PlainNode();
    frame.node = node;
    if (frame.refId === undefined) return;
    frame.keepsItems = this.#references.isAwaited(frame.refId);
    if (!this.#references.define(frame.refId, node)) {
      this.#gaps.missing('damaged', 'two objects have the same RefId', `RefId ${frame.refId}`);
    }
  }

  #openList(frame: Frame, parent: Frame): void {
    frame.node = parent.kind === 'object' ? parent.node : null;
    frame.node?.asList();
    frame.streams = this.#depth === 3 && parent.kind === 'object';
    frame.keepsItems = !frame.streams || parent.keepsItems;
    parent.streams = frame.streams;
  }

  #closeObject(frame: Frame, parent: Frame): void {
    const node = frame.node ?? new PlainNode();
    if (frame.streams && node.isBareList) return;
    this.#placement.place(frame, parent, frame.name, node);
  }

  #closeReference(frame: Frame, parent: Frame): void {
    const object = frame.refId === undefined ? undefined : this.#references.resolve(frame.refId);
    if (object === undefined) {
      // The property stays missing, which is unknown: a Nil would say that it is empty.
      this.#gaps.missing(
        'damaged',
        'a reference to an object that the file does not hold before it',
        this.#delivery.where,
      );
    } else this.#placement.place(frame, parent, frame.name, object);
  }

  #closeTypeNames(frame: Frame, parent: Frame): void {
    const list = frame.typeNames ?? [];
    if (frame.refId !== undefined && !this.#typeNames.define(frame.refId, list)) {
      this.#gaps.missing('damaged', 'two lists of type names have the same RefId', `TN RefId ${frame.refId}`);
    }
    if (parent.node !== null) parent.node.typeNames = list;
  }

  #closeTypeNamesReference(frame: Frame, parent: Frame): void {
    const list = this.#typeNames.resolve(frame.refId);
    if (list === undefined) {
      this.#gaps.missing(
        'damaged',
        'a reference to a list of type names that the file does not hold',
        this.#delivery.where,
      );
    } else if (parent.node !== null) parent.node.typeNames = list;
  }

  #primitive(frame: Frame): Plain {
    const value = frame.primitive?.read(frame.text);
    if (value !== undefined) return value;
    const detail = `a value of the element ${frame.element} has not the form of its type; its text was kept`;
    this.#gaps.oddity('damaged', detail, this.#delivery.where);
    return frame.text;
  }

  #loose(frame: Frame): Plain {
    const text = decodeEscapes(frame.text);
    if (frame.node === null) return text;
    frame.node.text = text;
    return frame.node;
  }

  #frame(depth: number): Frame {
    const frame = this.#frames[depth];
    if (frame === undefined) throw overLimit(this.#limits.xmlDepth, 'elements inside each other');
    return frame;
  }
}
