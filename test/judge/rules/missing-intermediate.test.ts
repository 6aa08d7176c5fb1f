import { describe, expect, it } from 'vitest';
import { missingIntermediate as rule } from '../../../main/judge/rules/missing-intermediate.ts';
import { certificate, makeCase, seen, server, session, snapshot, untrustedRoot } from '../make-case.ts';

describe('missing-intermediate', () => {
  it('suspects the chain when a certificate that is not private is refused and the stores were not read', () => {
    const refused = server([certificate('A1')], { sendSessions: seen([session('A1', untrustedRoot)]) });
    const [finding] = rule.judge(makeCase(snapshot([refused]), { A1: 'trusted' }));
    expect(finding).toMatchObject({ status: 'error', variant: 'suspected' });
  });

  it('says nothing without a refusal when the stores were not read', () => {
    expect(rule.judge(makeCase(snapshot([server([certificate('A1')])]), { A1: 'trusted' }))).toEqual([]);
  });

  it('leaves a private certificate to other rules', () => {
    const refused = server([certificate('B1')], { sendSessions: seen([session('B1', untrustedRoot)]) });
    expect(rule.judge(makeCase(snapshot([refused]), { B1: 'not-trusted' }))).toEqual([]);
  });
});
