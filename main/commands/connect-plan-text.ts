import { powershellLiteral } from '../domain/powershell-literal.ts';
import { cmdlets } from '../exchange/cmdlets.ts';
import type { PlainInput } from '../exchange/plain.ts';
import type { ConnectionPlan, SessionPlan } from '../powershell/plan/connection-plan.ts';
import { visibleText } from '../report/visible-text.ts';
import type { Words } from '../report/words.ts';
import type { PlannedQuestion } from './planned-questions.ts';

/** What would be run, server by server and session by session, for an administrator to read before anything is connected. */
export function connectPlanText(
  plans: readonly ConnectionPlan[],
  questions: readonly PlannedQuestion[],
  user: string | null,
  words: Words,
): string {
  const lines = [words('connect.plan.title')];
  for (const plan of plans) {
    lines.push('', plan.server);
    for (const session of [plan.exchange, plan.windows]) {
      lines.push(`  ${sessionLine(session, user, words)}`);
      if (session.kind === 'exchange') lines.push(`    Get-Command (${words('connect.plan.probe')})`);
      for (const question of questions) {
        if (question.server === plan.server && question.channel === session.kind) {
          lines.push(`    ${commandLine(question)}`);
        }
      }
    }
  }
  lines.push('', words('connect.plan.instead'));
  return `${lines.join('\n')}\n`;
}

/** The same as plain data. */
export function connectPlanJson(
  plans: readonly ConnectionPlan[],
  questions: readonly PlannedQuestion[],
  user: string | null,
) {
  return {
    servers: plans.map((plan) => ({
      server: plan.server,
      user,
      warnings: plan.warnings,
      sessions: [plan.exchange, plan.windows].map((session) => ({
        ...session,
        commands: questions
          .filter(({ server, channel }) => server === plan.server && channel === session.kind)
          .map(({ cmdlet, parameters }) => ({
            cmdlet,
            parameters,
            properties: cmdlets[cmdlet].answer.properties,
          })),
      })),
    })),
  };
}

function sessionLine({ kind, uri, auth }: SessionPlan, user: string | null, words: Words): string {
  return words('connect.plan.session', {
    channel: words(`connect.plan.${kind}`),
    uri,
    auth,
    user: user ?? words('connect.signedInUser'),
  });
}

function commandLine({ cmdlet, parameters }: PlannedQuestion): string {
  const { project, properties } = cmdlets[cmdlet].answer;
  const given = Object.entries(parameters).map(([name, value]) => `-${name} ${valueText(value)}`);
  const selected = project ? [`| Select-Object -Property ${properties.join(',')}`] : [];
  return visibleText([cmdlet, ...given, ...selected].join(' '));
}

function valueText(value: PlainInput): string {
  if (Array.isArray(value)) return value.map((item: PlainInput) => valueText(item)).join(',');
  if (typeof value === 'boolean') return value ? '$true' : '$false';
  return typeof value === 'string' ? (powershellLiteral(value) ?? '?') : String(value);
}
