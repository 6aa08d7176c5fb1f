import { chainCommand } from './commands/chain.ts';
import type { Command, CommandOutput } from './commands/command.ts';
import { diagnoseCommand } from './commands/diagnose.ts';
import { inspectCommand } from './commands/inspect.ts';
import { practiceCommand } from './commands/practice.ts';
import { UsageError, usage } from './commands/usage.ts';

const commands: Readonly<Record<string, Command>> = {
  inspect: inspectCommand,
  diagnose: diagnoseCommand,
  chain: chainCommand,
  practice: practiceCommand,
};

/**
 * The command line (`cli.md`): JSON goes to standard output alone, words to standard error when JSON was asked for.
 * Resolves to the exit code: 0 no problem or trusted, 1 problem or not trusted, 2 cannot tell, 64 usage, 66 no input.
 */
export async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  const output = processOutput();
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    output.text(usage());
    return name === undefined ? 64 : 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  try {
    if (command === undefined) throw new UsageError(`unknown command '${name}'`);
    return await command(rest, output);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    output.note(`rootcause: ${error.message}\n\n${usage()}`);
    return 64;
  }
}

function processOutput(): CommandOutput {
  return {
    stdout: process.stdout,
    text: (text) => void process.stdout.write(text),
    note: (text) => void process.stderr.write(text),
  };
}
