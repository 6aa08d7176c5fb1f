import { describe, expect, it } from 'vitest';
import { fleetDrift as rule } from '../../../main/judge/rules/fleet-drift.ts';
import { certificate, makeCase, seen, sendConnector, server, snapshot } from '../make-case.ts';

const organisation = { sendConnectors: seen([sendConnector({ sourceServers: ['EX01', 'EX02'] })]) };
const second = { name: 'EX02', fqdn: 'EX02.contoso.com' };

describe('fleet-drift', () => {
  it('warns when acceptance depends on which server sends', () => {
    const made = snapshot([server([certificate('A1')]), server([certificate('B1')], second)], organisation);
    const [finding] = rule.judge(makeCase(made, { A1: 'trusted', B1: 'not-trusted' }));
    expect(finding).toMatchObject({ status: 'warning', variant: 'different-trust' });
  });

  it('counts a server that presents nothing', () => {
    const made = snapshot([server([certificate('A1')]), server([], second)], organisation);
    const [finding] = rule.judge(makeCase(made, { A1: 'trusted' }));
    expect(finding?.evidence.map((e) => e.key)).toContain('presents-nothing');
  });

  it('is content when all present the same, and does not guess for a server that was not read', () => {
    const same = snapshot([server([certificate('A1')]), server([certificate('A1')], second)], organisation);
    expect(rule.judge(makeCase(same, { A1: 'trusted' }))).toEqual([]);
    expect(
      rule.judge(makeCase(snapshot([server([certificate('A1')])], organisation), { A1: 'trusted' })),
    ).toEqual([]);
  });

  it('does not count an opinion that could not be formed as a different one', () => {
    const made = snapshot([server([certificate('A1')]), server([certificate('B1')], second)], organisation);
    expect(rule.judge(makeCase(made, { A1: 'trusted', B1: 'cannot-tell' }))).toMatchObject([
      { status: 'notice', variant: 'trust-not-known' },
    ]);
  });
});
