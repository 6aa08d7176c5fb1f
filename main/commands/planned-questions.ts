import { type CmdletName, cmdlets } from '../exchange/cmdlets.ts';
import type { CmdletParameters, ExchangeConnection } from '../exchange/connection.ts';
import { gatherSnapshot } from '../gather/live/gather-snapshot.ts';

export interface PlannedQuestion {
  readonly server: string;
  readonly cmdlet: CmdletName;
  readonly parameters: CmdletParameters;
  readonly channel: 'exchange' | 'windows';
}

/**
 * Every command that a reading of these servers would run, found by running it against servers that know nothing: what is
 * printed before connecting and what is done afterwards cannot drift apart.
 */
export async function plannedQuestions(
  servers: readonly string[],
  since: string,
  now: string,
): Promise<readonly PlannedQuestion[]> {
  const questions: PlannedQuestion[] = [];
  const connections = servers.map(
    (server): ExchangeConnection => ({
      server,
      run: async (cmdlet, parameters) => {
        questions.push({ server, cmdlet, parameters, channel: cmdlets[cmdlet].channel });
        return { records: [], warnings: [], failure: null, answeredBy: null, at: now };
      },
      close: async () => {},
    }),
  );
  await gatherSnapshot(connections, { since, now });
  return questions;
}
