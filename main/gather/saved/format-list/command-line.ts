/** What the command in front of a pasted output says about it. */
export interface CommandLine {
  /** For example `Get-ExchangeCertificate`, in the spelling typed; null for a bare prompt. */
  readonly cmdlet: string | null;
  /** The value of `-Server`, when it is a plain name. */
  readonly server: string | null;
  /** The value of `-Thumbprint`, upper case. */
  readonly thumbprint: string | null;
}

const longestCommand = 4096;
/** Without a prompt only a known verb makes a command: people also write `Follow-up on this`. */
const typedCommand =
  /^(?:Get|Set|Enable|Disable|New|Remove|Test|Import|Export|Start|Stop|Restart|Add|Retry|Resume|Suspend)-[A-Za-z0-9]{2,60}(?:\s|$|\|)/iu;

/**
 * Reads a line as a prompt or a typed command (`[PS] C:\>Get-Queue -Server EX01 | fl`); null for any other line.
 * Only the first cmdlet counts: what follows a pipe formats or filters its objects.
 */
export function commandLine(text: string): CommandLine | null {
  const line = text.slice(0, longestCommand).trim();
  const prompt = promptLength(line);
  const typed = line.slice(prompt).trim();
  if (prompt === 0 && !typedCommand.test(typed)) return null;
  const source = typed.split('|', 1)[0] ?? '';
  const cmdlet = /\b(Get-[A-Za-z0-9]{2,60})\b/iu.exec(source)?.[1] ?? null;
  return {
    cmdlet,
    server: /\s-Server[\s:]{1,4}["']?([A-Za-z0-9_.-]{1,255})["']?(?:\s|$|\|)/iu.exec(source)?.[1] ?? null,
    thumbprint: thumbprintOf(source),
  };
}

/** `[PS] C:\Windows\system32>`, `PS C:\>`, `C:\>`, `[EX01]: PS C:\>`: length of the prompt, 0 when there is none. */
function promptLength(line: string): number {
  if (!/^(?:\[|PS |[A-Za-z]:\\)/u.test(line)) return 0;
  const end = line.indexOf('>');
  if (end < 0 || !/^(?:\[[^\]]{1,260}\]:? ?)?(?:PS )?[A-Za-z]{1,20}:[^>]{0,260}>/u.test(line)) return 0;
  return end + 1;
}

function thumbprintOf(source: string): string | null {
  const match = /\s(?:-Thumbprint[\s:]{1,4})?["']?([0-9A-Fa-f]{40})["']?(?:\s|$)/iu.exec(source);
  return match?.[1]?.toUpperCase() ?? null;
}
