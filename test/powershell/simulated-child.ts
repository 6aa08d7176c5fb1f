import { cmdlets } from '../../main/exchange/cmdlets.ts';
import type { CmdletParameters, ExchangeConnection } from '../../main/exchange/connection.ts';
import { type PlainObject, plainRecord } from '../../main/exchange/plain.ts';
import { textOf } from '../../main/exchange/shapes/fields.ts';
import type { BridgeChild, ChildEnd, StartChild } from '../../main/powershell/shell/bridge-child.ts';
import { isCmdletName } from './cmdlet-name.ts';
import { parameterValue, wireForm } from './wire-form.ts';

/** How the child behaves; times in milliseconds. */
export interface Simulation {
  /** What stands behind the sessions. */
  readonly connection: ExchangeConnection;
  readonly delays?: { readonly hello?: number; readonly open?: number; readonly call?: number };
  /** Where it stops reacting for ever, or refuses. */
  readonly freezes?: 'start' | 'open' | 'run';
  /** Each `ok: false` fault of a session by its name, as the bridge tells it. */
  readonly refuses?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Dies after so many calls. */
  readonly diesAfter?: number;
  readonly projection?: 'granted' | 'refused' | 'empty';
  readonly edition?: 'Desktop' | 'Core';
  readonly offered?: unknown;
  /** Raw parts of protocol logs in place of the connection's records. */
  readonly protocolLog?: (parameters: CmdletParameters) => readonly PlainObject[];
  /** Each request line as it came. */
  readonly onRequest?: (line: string) => void;
}

export interface Simulator {
  readonly start: StartChild;
  readonly counts: { alive: number; most: number; started: number; killed: number };
}

type Request = Readonly<Record<string, unknown>> & { readonly id: number; readonly op: string };

/** Bridges without a process, over one counter: for runs of many servers, where time must be the simulated one. */
export function simulator(simulationOf: () => Simulation, counts?: Simulator['counts']): Simulator {
  const shared = counts ?? { alive: 0, most: 0, started: 0, killed: 0 };
  return {
    counts: shared,
    start: (tag) => {
      shared.started += 1;
      shared.alive += 1;
      shared.most = Math.max(shared.most, shared.alive);
      const child = new SimulatedChild(tag, simulationOf());
      void child.ended.then(({ signal }) => {
        shared.alive -= 1;
        if (signal !== null) shared.killed += 1;
      });
      return child;
    },
  };
}

class SimulatedChild implements BridgeChild {
  readonly pid = null;
  readonly ended: Promise<ChildEnd>;
  readonly #tag: string;
  readonly #simulation: Simulation;
  readonly #timers = new Set<NodeJS.Timeout>();
  #listener: (text: string) => void = () => {};
  #end: (end: ChildEnd) => void = () => {};
  #calls = 0;
  #over = false;

  constructor(tag: string, simulation: Simulation) {
    this.#tag = tag;
    this.#simulation = simulation;
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    const { freezes, delays, edition = 'Desktop' } = simulation;
    if (freezes === 'start') return;
    this.#after(delays?.hello ?? 0, () =>
      this.#say({ t: 'hello', protocol: 1, powershell: '5.1.20348.1', edition, host: 'ready', cmdlets: [] }),
    );
  }

  send(line: Uint8Array | string, written?: () => void): void {
    const text = typeof line === 'string' ? line : Buffer.from(line).toString();
    written?.();
    this.#simulation.onRequest?.(text);
    this.#take(JSON.parse(text) as Request);
  }

  onOutput(listener: (text: string) => void): void {
    this.#listener = listener;
  }

  endInput(): void {
    const { freezes } = this.#simulation;
    if (freezes === undefined || (freezes === 'run' && this.#calls === 0)) this.#finish(0, null);
  }

  kill(): void {
    this.#finish(null, 'SIGKILL');
  }

  #take(request: Request): void {
    const { delays, freezes, refuses, offered } = this.#simulation;
    const answer = (fields: object) => this.#say({ t: 'answer', id: request.id, ok: true, ...fields });
    const refusal = refuses?.[String(request['session'])];
    if (request.op === 'connect' && freezes !== 'open') {
      this.#after(delays?.open ?? 0, () => answer(refusal === undefined ? {} : { ok: false, ...refusal }));
    } else if (request.op === 'probe') {
      this.#after(delays?.call ?? 0, () => answer({ offered: offered ?? everythingOffered }));
    } else if (request.op === 'invoke' && !(freezes === 'run' && this.#calls > 0)) {
      this.#after(delays?.call ?? 0, () => void this.#invoke(request));
    }
  }

  async #invoke({ id, cmdlet, parameters, project, session }: Request): Promise<void> {
    this.#calls += 1;
    if (this.#calls > (this.#simulation.diesAfter ?? Number.POSITIVE_INFINITY)) {
      this.#finish(0, null);
      return;
    }
    const { connection, projection = 'granted', protocolLog } = this.#simulation;
    const name = String(cmdlet);
    if (!isCmdletName(name)) throw new Error(`the fake was asked for ${name}`);
    const given = Object.fromEntries(
      Object.entries(parameters ?? {}).map(([key, value]) => [key, parameterValue(value)]),
    ) as CmdletParameters;
    if (project === true && projection === 'refused') {
      this.#say({ t: 'answer', id, ok: false, code: 'projection-refused', message: 'no', count: 0 });
      return;
    }
    const answer = await connection.run(name, given);
    const { failure } = answer;
    const raw = name === 'Read-SmtpProtocolLog' && failure === null ? protocolLog?.(given) : undefined;
    let records = raw ?? answer.records;
    const bare = session === 'exchange' && (project !== true || projection === 'empty');
    if (name === 'Get-ExchangeCertificate' && bare) {
      records = records.map(bytesAlone);
    }
    if (records.length > 0) this.#say({ t: 'records', id, records: records.map(wireForm) });
    const error = failure === null ? undefined : { message: failure.message, id: failure.errorId };
    this.#say({
      t: 'answer',
      id,
      ok: failure === null,
      ...(error === undefined
        ? {}
        : { code: 'failed', error: { ...error, category: categoryOf(failure?.code) } }),
      count: records.length,
      errors: [],
      warnings: [],
      way: 'plain',
      answeredBy: cmdlets[name].channel === 'windows' ? answer.answeredBy : null,
      at: answer.at,
    });
  }

  #say(message: object): void {
    if (!this.#over) this.#listener(`${this.#tag}${JSON.stringify(message)}\n`);
  }

  #after(milliseconds: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, milliseconds);
    this.#timers.add(timer);
  }

  #finish(code: number | null, signal: string | null): void {
    if (this.#over) return;
    this.#over = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#end({ code, signal, error: null, stderr: '' });
  }
}

const everythingOffered = Object.entries(cmdlets).map(([name, { parameters }]) => ({
  name,
  parameters: Object.keys(parameters.shape),
}));

function categoryOf(code: string | undefined): string {
  return code === 'access-denied' ? 'PermissionDenied' : 'NotSpecified';
}

/** A certificate as plain remoting carries it (exchange.md 1.5): its bytes, and nothing that Exchange says of it. */
function bytesAlone(record: PlainObject): PlainObject {
  return plainRecord(
    { RawData: record.properties.get('RawData') ?? null },
    ['Microsoft.Exchange.Management.SystemConfigurationTasks.ExchangeCertificate'],
    textOf(record),
  );
}
