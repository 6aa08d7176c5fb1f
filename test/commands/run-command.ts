import type { Command, CommandOutput } from '../../main/commands/command.ts';

export interface CommandRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command as a pipe would see it: not a terminal, 100 columns. */
export async function runCommand(command: Command, ...args: readonly string[]): Promise<CommandRun> {
  let stdout = '';
  let stderr = '';
  const output: CommandOutput = {
    stdout: {},
    text: (text) => {
      stdout += text;
    },
    note: (text) => {
      stderr += text;
    },
  };
  const code = await command(args, output);
  return { code, stdout, stderr };
}
