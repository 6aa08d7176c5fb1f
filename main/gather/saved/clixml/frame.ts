import type { ElementKind } from './element-kinds.ts';
import type { PlainNode } from './plain-node.ts';
import type { PrimitiveElement } from './primitives.ts';

/** One open element. There is one for each depth, used again and again: an export has millions of elements. */
export class Frame {
  /** The beginning of its name: it goes into sentences, and a hostile name has a million letters. */
  element = '';
  kind: ElementKind = 'document';
  name: string | undefined = undefined;
  refId: string | undefined = undefined;
  primitive: PrimitiveElement | undefined = undefined;
  /** The object that the children of this element describe. */
  node: PlainNode | null = null;
  typeNames: string[] | null = null;
  text = '';
  takesText = false;
  /** Elements of a top-level list are records of their own, and only kept in the list when someone refers to it. */
  streams = false;
  keepsItems = true;

  begin(element: string, kind: ElementKind, name: string | undefined, refId: string | undefined): void {
    this.element = element.slice(0, 60);
    this.kind = kind;
    this.name = name;
    this.refId = refId;
    this.primitive = undefined;
    this.node = null;
    this.typeNames = null;
    this.text = '';
    this.takesText = false;
    this.streams = false;
    this.keepsItems = true;
  }
}
