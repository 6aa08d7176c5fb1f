import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sameServerName } from '../../main/domain/server-name.ts';
import { type CmdletName, cmdlets } from '../../main/exchange/cmdlets.ts';
import type { CmdletParameters } from '../../main/exchange/connection.ts';
import { refusalFor } from '../../main/practice/answers/rights.ts';
import { practiceConnections } from '../../main/practice/connection.ts';
import type { Machine } from '../../main/practice/machine.ts';
import type { PracticeWorld } from '../../main/practice/world.ts';
import { labEngine } from './lab-engine.ts';
import { writeMachine } from './lab-machine.ts';
import { type Enumerations, fromEngine, toEngine } from './lab-values.ts';

/** What the servers of a lab do beyond answering; all of it may change between two connections. */
export interface LabBehaviour {
  /** A transport error code in place of a connection, for example 5 or -2144108316; 0 connects. */
  refuse: number;
  /** The connection is taken and nothing is ever said. */
  silent: boolean;
  /** The connection is cut after so many messages; 0 never. */
  cutAfter: number;
  /** `restricted` is the stock Select-Object, which refuses our property names. */
  select: 'open' | 'restricted';
  enumerations: Enumerations;
  /** Cmdlets that the session has beside those of the account's roles. */
  extra: readonly string[];
  /** The endpoint that answers whatever shell was asked for; null the one that was. */
  endpoint: 'exchange' | 'windows' | null;
  /** Messages in place of the practice organisation's answer; null lets it answer. */
  answer: ((call: LabCall) => readonly object[] | null) | null;
}

export interface LabCall {
  readonly host: string;
  readonly cmdlet: string;
  readonly parameters: CmdletParameters;
  readonly said: readonly string[];
}

/** One attempt to open a session, as the transport saw it. */
export interface LabDial {
  readonly host: string;
  readonly address: string;
  readonly shell: string;
  readonly auth: string;
  readonly user: string | null;
  readonly password: string | null;
  readonly skips: readonly boolean[];
  readonly idleMs: number;
  readonly redirections: number;
  readonly culture: string;
}

export interface Lab {
  /** The lab's PowerShell; takes the command line of `powershell.exe -File`. */
  readonly executable: string;
  /** What its processes need beside the environment of the bridge. */
  readonly environment: Readonly<Record<string, string>>;
  readonly behaviour: LabBehaviour;
  readonly calls: LabCall[];
  readonly dials: LabDial[];
  /** Process ids of every endpoint that was ever started, in order. */
  readonly endpoints: number[];
  close(): void;
}

export const honest: LabBehaviour = {
  refuse: 0,
  silent: false,
  cutAfter: 0,
  select: 'open',
  enumerations: 'numbers',
  extra: [],
  endpoint: null,
  answer: null,
};

/** Serves a practice organisation to the lab's endpoints over a local socket. */
export async function openLab(world: PracticeWorld): Promise<Lab> {
  const executable = await labEngine();
  const folder = mkdtempSync(join(tmpdir(), 'rootcause-lab-'));
  const socket = join(folder, 'organisation.sock');
  const service = new LabService(world, folder, socket);
  await service.listen();
  return {
    executable,
    environment: { LAB_SOCKET: socket },
    behaviour: service.behaviour,
    calls: service.calls,
    dials: service.dials,
    endpoints: service.endpoints,
    close: () => service.close(),
  };
}

class LabService {
  readonly behaviour: LabBehaviour = { ...honest };
  readonly calls: LabCall[] = [];
  readonly dials: LabDial[] = [];
  readonly endpoints: number[] = [];
  readonly #world: PracticeWorld;
  readonly #folder: string;
  readonly #socket: string;
  readonly #open = new Set<Socket>();
  readonly #server = createServer((socket) => this.#take(socket));

  constructor(world: PracticeWorld, folder: string, socket: string) {
    this.#world = world;
    this.#folder = folder;
    this.#socket = socket;
  }

  listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#socket, resolve);
    });
  }

  close(): void {
    for (const socket of this.#open) socket.destroy();
    this.#server.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #take(socket: Socket): void {
    this.#open.add(socket);
    const pieces: string[] = [];
    socket.setEncoding('utf8');
    socket.on('close', () => this.#open.delete(socket));
    socket.on('error', () => {});
    socket.on('data', (piece: string) => {
      pieces.push(piece);
      if (!piece.includes('\n')) return;
      void this.#answer(JSON.parse(pieces.join(''))).then((lines) => {
        socket.end(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
      });
    });
  }

  async #answer(request: Readonly<Record<string, unknown>>): Promise<readonly object[]> {
    switch (request['kind']) {
      case 'connect':
        return [this.#dialled(request as unknown as LabDial)];
      case 'started':
        this.endpoints.push(Number(request['pid']));
        return [];
      default:
        return this.#called(request);
    }
  }

  #dialled(dial: LabDial): object {
    this.dials.push(dial);
    const endpoint = dial.shell.endsWith('.Exchange') ? 'exchange' : 'windows';
    const machine = this.#world.machines.find(({ fqdn }) => sameServerName(fqdn, dial.host));
    return {
      refuse: this.behaviour.refuse === 0 ? this.#refusal(machine, endpoint) : this.behaviour.refuse,
      silent: this.behaviour.silent,
      cutAfter: this.behaviour.cutAfter,
      endpoint: this.behaviour.endpoint ?? endpoint,
      environment: {
        LAB_HOST: dial.host,
        LAB_OFFERED: machine === undefined ? '' : this.#offered(machine),
        LAB_SELECT: this.behaviour.select,
        ...(machine === undefined ? {} : { LAB_MACHINE: this.#machineFolder(machine) }),
      },
    };
  }

  /** Codes of WinRM: name not found, cannot connect, access denied. */
  #refusal(machine: Machine | undefined, endpoint: 'exchange' | 'windows'): number {
    if (machine === undefined) return -2144108103;
    if (!machine.acceptsRemoteSessions) return -2144108526;
    const groups: readonly string[] = this.#world.account.windowsGroups.get(machine.name) ?? [];
    const may = groups.includes('Administrators') || groups.includes('Remote Management Users');
    return endpoint === 'windows' && !may ? 5 : 0;
  }

  #offered({ name }: Machine): string {
    const granted = (Object.keys(cmdlets) as CmdletName[]).filter(
      (cmdlet) =>
        cmdlets[cmdlet].channel === 'exchange' && refusalFor(this.#world.account, cmdlet, name) === null,
    );
    return [...granted, ...this.behaviour.extra].join(',');
  }

  #machineFolder(machine: Machine): string {
    const folder = join(this.#folder, machine.name);
    mkdirSync(folder, { recursive: true });
    writeMachine(folder, machine, this.#world);
    return folder;
  }

  async #called(request: Readonly<Record<string, unknown>>): Promise<readonly object[]> {
    const given = Object.entries(request['parameters'] as Record<string, unknown>);
    const call: LabCall = {
      host: String(request['host'] ?? ''),
      cmdlet: String(request['cmdlet']),
      parameters: Object.fromEntries(given.map(([name, value]) => [name, fromEngine(value)])),
      said: request['said'] as readonly string[],
    };
    this.calls.push(call);
    return this.behaviour.answer?.(call) ?? this.#practised(call);
  }

  async #practised({ host, cmdlet, parameters }: LabCall): Promise<readonly object[]> {
    const named = host === '' ? String(parameters['ComputerName'] ?? parameters['Server'] ?? '') : host;
    const connection = practiceConnections(this.#world).find(({ server }) => sameServerName(server, named));
    if (connection === undefined) {
      return [
        { kind: 'failure', code: 'failed', errorId: 'LabNoServer', message: `there is no server ${named}` },
      ];
    }
    try {
      const answer = await connection.run(cmdlet as CmdletName, parameters);
      const records = answer.records.map((record) => ({
        kind: 'record',
        value: toEngine(record, cmdlet, this.behaviour.enumerations),
      }));
      const warnings = answer.warnings.map((message) => ({ kind: 'warning', message }));
      return [
        ...records,
        ...warnings,
        ...(answer.failure === null ? [] : [{ kind: 'failure', ...answer.failure }]),
      ];
    } catch (error) {
      // The practice organisation takes only what the program may send; the lab's callers also send rubbish.
      return [{ kind: 'failure', code: 'failed', errorId: 'LabRefused', message: String(error) }];
    }
  }
}
