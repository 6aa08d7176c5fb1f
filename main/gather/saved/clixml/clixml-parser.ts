import { SaxesParser } from 'saxes';
import type { GapList } from '../gap-list.ts';
import type { ReadingLimits } from '../limits.ts';
import { overLimit, StopReading } from '../stop-reading.ts';
import { DeclarationGuard, refusedInstruction } from './declaration-guard.ts';
import { ObjectBuilder } from './object-builder.ts';
import type { RecordHandler } from './record-delivery.ts';
import { ReferenceTable } from './reference-table.ts';

/**
 * Reads the text of one `Export-Clixml` file piece by piece. The XML parser itself knows no limits, so every limit is kept
 * here; `write` throws `StopReading` when the file cannot go on, and what was delivered before stays.
 */
export class ClixmlParser {
  readonly #limits: ReadingLimits;
  readonly #xml = new SaxesParser();
  readonly #guard: DeclarationGuard;
  readonly #builder: ObjectBuilder;
  #elements = 0;
  #attributes = 0;
  #sinceTag = 0;

  constructor(limits: ReadingLimits, uses: Map<string, number>, gaps: GapList, onRecord: RecordHandler) {
    this.#limits = limits;
    this.#guard = new DeclarationGuard(limits.characterReferences);
    this.#builder = new ObjectBuilder(limits, new ReferenceTable(uses), gaps, onRecord);
    this.#xml.on('opentag', ({ name, attributes }) => {
      this.#attributes = 0;
      this.#sinceTag = 0;
      if (++this.#elements > limits.xmlElements) throw overLimit(limits.xmlElements, 'elements');
      this.#builder.open(name, attributes['N'], attributes['RefId']);
    });
    this.#xml.on('closetag', () => {
      this.#sinceTag = 0;
      this.#builder.close();
    });
    this.#xml.on('text', (text) => this.#builder.text(text));
    this.#xml.on('cdata', (text) => this.#builder.text(text));
    this.#xml.on('attribute', () => {
      if (++this.#attributes > limits.xmlAttributes) {
        throw overLimit(limits.xmlAttributes, 'attributes at one element');
      }
    });
    this.#xml.on('processinginstruction', () => {
      throw refusedInstruction();
    });
    this.#xml.on('error', (error) => {
      throw new StopReading('damaged', `the XML is broken at ${error.message}`);
    });
  }

  /** Top-level objects delivered so far. */
  get records(): number {
    return this.#builder.records;
  }

  /** True once the last tag of the document was read; before that, the file ends early. */
  get ended(): boolean {
    return this.#builder.ended;
  }

  write(text: string): void {
    const { safe, refusal } = this.#guard.check(text);
    this.#sinceTag += safe.length;
    if (safe !== '') this.#xml.write(safe);
    if (refusal !== null) throw refusal;
    if (this.#sinceTag > this.#limits.textCharacters) {
      throw overLimit(this.#limits.textCharacters, 'characters in one value');
    }
  }
}
