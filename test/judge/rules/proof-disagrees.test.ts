import { describe, expect, it } from 'vitest';
import { proofDisagrees as rule } from '../../../main/judge/rules/proof-disagrees.ts';
import { certificate, makeCase, seen, server, session, snapshot } from '../make-case.ts';

describe('proof-disagrees', () => {
  const both = [certificate('A1'), certificate('B1', { notBefore: '2026-01-10T00:00:00Z' })];
  const sent = (name: string) => makeCase(snapshot([server(both, { sendSessions: seen([session(name)]) })]));

  it('says which certificate the log shows instead of the predicted one', () => {
    expect(rule.judge(sent('A1'))[0]?.variant).toBe('another-certificate');
    expect(rule.judge(sent('99'))[0]?.variant).toBe('not-in-store');
  });

  it('is content when the log agrees', () => {
    expect(rule.judge(sent('B1'))).toEqual([]);
  });
});
