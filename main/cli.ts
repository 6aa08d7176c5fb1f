import { version } from '../package.json' with { type: 'json' };
import { chainCommand } from './commands/chain.ts';
import { type Command, type CommandOutput, exitCode } from './commands/command.ts';
import { connectCommand } from './commands/connect.ts';
import { diagnoseCommand } from './commands/diagnose.ts';
import { inspectCommand } from './commands/inspect.ts';
import { practiceCommand } from './commands/practice.ts';
import { InputError, UsageError, usage } from './commands/usage.ts';
import { visibleText } from './report/visible-text.ts';

const commands: Readonly<Record<string, Command>> = {
  inspect: inspectCommand,
  diagnose: diagnoseCommand,
  chain: chainCommand,
  practice: practiceCommand,
  connect: connectCommand,
};

/**
 * The command line (`cli.md`): JSON goes to standard output alone, words to standard error when JSON was asked for.
 * Resolves to the exit code: 0 no problem or trusted, 1 problem or not trusted, 2 cannot tell, 64 usage, 66 no input,
 * 70 a fault of our own, which is never taken for an answer.
 */
export async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  const output = processOutput();
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    output.text(usage());
    return name === undefined ? exitCode.usage : exitCode.fine;
  }
  if (name === '--version') {
    output.text(`${version}\n`);
    return exitCode.fine;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    output.text(usage());
    return exitCode.fine;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  try {
    if (command === undefined) throw new UsageError(`unknown command '${name}'`);
    return await command(rest, output);
  } catch (error) {
    if (error instanceof InputError) {
      output.note(`rootcause: ${visibleText(error.message)}\n`);
      return exitCode.noInput;
    }
    if (error instanceof UsageError) {
      output.note(`rootcause: ${visibleText(error.message)}\n\n${usage()}`);
      return exitCode.usage;
    }
    output.note(
      `rootcause: a fault of this program, please report it\n${error instanceof Error ? error.stack : error}\n`,
    );
    return exitCode.internalFault;
  }
}

function processOutput(): CommandOutput {
  // `rootcause ... | head` closes the pipe early: that is a reader who has seen enough, not a fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    process.stderr.write(`rootcause: the output could not be written: ${error.message}\n`);
    process.exit(exitCode.internalFault);
  });
  return {
    stdout: process.stdout,
    text: (text) => void process.stdout.write(text),
    note: (text) => void process.stderr.write(text),
  };
}
