/** Where a command writes; a test gives its own. */
export interface CommandOutput {
  readonly stdout: { readonly isTTY?: boolean; readonly columns?: number };
  /** Standard output. */
  text(text: string): void;
  /** Standard error. */
  note(text: string): void;
}

/** One verb of the command line; resolves to its exit code. */
export type Command = (args: readonly string[], output: CommandOutput) => Promise<number>;

/** The exit codes of `cli.md`, and 70 (sysexits EX_SOFTWARE) for a fault of our own. */
export const exitCode = {
  fine: 0,
  problem: 1,
  cannotTell: 2,
  usage: 64,
  noInput: 66,
  internalFault: 70,
} as const;
