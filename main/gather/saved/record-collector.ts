import { isIP } from 'node:net';
import type { Known } from '../../domain/reading.ts';
import type { Contradiction } from '../../domain/snapshot.ts';
import type { PlainObject } from '../../exchange/plain.ts';
import { name } from '../../exchange/shapes/fields.ts';
import { countedTypeName, type RecordKind, recogniseRecord } from '../../exchange/shapes/recognise.ts';
import type { GapList } from './gap-list.ts';
import { type GrowingFound, takers } from './record-takers.ts';
import { type FileReading, nothingFound } from './saved-file.ts';

/** The words of `rootcause inspect` for what a file is about. */
const fileKinds: Readonly<Record<RecordKind, string>> = {
  'exchange-certificate': 'exchange-certificates',
  'store-certificate': 'certificates',
  'send-connector': 'send-connectors',
  'receive-connector': 'receive-connectors',
  'auth-config': 'auth-config',
  'hybrid-configuration': 'hybrid-configuration',
  'exchange-server': 'exchange-servers',
  'transport-service': 'transport-services',
  'pop-settings': 'pop-imap-settings',
  'imap-settings': 'pop-imap-settings',
  queue: 'queues',
  'federation-trust': 'federation-trusts',
  'edge-subscription': 'edge-subscriptions',
  'event-log-level': 'event-log-levels',
  event: 'events',
};

/**
 * Sorts the plain objects of one source by what they are. Every object that is handed in comes out, shaped in `found` or
 * counted in `objects`.
 */
export class RecordCollector {
  readonly #source: string;
  readonly #gaps: GapList;
  readonly #found: GrowingFound = emptyFound();
  readonly #objects = new Map<string, number>();
  readonly #contradictions: Contradiction[] = [];
  readonly #kinds = new Set<string>();
  readonly #answeredBy = new Set<string>();
  #records = 0;

  constructor(source: string, gaps: GapList) {
    this.#source = source;
    this.#gaps = gaps;
  }

  /** `server` is what the source tells of the server beside the record itself; PSComputerName in the record outranks it. */
  take(object: PlainObject, where: string, server: Known<string> = null): void {
    this.#records++;
    const answeredBy = answeringHost(object);
    if (answeredBy !== null) this.#answeredBy.add(structuredClone(answeredBy).toLowerCase());
    const kind = recogniseRecord(object);
    if (kind === null) {
      this.#count(object);
      return;
    }
    const outcome = takers[kind](object, {
      origin: { source: this.#source, where },
      server: answeredBy ?? server,
      found: this.#found,
      gaps: this.#gaps,
      contradictions: this.#contradictions,
    });
    this.#kinds.add(fileKinds[kind]);
    if (outcome === 'taken') return;
    this.#count(object);
    if (outcome === 'unreadable') {
      this.#gaps.missing('incomplete', `an object of the kind ${kind} lacks what would identify it`, where);
    }
  }

  reading(): Omit<FileReading, 'encoding' | 'at' | 'notRead' | 'complete'> {
    const kinds = [...this.#kinds];
    const servers = [...this.#answeredBy];
    return {
      kind: kinds.length > 1 ? 'mixed' : (kinds[0] ?? 'other-objects'),
      answeredBy: servers.length === 1 ? (servers[0] ?? null) : null,
      records: this.#records,
      found: this.#found,
      objects: Object.fromEntries(this.#objects),
      contradictions: this.#contradictions,
    };
  }

  #count(object: PlainObject): void {
    const type = countedTypeName(object).slice(0, 1000);
    this.#objects.set(type, (this.#objects.get(type) ?? 0) + 1);
  }
}

/** A session may have been opened to an address or to the machine itself: no name to know a server by. */
function answeringHost(object: PlainObject): Known<string> {
  const host = name(object, 'PSComputerName');
  return host === null || isIP(host) !== 0 || host.toLowerCase() === 'localhost' ? null : host;
}

function emptyFound(): GrowingFound {
  return structuredClone(nothingFound) as GrowingFound;
}
