import { describe, expect, it } from 'vitest';
import { notAsked, type Reading } from '../../../main/domain/reading.ts';
import { rootUpdateDisabled as rule } from '../../../main/judge/rules/root-update-disabled.ts';
import { makeCase, seen, server, snapshot } from '../make-case.ts';

function found(rootAutoUpdateDisabled: Reading<boolean>): number {
  return rule.judge(makeCase(snapshot([server([], { rootAutoUpdateDisabled })]))).length;
}

describe('root-update-disabled', () => {
  it('warns only where the setting was read and is on', () => {
    expect(found(seen(true))).toBe(1);
    expect(found(seen(false))).toBe(0);
    expect(found(notAsked)).toBe(0);
  });
});
