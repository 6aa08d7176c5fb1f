import { type PowerShellToken, powerShellTokens } from './powershell-tokens.ts';

/** Everything a script may do; all else is refused. */
export interface ReadList {
  readonly commands: readonly string[];
  /** `System.IO.File::ReadAllText`. */
  readonly statics: readonly string[];
  readonly types: readonly string[];
  readonly methods: readonly string[];
  /** Properties that may be assigned. */
  readonly assigned: readonly string[];
}

const keywords = new Set([
  ...['if', 'else', 'elseif', 'foreach', 'for', 'while', 'do', 'until', 'switch', 'break', 'continue', 'in'],
  ...['return', 'throw', 'try', 'catch', 'finally', 'function', 'param', 'begin', 'process', 'end', 'exit'],
]);

/** Words that no script of ours holds, not even in a string or a comment. */
const banned = ['Invoke-Expression', 'EncodedCommand', 'Add-Type', 'DownloadString', 'InvokeScript'];

/** What is wrong with a script, with line numbers; empty when it only does what the list allows. */
export function lintPowerShell(source: string, list: ReadList): readonly string[] {
  const findings: string[] = [];
  for (const [index, line] of source.split('\n').entries()) {
    if (/[^\t\r\x20-\x7e]/u.test(line)) findings.push(`${index + 1}: not ASCII`);
    const word = banned.find((one) => line.toLowerCase().includes(one.toLowerCase()));
    if (word !== undefined) findings.push(`${index + 1}: ${word}`);
  }
  let tokens: readonly PowerShellToken[];
  try {
    tokens = powerShellTokens(source);
  } catch (error) {
    return [...findings, error instanceof Error ? error.message : String(error)];
  }
  const linter = new Linter(tokens, list);
  return [...findings, ...linter.run()];
}

class Linter {
  readonly #tokens: readonly PowerShellToken[];
  readonly #list: ReadList;
  readonly #commands: ReadonlySet<string>;
  readonly #blocks: ReadonlySet<string>;
  readonly #findings: string[] = [];

  constructor(tokens: readonly PowerShellToken[], list: ReadList) {
    this.#tokens = tokens;
    this.#list = list;
    const own = tokens.flatMap((token, at) => (tokens[at - 1]?.text === 'function' ? [token.text] : []));
    this.#commands = new Set([...list.commands, ...own].map((name) => name.toLowerCase()));
    this.#blocks = new Set(tokens.flatMap((token, at) => (this.#holdsBlock(at) ? [token.text] : [])));
  }

  run(): readonly string[] {
    for (let at = 0; at < this.#tokens.length; at++) this.#check(at);
    return this.#findings;
  }

  #check(at: number): void {
    const token = this.#tokens[at];
    if (token === undefined) return;
    if (token.kind === 'word') this.#checkWord(at, token);
    if (token.kind === 'type') this.#checkType(at, token);
    if (token.text === '[' && this.#opensOperand(at)) this.#checkAttribute(at, token);
    if (token.text === '.' && token.glued) this.#checkMember(at);
    if (token.text === '&' || (token.text === '.' && !token.glued)) this.#checkCall(at, token);
    if ((token.text === '%' || token.text === '?') && this.#startsCommand(at)) this.#refuse(token, 'alias');
  }

  #checkWord(at: number, token: PowerShellToken): void {
    const before = this.#tokens[at - 1];
    if (token.glued && (before?.text === '.' || before?.text === '::')) return;
    if (before?.text === 'function' || keywords.has(token.text.toLowerCase())) return;
    const isCommand = token.text.includes('-') || (this.#startsCommand(at) && this.#next(at)?.text !== '=');
    if (isCommand && !this.#commands.has(token.text.toLowerCase())) this.#refuse(token, 'command');
  }

  /** `[Type]::Member`, or a type used to convert, test or declare. */
  #checkType(at: number, token: PowerShellToken): void {
    const name = token.text.slice(1, -1);
    const isStatic = this.#tokens[at + 1]?.text === '::';
    if (!isStatic) {
      if (!this.#list.types.includes(name)) this.#refuse(token, 'type');
      return;
    }
    const member = `${name}::${this.#tokens[at + 2]?.text ?? ''}`;
    if (!this.#list.statics.includes(member)) this.#refuse({ ...token, text: member }, 'static member');
  }

  /** `[CmdletBinding()]`; any other bracket that is neither a type nor an index is not understood. */
  #checkAttribute(at: number, token: PowerShellToken): void {
    const name = this.#tokens[at + 1]?.text ?? '';
    const isAttribute =
      ['CmdletBinding', 'ValidateRange'].includes(name) && this.#tokens[at + 2]?.text === '(';
    if (!isAttribute) this.#refuse(token, 'bracket');
  }

  #opensOperand(at: number): boolean {
    const before = this.#tokens[at - 1];
    if (before === undefined || this.#tokens[at]?.glued !== true) return true;
    return before.kind === 'mark' && !/^[)\]}]$/u.test(before.text);
  }

  #checkMember(at: number): void {
    const member = this.#tokens[at + 1];
    if (member === undefined) return;
    if (member.kind !== 'word') {
      if (member.kind !== 'number') this.#refuse(member, 'member that is computed');
      return;
    }
    const after = this.#tokens[at + 2];
    if (after?.text === '(' && after.glued) {
      if (!this.#list.methods.includes(member.text)) this.#refuse(member, 'method');
      const argument = this.#tokens[at + 3]?.text ?? '';
      if (member.text === 'Open' && !argument.startsWith("'ReadOnly"))
        this.#refuse(member, 'Open for writing');
    } else if (after?.text === '=' && !this.#list.assigned.includes(member.text)) {
      this.#refuse(member, 'assignment');
    }
  }

  /** Only script blocks of this very file may be called. */
  #checkCall(at: number, token: PowerShellToken): void {
    const target = this.#tokens[at + 1];
    const known = target?.kind === 'variable' && this.#blocks.has(target.text) && token.text === '&';
    if (!known) this.#refuse({ ...token, text: `${token.text} ${target?.text ?? ''}` }, 'call');
  }

  #holdsBlock(at: number): boolean {
    const token = this.#tokens[at];
    if (token?.kind !== 'variable') return false;
    if (this.#tokens[at - 1]?.text === '[scriptblock]') return true;
    return this.#tokens[at + 1]?.text === '=' && this.#tokens[at + 2]?.text === '{';
  }

  #startsCommand(at: number): boolean {
    const before = this.#tokens[at - 1];
    if (before === undefined || before.kind === 'newline') return true;
    if (before.kind === 'word')
      return ['return', 'throw', 'in', 'else', 'try', 'finally'].includes(before.text);
    return (
      before.kind === 'mark' && [';', '{', '(', '|', '=', '$(', '@(', '&', '!', ')'].includes(before.text)
    );
  }

  #next(at: number): PowerShellToken | undefined {
    return this.#tokens[at + 1];
  }

  #refuse(token: PowerShellToken, what: string): void {
    this.#findings.push(`${token.line}: ${what} ${token.text}`);
  }
}
