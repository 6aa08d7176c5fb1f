import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { askPassword, type Keyboard } from '../../main/commands/ask-password.ts';

class FakeKeyboard extends EventEmitter implements Keyboard {
  readonly modes: string[] = [];
  setRawMode(raw: boolean): void {
    this.modes.push(raw ? 'raw' : 'cooked');
  }
  resume(): void {
    this.modes.push('resume');
  }
  pause(): void {
    this.modes.push('pause');
  }
}

async function typed(...keys: readonly string[]) {
  const keyboard = new FakeKeyboard();
  const asked = askPassword(keyboard, () => {});
  const buffers = keys.map((text) => Buffer.from(text));
  for (const buffer of buffers) keyboard.emit('data', buffer);
  return { password: (await asked)?.toString() ?? null, keyboard, buffers };
}

describe('a password on the terminal', () => {
  it.each([
    [['secret\r'], 'secret'],
    [['se', 'cr', 'et', '\n'], 'secret'],
    [['secrets\u007f\r'], 'secret'],
    [['wrong\u0015right\r'], 'right'],
    [['שלום😀\b\r'], 'שלום'],
    [['\u007f\u007fa\r'], 'a'],
    [['\r'], ''],
    [['abc\u0003'], null],
    [['abc\u0004'], null],
    [['secret\rls\r'], 'secret'],
  ])('%j is %j', async (keys, expected) => {
    expect((await typed(...keys)).password).toBe(expected);
  });

  it('is read without echo, and the terminal is as it was afterwards', async () => {
    const { keyboard } = await typed('x\r');
    expect(keyboard.modes).toEqual(['raw', 'resume', 'cooked', 'pause']);
    expect(keyboard.listenerCount('data')).toBe(0);
  });

  it('stays in no buffer of the keyboard', async () => {
    const { buffers } = await typed('C4n4ry', '\r');
    expect(buffers.flatMap((buffer) => [...buffer]).every((byte) => byte === 0)).toBe(true);
  });

  it('longer than any real one does no harm', async () => {
    expect((await typed('x'.repeat(5000), '\r')).password).toHaveLength(1024);
  });
});
