import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import type { Snapshot } from '../domain/snapshot.ts';
import { type GatherOptions, gatherSnapshot } from '../gather/live/gather-snapshot.ts';
import { formatSnapshot } from '../gather/saved/other-tools/snapshot-file.ts';
import { diagnose } from '../judge/diagnose.ts';
import type { JudgeContext } from '../judge/trust-table.ts';
import { ChildPool } from '../powershell/child-pool.ts';
import { Credential } from '../powershell/credential.ts';
import { mostChildren, patienceBounds, sessionLimits } from '../powershell/limits.ts';
import { Patience } from '../powershell/patience.ts';
import { PowerShellConnection } from '../powershell/powershell-connection.ts';
import type { StartChild } from '../powershell/shell/bridge-child.ts';
import { isStoryName, storyList } from '../practice/stories/index.ts';
import { visibleText } from '../report/visible-text.ts';
import { type Words, wordsIn } from '../report/words.ts';
import { type Command, type CommandOutput, exitCode } from './command.ts';
import { type ConnectOptions, connectOptions } from './connect-options.ts';
import { connectPlanJson, connectPlanText } from './connect-plan-text.ts';
import { failureText, reportLines, warningLines } from './connect-report-text.ts';
import { firstToOpen } from './first-to-open.ts';
import { type LiveServices, liveServices } from './live-services.ts';
import { plannedQuestions } from './planned-questions.ts';
import { gatherStory } from './practice-story.ts';
import { printDiagnosis } from './print-diagnosis.ts';
import { protocolLogRecords } from './protocol-log-records.ts';
import { trustContext } from './trust-context.ts';
import { InputError, UsageError } from './usage.ts';

const DAY = 86_400_000;
/** As a shell reports a program that ended by an interrupt. */
const interrupted = 130;

interface Run {
  readonly options: ConnectOptions;
  readonly services: LiveServices;
  readonly output: CommandOutput;
  readonly words: Words;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** `rootcause connect`: reads live servers through PowerShell remoting and judges them. Only commands that read are run. */
export const connectCommand: Command = (args, output) => connectWith(liveServices())(args, output);

export function connectWith(services: LiveServices): Command {
  return async (args, output) => {
    const options = connectOptions(args, storyList[0]?.name ?? '');
    const run = { options, services, output, words: wordsIn(options.language), now: services.now() };
    if (options.save !== null && existsSync(options.save)) {
      // Told before anybody is asked: reading many servers takes minutes, and a password is typed only once.
      throw new InputError(`--save: '${options.save}' is there already and is not written over`);
    }
    if (options.practice !== null) return practise(run, options.practice);
    return options.planOnly ? showPlan(run) : connect(run);
  };
}

async function practise(run: Run, story: string): Promise<number> {
  const { options, output, words, now } = run;
  if (!isStoryName(story)) {
    throw new UsageError(`--story: '${story}' is not one of ${storyList.map(({ name }) => name).join(', ')}`);
  }
  output.note(`${words('label.practice', { story })}\n\n`);
  const { servers, days } = options;
  const { snapshot, context } = await gatherStory(story, now, { servers, days });
  return finish(run, snapshot, context);
}

async function showPlan({ options, output, words, now }: Run): Promise<number> {
  const { plans, servers, user, days, skip, json } = options;
  const questions = await plannedQuestions(servers, sinceOf(now, days), new Date(now).toISOString());
  for (const { server, warnings } of plans) noteAll(output, warningLines(server, warnings, skip, words));
  output.text(
    json
      ? `${JSON.stringify(connectPlanJson(plans, questions, user), null, 2)}\n`
      : connectPlanText(plans, questions, user, words),
  );
  return exitCode.fine;
}

async function connect(run: Run): Promise<number> {
  const { options, services, output, words } = run;
  for (const { server, warnings } of options.plans) {
    noteAll(output, warningLines(server, warnings, options.skip, words));
  }
  const startChild = await services.startChild();
  if (startChild === null) {
    for (const { exchange, server } of options.plans) {
      const attempt = { server, uri: exchange.uri, auth: exchange.auth, user: options.user };
      const failure = {
        id: 'no-powershell',
        stage: 'start',
        attempt,
        code: null,
        errorId: null,
        said: null,
      } as const;
      output.note(failureText(failure, words));
    }
    return exitCode.noInput;
  }
  const credential = await credentialOf(run);
  if (credential === 'given-up') return interrupted;
  const connections = connectionsOf(run, startChild, credential);
  const closeAll = () => Promise.all(connections.map((connection) => connection.close()));
  let stopped = false;
  const stopListening = services.onInterrupt(() => {
    stopped = true;
    void closeAll();
  });
  try {
    const snapshot = await gather(run, connections);
    if (stopped) return interrupted;
    tellOf(connections, run);
    if (snapshot === null) {
      output.note(`${words('connect.nothingOpened')}\n`);
      return exitCode.noInput;
    }
    return await finish(run, snapshot, await trustContext(options.roots, [], run.now, output));
  } finally {
    stopListening();
    await closeAll();
    credential?.erase();
  }
}

async function credentialOf({
  options,
  services,
  output,
  words,
}: Run): Promise<Credential | null | 'given-up'> {
  const { user } = options;
  if (user === null) return null;
  if (services.askPassword === null) {
    throw new UsageError('--user: the password is asked on a terminal, and there is none');
  }
  const password = await services.askPassword(() => output.note(`${words('connect.password', { user })} `));
  output.note('\n');
  return password === null ? 'given-up' : new Credential(user, password);
}

function connectionsOf(
  { options, services }: Run,
  startChild: StartChild,
  credential: Credential | null,
): readonly PowerShellConnection[] {
  const pool = new ChildPool(mostChildren, new Patience(patienceBounds.least, patienceBounds.most));
  return options.plans.map(
    (plan) =>
      new PowerShellConnection({
        plan,
        credential,
        startChild,
        newTag: services.newTag,
        pool,
        limits: sessionLimits,
        readProtocolLog: protocolLogRecords,
        now: () => new Date(services.now()).toISOString(),
      }),
  );
}

/** Null when no server could be opened. */
async function gather(run: Run, connections: readonly PowerShellConnection[]): Promise<Snapshot | null> {
  const { options, output, words, now } = run;
  let told = performance.now();
  const onProgress: NonNullable<GatherOptions['onProgress']> = ({ done, total }) => {
    if (performance.now() - told < 1000) return;
    told = performance.now();
    output.note(`${words('connect.progress', { done, total })}\n`);
  };
  const ordered = await firstToOpen(connections);
  if (ordered === null) return null;
  const since = sinceOf(now, options.days);
  return gatherSnapshot(ordered, { since, now: new Date(now).toISOString(), onProgress });
}

function tellOf(connections: readonly PowerShellConnection[], { output, words }: Run): void {
  const reports = connections.map(({ report }) => report);
  for (const report of reports) noteAll(output, reportLines(report, words));
  for (const { failure } of reports) if (failure !== null) output.note(failureText(failure, words));
}

async function finish(run: Run, snapshot: Snapshot, context: JudgeContext): Promise<number> {
  const { options, output, words } = run;
  const saved = await save(run, snapshot);
  const code = printDiagnosis(diagnose(snapshot, context), { json: options.json, words, output });
  return saved ? code : exitCode.internalFault;
}

/** False when the snapshot could not be written; the reason is told, and the diagnosis is worth printing all the same. */
async function save({ options, output, words }: Run, snapshot: Snapshot): Promise<boolean> {
  const file = options.save;
  if (file === null) return true;
  try {
    // `wx`: a snapshot that is there already is evidence, and is not written over.
    await writeFile(file, formatSnapshot(snapshot), { flag: 'wx' });
    output.note(`${words('connect.saved', { file })}\n`);
    return true;
  } catch (error) {
    output.note(
      `${words('connect.notSaved', { file, why: error instanceof Error ? error.message : String(error) })}\n`,
    );
    return false;
  }
}

function sinceOf(now: number, days: number): string {
  return new Date(now - days * DAY).toISOString();
}

function noteAll(output: CommandOutput, lines: readonly string[]): void {
  for (const line of lines) output.note(`rootcause: ${visibleText(line)}\n`);
}
