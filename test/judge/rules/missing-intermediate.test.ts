import { describe, expect, it } from 'vitest';
import { gatherStory } from '../../../main/commands/practice-story.ts';
import { notAsked } from '../../../main/domain/reading.ts';
import { openCase } from '../../../main/judge/case.ts';
import { missingIntermediate as rule } from '../../../main/judge/rules/missing-intermediate.ts';
import { fileStore } from '../../../main/trust/stores.ts';
import { certificate, makeCase, now, seen, server, session, snapshot, untrustedRoot } from '../make-case.ts';

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

  it('still misses the issuer when another server or a file lends it and its root is not at hand', async () => {
    // The make-believe organisation of the healthy story, with the intermediates of one server taken away.
    const { snapshot: healthy, context } = await gatherStory('healthy', now);
    const servers = healthy.servers.map((s) => ({
      ...s,
      roots: notAsked,
      intermediates: s.name === 'EX01' ? seen([]) : s.intermediates,
    }));
    const store = fileStore([], 'no roots');
    const made = openCase({ ...healthy, servers }, { ...context, microsoft: store, mozilla: store });
    expect(rule.judge(made).map((f) => [f.subject.server, f.variant])).toEqual([['EX01', 'latent']]);
  });
});
