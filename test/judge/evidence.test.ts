import { describe, expect, it } from 'vitest';
import type { ExchangeCertificate } from '../../main/domain/certificate.ts';
import { trustEvidence, winnerEvidence } from '../../main/judge/evidence.ts';
import { TrustTable } from '../../main/judge/trust-table.ts';
import { wordsIn } from '../../main/report/words.ts';
import { certificate, makeCase, server, snapshot } from './make-case.ts';

function keyFor(held: readonly ExchangeCertificate[]): string | undefined {
  const c = makeCase(snapshot([server(held)]));
  return c.predictions.flatMap((p) => winnerEvidence(c, p))[0]?.key;
}

describe('why a certificate is presented', () => {
  it('is its age only among certificates that carry the name alike and are believed', () => {
    const newer = { notBefore: '2026-01-10T00:00:00Z' };
    expect(keyFor([certificate('A1'), certificate('B1', newer)])).toBe('selected-newest-valid');
    const wildcard = { ...newer, subject: 'CN=*.contoso.com', names: ['*.contoso.com'] };
    expect(keyFor([certificate('A1'), certificate('B1', wildcard)])).toBe('selected-exact-name');
    expect(keyFor([certificate('A1'), certificate('B1', { ...newer, status: null })])).toBe(
      'selected-newest',
    );
  });

  it('says of a certificate that the log settles what the list does not', () => {
    const c = makeCase(snapshot([server([certificate('A1')])]), { A1: 'cannot-tell' });
    const key = (outcome: 'accepted' | 'refused') => {
      const observed = { outcome, from: { source: 'log' }, at: null };
      const trust = new TrustTable(c.trust.all.map((t) => ({ ...t, observed })));
      return trustEvidence({ ...c, trust }, certificate('A1'), 'EX01').key;
    };
    expect([key('accepted'), key('refused')]).toEqual([
      'certificate-accepted-in-log',
      'certificate-refused-in-log',
    ]);
    expect(trustEvidence(c, certificate('A1'), 'EX01').key).toBe('certificate-cannot-tell');
  });

  it('has its words', () => {
    for (const key of ['selected-newest-valid', 'selected-exact-name', 'selected-newest'])
      expect(wordsIn('en').has(`evidence.${key}`), key).toBe(true);
  });
});

describe('words for what a rule may say', () => {
  it.each([
    ...['pin-connector-later', 'move-services', 'export-before-removal', 'removal-without-copy'],
    ...['removal-not-checked', 'get-public-certificate-other-name', 'clear-receive-connector'],
    ...['no-certificate-for-receive-connector', 'remove-renewed-twin-receive'],
  ])('%s', (key) => {
    expect(wordsIn('en').has(`advice.${key}`)).toBe(true);
  });

  it.each([
    'certificate-not-trusted-part',
    'certificate-accepted-in-log',
    'certificate-refused-in-log',
    'candidate-unusable',
  ])('%s', (key) => {
    expect(wordsIn('en').has(`evidence.${key}`)).toBe(true);
  });
});
