import { describe, expect, it } from 'vitest';
import type { ExchangeCertificate } from '../../../main/domain/certificate.ts';
import { weakKeyOrHash as rule } from '../../../main/judge/rules/weak-key-or-hash.ts';
import { certificate, makeCase, server, snapshot } from '../make-case.ts';

function variants(over: Partial<ExchangeCertificate>): readonly string[] {
  return rule.judge(makeCase(snapshot([server([certificate('A1', over)])]))).map((f) => f.variant);
}

describe('weak-key-or-hash', () => {
  it('finds short RSA keys and broken hashes on what is presented', () => {
    expect(variants({ keySize: 1024 })).toEqual(['key']);
    expect(variants({ signatureAlgorithm: 'sha1RSA' })).toEqual(['hash']);
    expect(variants({ signatureAlgorithm: 'md5RSA' })).toEqual(['hash']);
  });

  it('does not blame the signature of a self-signed certificate, nor what nothing presents', () => {
    expect(variants({ signatureAlgorithm: 'sha1RSA', selfSigned: true })).toEqual([]);
    expect(variants({ keySize: 1024, subject: 'CN=x', names: ['x'] })).toEqual([]);
    expect(variants({ keySize: null, signatureAlgorithm: null })).toEqual([]);
  });
});
