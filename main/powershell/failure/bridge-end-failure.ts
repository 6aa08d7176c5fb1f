import type { BridgeEnd } from '../bridge.ts';
import type { ChildEnd } from '../shell/bridge-child.ts';
import type {
  Attempt,
  ConnectionFailure,
  ConnectionFailureId,
  ConnectionStage,
} from './connection-failure.ts';
import { clipped } from './said.ts';

/** What the end of a child means for the server it was for. */
export function bridgeEndFailure(
  end: BridgeEnd,
  stage: ConnectionStage,
  attempt: Attempt,
  noise: string,
): ConnectionFailure {
  const failure = (id: ConnectionFailureId, said: string | null, code: number | null = null) => ({
    id,
    stage,
    attempt,
    code,
    errorId: null,
    said: clipped(said),
  });
  switch (end.why) {
    case 'exited':
      return end.greeted
        ? failure('shell-ended', howItEnded(end.end), end.end.code)
        : failure(startFault(end.end, noise), wordsOf(end.end, noise), end.end.code);
    case 'language-mode':
      return failure('language-mode', end.mode);
    case 'protocol':
      return failure('shell-did-not-start', `protocol ${end.protocol}`);
    case 'too-large':
      return failure('answer-too-large', null);
    case 'damaged':
      return failure('answer-damaged', end.detail);
    case 'silent':
      return failure('shell-silent', null);
    case 'closed':
      return failure('closed', null);
  }
}

/** Marks of a refusal by execution policy that no translation changes: the page it names and the exception. */
const policyMarks = ['about_Execution_Policies', 'LinkID=135170', 'PSSecurityException'];

function startFault({ stderr, error }: ChildEnd, noise: string): ConnectionFailureId {
  if (error === 'ENOENT') return 'no-powershell';
  const said = `${stderr}\n${noise}`;
  return policyMarks.some((mark) => said.includes(mark)) ? 'scripts-disabled' : 'shell-did-not-start';
}

function wordsOf(end: ChildEnd, noise: string): string {
  return [howItEnded(end), end.stderr.trim(), noise.trim()].filter((part) => part !== '').join('; ');
}

function howItEnded({ code, signal, error }: ChildEnd): string {
  return error ?? (signal === null ? `exit code ${code}` : `signal ${signal}`);
}
