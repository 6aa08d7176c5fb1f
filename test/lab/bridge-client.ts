import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Lab } from './lab.ts';

export const bridgeScript = join(import.meta.dirname, '..', '..', 'assets', 'powershell', 'bridge.ps1');

/** A line of the bridge (docs/bridge-protocol.md), as parsed JSON. */
export type Line = Readonly<Record<string, unknown>>;

export interface Answer extends Line {
  readonly records: readonly Line[];
}

export interface BridgeOptions {
  readonly script?: string;
  readonly tag?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Speaks the bridge's protocol as plainly as a test can; the product's own client lives in main/powershell. */
export class Bridge {
  readonly child: ChildProcess;
  readonly hello: Promise<Line>;
  readonly ended: Promise<number | null>;
  /** Lines that answer no request. */
  readonly events: Line[] = [];
  /** All that ever came, for searching. */
  readonly transcript: string[] = [];
  complaint = '';
  readonly #waiting = new Map<number, { records: Line[]; resolve: (answer: Answer) => void }>();
  #last = 0;

  constructor(
    lab: Lab,
    { script = bridgeScript, tag = '@lab-0123456789:', environment = {} }: BridgeOptions = {},
  ) {
    const options = ['-NoLogo', '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass'];
    this.child = spawn(
      lab.executable,
      [...options, '-File', script, '-Tag', tag, '-NoExit', '-Command', '-'],
      {
        env: { ...process.env, ...lab.environment, ...environment },
      },
    );
    this.child.stderr?.on('data', (piece) => {
      this.complaint += String(piece);
    });
    this.child.stdin?.on('error', () => {});
    this.hello = new Promise((resolve) => {
      const lines = createInterface({
        input: this.child.stdout as NodeJS.ReadableStream,
        crlfDelay: Infinity,
      });
      lines.on('line', (line) => {
        this.transcript.push(line);
        if (line.startsWith(tag)) this.#take(JSON.parse(line.slice(tag.length)) as Line, resolve);
      });
    });
    this.ended = new Promise((resolve) => {
      this.child.once('close', (code) => {
        for (const [id, { resolve: answer, records }] of this.#waiting)
          answer({ id, ok: false, code: 'ended', records });
        this.#waiting.clear();
        resolve(code);
      });
    });
  }

  start(op: string, fields: Line = {}): { readonly id: number; readonly done: Promise<Answer> } {
    const id = ++this.#last;
    const done = new Promise<Answer>((resolve) => {
      this.#waiting.set(id, { records: [], resolve });
    });
    this.write(`${JSON.stringify({ id, op, ...fields })}\n`);
    return { id, done };
  }

  ask(op: string, fields: Line = {}): Promise<Answer> {
    return this.start(op, fields).done;
  }

  invoke(session: string, cmdlet: string, parameters: Line = {}, more: Line = {}): Promise<Answer> {
    return this.ask('invoke', { session, cmdlet, parameters, ...more });
  }

  write(text: string): void {
    this.child.stdin?.write(text);
  }

  async close(): Promise<number | null> {
    this.child.stdin?.end();
    return this.ended;
  }

  #take(line: Line, greet: (hello: Line) => void): void {
    if (line['t'] === 'hello' || line['t'] === 'fatal') greet(line);
    const call = this.#waiting.get(Number(line['id']));
    if (call === undefined) this.events.push(line);
    else if (line['t'] === 'records') call.records.push(...(line['records'] as readonly Line[]));
    else {
      this.#waiting.delete(Number(line['id']));
      call.resolve({ ...line, records: call.records });
    }
  }
}
