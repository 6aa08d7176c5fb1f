import { describe, expect, it } from 'vitest';
import { proofDisagrees as rule } from '../../../main/judge/rules/proof-disagrees.ts';
import { certificate, makeCase, seen, server, session, snapshot } from '../make-case.ts';

describe('proof-disagrees', () => {
  const both = [certificate('A1'), certificate('B1', { notBefore: '2026-01-10T00:00:00Z' })];
  const sent = (name: string) => makeCase(snapshot([server(both, { sendSessions: seen([session(name)]) })]));

  it('says which certificate the log shows instead of the predicted one', () => {
    expect(rule.judge(sent('A1'))[0]?.variant).toBe('another-certificate');
  });

  it('only notes a certificate that is in no store, and nothing when the store was read after the session', () => {
    const gone = (started: string) =>
      makeCase(snapshot([server(both, { sendSessions: seen([session('99', null, { started })]) })]));
    expect(rule.judge(gone('2026-01-15T09:59:30.000Z'))).toMatchObject([
      { status: 'notice', variant: 'not-in-store' },
    ]);
    expect(rule.judge(gone('2026-01-15T09:00:00.000Z'))).toEqual([]);
  });

  it('is content when the log agrees', () => {
    expect(rule.judge(sent('B1'))).toEqual([]);
  });
});
