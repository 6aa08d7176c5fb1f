import {
  type AuthenticationChoice,
  type ConnectionPlan,
  planConnection,
  type SkippedCheck,
} from '../powershell/plan/connection-plan.ts';
import type { Language } from '../report/words.ts';
import { parseLanguage, parseOptions, UsageError } from './usage.ts';

export interface ConnectOptions {
  readonly servers: readonly string[];
  readonly plans: readonly ConnectionPlan[];
  readonly skip: readonly SkippedCheck[];
  /** Null: the signed-in user. */
  readonly user: string | null;
  readonly days: number;
  /** Prints what would be run, and connects to nothing. */
  readonly planOnly: boolean;
  /** A story of the practice organisation in place of servers, or null. */
  readonly practice: string | null;
  readonly json: boolean;
  readonly save: string | null;
  readonly roots: readonly string[];
  readonly language: Language;
}

/** @throws UsageError that names the argument. */
export function connectOptions(args: readonly string[], defaultStory: string): ConnectOptions {
  const { values, positionals } = parseOptions(args, {
    user: { type: 'string' },
    auth: { type: 'string', default: 'kerberos' },
    https: { type: 'boolean', default: false },
    'skip-certificate-check': { type: 'string', multiple: true, default: [] },
    days: { type: 'string', default: '7' },
    plan: { type: 'boolean', default: false },
    practice: { type: 'boolean', default: false },
    story: { type: 'string' },
    json: { type: 'boolean', default: false },
    save: { type: 'string' },
    roots: { type: 'string', multiple: true, default: [] },
    lang: { type: 'string' },
  });
  if (positionals.length === 0 && !values.practice) throw new UsageError('connect: name at least one server');
  if (values.story !== undefined && !values.practice) throw new UsageError('--story goes with --practice');
  const authentication = authenticationOf(values.auth, values.https);
  const user = values.user ?? null;
  if (authentication.auth === 'Basic' && user === null) throw new UsageError('--auth basic needs --user');
  const skip = values['skip-certificate-check'].map(skippedCheck);
  const servers = [...new Map(positionals.map((name) => [name.toLowerCase(), name])).values()];
  return {
    servers,
    plans: values.practice ? [] : servers.map((server) => planOf(server, authentication, skip)),
    skip,
    user,
    days: daysOf(values.days),
    planOnly: values.plan,
    practice: values.practice ? (values.story ?? defaultStory) : null,
    json: values.json,
    save: values.save ?? null,
    roots: values.roots,
    language: parseLanguage(values.lang),
  };
}

/** Basic brings https with it: without, everybody on the way would read the password. */
function authenticationOf(name: string, https: boolean): AuthenticationChoice {
  switch (name) {
    case 'kerberos':
      return { auth: 'Kerberos', https };
    case 'negotiate':
      return { auth: 'Negotiate', https };
    case 'basic':
      return { auth: 'Basic', https: true };
    default:
      throw new UsageError(`--auth: '${name}' is not one of kerberos, negotiate, basic`);
  }
}

function skippedCheck(name: string): SkippedCheck {
  if (name === 'ca' || name === 'cn' || name === 'revocation') return name;
  throw new UsageError(`--skip-certificate-check: '${name}' is not one of ca, cn, revocation`);
}

function planOf(
  server: string,
  authentication: AuthenticationChoice,
  skip: readonly SkippedCheck[],
): ConnectionPlan {
  const plan = planConnection({ server, authentication, skip });
  if (!('problem' in plan)) return plan;
  switch (plan.problem) {
    case 'server-name':
      throw new UsageError(`connect: '${server}' is no server name`);
    case 'skip-without-https':
      throw new UsageError(
        '--skip-certificate-check goes with --https: without https there is no certificate',
      );
  }
}

const mostDays = 90;

function daysOf(text: string): number {
  const days = /^\d{1,3}$/u.test(text) ? Number(text) : 0;
  if (days < 1 || days > mostDays)
    throw new UsageError(`--days: '${text}' is no number from 1 to ${mostDays}`);
  return days;
}
