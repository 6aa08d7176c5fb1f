import { type CmdletName, checkParameters, cmdlets } from '../exchange/cmdlets.ts';
import type { CmdletAnswer, CmdletParameters, ExchangeConnection } from '../exchange/connection.ts';
import type { PlainObject } from '../exchange/plain.ts';
import { name } from '../exchange/shapes/fields.ts';
import { type CertificateAnswer, readCertificates } from './certificate-ways.ts';
import type { ChildPool } from './child-pool.ts';
import { type ConnectionReport, emptyReport, type MutableReport } from './connection-report.ts';
import type { Credential } from './credential.ts';
import { cmdletFailure, unreachable } from './failure/cmdlet-failure.ts';
import type { ConnectionFailure } from './failure/connection-failure.ts';
import type { Invocation } from './invocation.ts';
import type { SessionLimits } from './limits.ts';
import { LinkHolder } from './link-holder.ts';
import type { ConnectionPlan } from './plan/connection-plan.ts';
import { missingRights } from './rights.ts';
import { ServerLink } from './server-link.ts';
import type { StartChild } from './shell/bridge-child.ts';
import { wireParameters } from './wire/wire-values.ts';

/** Turns the raw parts of protocol logs (docs/bridge-protocol.md, section 6) into the records of `Read-SmtpProtocolLog`. */
export type ReadProtocolLog = (
  parts: readonly PlainObject[],
  question: CmdletParameters,
) => Promise<ProtocolLogAnswer>;

export interface ProtocolLogAnswer {
  readonly records: readonly PlainObject[];
  /** What of the text could not be read, for the administrator. */
  readonly notes: readonly string[];
}

export interface PowerShellConnectionOptions {
  readonly plan: ConnectionPlan;
  /** Null: the signed-in user. The caller erases it when no more sessions are opened. */
  readonly credential: Credential | null;
  readonly startChild: StartChild;
  /** A new random tag for each child. */
  readonly newTag: () => string;
  readonly pool: ChildPool;
  readonly limits: SessionLimits;
  readonly readProtocolLog: ReadProtocolLog;
  /** ISO, UTC; for answers that do not say when they were made. */
  readonly now: () => string;
}

/** A server that warns at every answer fills no more than a screen. */
const mostNotes = 40;

/** An answer to a question of the server: a question that contains `text` gets the choice of that label. */
export interface AnswerRule {
  readonly text: string;
  readonly choice: string;
}

/**
 * One server through PowerShell remoting. It takes a place in the pool when it is first asked, gives it back when nobody
 * asks, and opens again when somebody does. `run` rejects with `ConnectionError` when the server cannot be reached or was
 * lost; a question that only reads is asked again after a failure that may pass.
 */
export class PowerShellConnection implements ExchangeConnection {
  readonly server: string;
  readonly #options: PowerShellConnectionOptions;
  readonly #holder: LinkHolder;
  readonly #report: MutableReport;
  /** Of the transport service, for the log's folder. */
  #sendLogFolder: string | null = null;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: PowerShellConnectionOptions) {
    const { plan, credential, limits, pool, startChild } = options;
    this.server = plan.server;
    this.#options = options;
    this.#report = emptyReport(plan.server, plan.exchange.uri, plan.warnings);
    this.#holder = new LinkHolder({
      pool,
      limits,
      attempt: {
        server: plan.server,
        uri: plan.exchange.uri,
        auth: plan.exchange.auth,
        user: credential?.user ?? null,
      },
      newLink: () => new ServerLink({ plan, credential, startChild, tag: options.newTag(), limits }),
      opened: (link) => this.#opened(link),
      failed: ({ failure }) => {
        this.#report.failure = failure;
      },
      dropped: (link) => {
        this.#report.noiseLines += link.noise.lines;
      },
    });
  }

  get report(): ConnectionReport {
    return { ...this.#report };
  }

  /** Opens the Exchange session now instead of at the first question. */
  open(): Promise<void> {
    return this.#next(() => this.#holder.use(async () => {}, true));
  }

  run(cmdlet: CmdletName, parameters: CmdletParameters): Promise<CmdletAnswer> {
    return this.#checked(cmdlet, parameters, (link) => this.#ask(link, cmdlet, parameters));
  }

  /**
   * As `run`, in a session whose questions these rules answer; one that no rule answers ends the cmdlet unchanged. A cmdlet
   * that changes something is never repeated: after a rejection its outcome is unknown, and has to be read.
   */
  runAnswering(
    cmdlet: CmdletName,
    parameters: CmdletParameters,
    answers: readonly AnswerRule[],
  ): Promise<CmdletAnswer> {
    const fields = { cmdlet, parameters: wireParameters(parameters), answers };
    return this.#checked(cmdlet, parameters, async (link) =>
      this.#answer(await link.invoke('answering', fields)),
    );
  }

  /** Says that this server is asked for the whole organisation, and that another could be. */
  lead(): void {
    this.#holder.lead();
  }

  /** Stops the cmdlet that runs; its answer says so. What waits is asked all the same. */
  async cancel(): Promise<void> {
    await this.#holder.link?.cancel();
  }

  /** Lets a server be tried again that was given up after failures in a row. */
  reset(): void {
    this.#holder.reset();
  }

  close(): Promise<void> {
    return this.#holder.close();
  }

  async #checked(
    cmdlet: CmdletName,
    parameters: CmdletParameters,
    work: (link: ServerLink) => Promise<CmdletAnswer>,
  ): Promise<CmdletAnswer> {
    const broken = checkParameters(cmdlet, parameters);
    if (broken !== null) throw new TypeError(broken.message);
    const repeatable = cmdlets[cmdlet].effect === 'read';
    return this.#next(() => this.#holder.use(work, repeatable));
  }

  /** One question at a time: a session runs one, and the limits count from its beginning. */
  #next<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => {});
    return done;
  }

  async #opened(link: ServerLink): Promise<void> {
    const { edition, powershell } = await link.greet();
    this.#report.powershell = `${edition} ${powershell}`;
    await link.open('exchange');
    if (this.#report.missing === null) {
      this.#report.missing = missingRights((await link.probe('exchange')).fields['offered']);
    }
    this.#report.failure = null;
  }

  async #ask(link: ServerLink, cmdlet: CmdletName, parameters: CmdletParameters): Promise<CmdletAnswer> {
    if (cmdlet === 'Get-ExchangeCertificate')
      return this.#certificates(await readCertificates(link, parameters));
    const { channel, answer } = cmdlets[cmdlet];
    const fields = { cmdlet, parameters: wireParameters(parameters), properties: answer.properties };
    if (channel === 'windows') return this.#askMachine(link, cmdlet, parameters, fields);
    const invocation = await link.invoke('exchange', fields);
    const [record] = invocation.records;
    if (cmdlet === 'Get-TransportService' && record !== undefined) {
      this.#sendLogFolder = name(record, 'SendProtocolLogPath');
    }
    return this.#answer(invocation);
  }

  /** The second channel; the event log has a way of its own where that is closed. */
  async #askMachine(
    link: ServerLink,
    cmdlet: CmdletName,
    parameters: CmdletParameters,
    fields: Parameters<ServerLink['invoke']>[1],
  ): Promise<CmdletAnswer> {
    const closed = await link.tryOpen('windows');
    this.#report.secondChannel = closed;
    if (closed === null && cmdlet === 'Read-SmtpProtocolLog')
      return this.#protocolLog(link, parameters, fields);
    if (closed === null) return this.#answer(await link.invoke('windows', fields));
    if (cmdlet !== 'Get-WinEvent' || (await link.tryOpen('local')) !== null) return this.#unreachable(closed);
    return this.#answer(await link.invoke('local', fields));
  }

  async #protocolLog(
    link: ServerLink,
    parameters: CmdletParameters,
    { cmdlet, parameters: bound }: Parameters<ServerLink['invoke']>[1],
  ): Promise<CmdletAnswer> {
    const folder = parameters['Direction'] === 'Send' ? this.#sendLogFolder : null;
    const invocation = await link.invoke('windows', {
      cmdlet,
      parameters: bound,
      ...(folder === null ? {} : { folders: [folder] }),
    });
    const { records, notes } = await this.#options.readProtocolLog(invocation.records, parameters);
    return this.#answer({ ...invocation, records, warnings: [...invocation.warnings, ...notes] });
  }

  #certificates({ invocation, way }: CertificateAnswer): CmdletAnswer {
    if (way !== null) this.#report.certificateWay = way;
    const answer = this.#answer(invocation);
    // The session does not tell its server; `Server\Thumbprint` does.
    const identity = invocation.records.map((record) => name(record, 'Identity')).find((one) => one !== null);
    const cut = identity?.lastIndexOf('\\') ?? -1;
    const answeredBy = answer.answeredBy ?? (cut > 0 ? (identity?.slice(0, cut) ?? null) : null);
    this.#report.answeredBy ??= answeredBy;
    return { ...answer, answeredBy };
  }

  #answer(invocation: Invocation): CmdletAnswer {
    const { records, warnings, host, answeredBy, at, gaveUp } = invocation;
    if (gaveUp) this.#holder.abandon();
    this.#report.questions = [...this.#report.questions, ...host];
    this.#report.notes = [...this.#report.notes, ...warnings].slice(0, mostNotes);
    this.#report.answeredBy = answeredBy ?? this.#report.answeredBy;
    return {
      records,
      warnings: [
        ...warnings,
        ...host.map(({ text, choice }) => (choice === null ? text : `${text}: ${choice}`)),
      ],
      failure: cmdletFailure(invocation),
      answeredBy,
      at: at ?? this.#options.now(),
    };
  }

  #unreachable(failure: ConnectionFailure): CmdletAnswer {
    return {
      records: [],
      warnings: [],
      failure: unreachable(failure),
      answeredBy: null,
      at: this.#options.now(),
    };
  }
}
