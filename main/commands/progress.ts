import type { CommandOutput } from './command.ts';

/** Says once a second on standard error that reading goes on, from the first full second; returns how to stop it. */
export function startProgress(output: CommandOutput): () => void {
  const began = performance.now();
  const timer = setInterval(() => {
    const seconds = Math.round((performance.now() - began) / 1000);
    output.note(`rootcause: reading, ${seconds} s\n`);
  }, 1000);
  timer.unref();
  return () => clearInterval(timer);
}
