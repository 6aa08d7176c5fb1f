import { describe, expect, it } from 'vitest';
import { readCertificate } from '../../main/trust/certificate.ts';
import { certificateFacts } from '../../main/trust/certificate-facts.ts';
import { readCertificateFile } from '../../main/trust/certificate-files.ts';
import { validatePaths } from '../../main/trust/path.ts';
import { judgeReceiverTrust } from '../../main/trust/receiver-trust.ts';
import { mozillaStore } from '../../main/trust/stores.ts';
import { witnesses } from '../../main/trust/witnesses.ts';
import { type Made, makeIntermediate, makeLeaf, makeRoot, now, toPem } from './support/make-certificate.ts';
import { flipBits, generator, mutate } from './support/mutations.ts';
import { bundledRoots } from './support/real-certificates.ts';

const root = makeRoot();
const ca = makeIntermediate(root);
const leaf = makeLeaf(ca);

describe('five thousand damaged certificates', () => {
  it('each give a certificate or a reason, keep their thumbprint, and are judged without a throw', () => {
    const random = generator(20_260_301);
    const sources = [leaf.der, ca.der, root.der, ...bundledRoots.slice(0, 40)];
    let readable = 0;
    let slowest = 0;
    for (let index = 0; index < 5000; index++) {
      const source = sources[random(sources.length)] as Buffer;
      const damaged = index % 2 === 0 ? mutate(source, random) : flipBits(source, random);
      const started = performance.now();
      const result = readCertificate(damaged);
      if (result.ok) {
        readable++;
        const facts = certificateFacts(result.certificate);
        expect(facts.thumbprint).toMatch(/^[0-9A-F]{40}$/);
        const report = validatePaths(result.certificate, {
          intermediates: [ca.parsed, result.certificate],
          anchors: [root.parsed],
          at: now,
          name: { kind: 'DNS', value: 'mail.contoso.com' },
        });
        if (!damaged.equals(source)) expect(report.verdict).not.toBe('trusted');
        expect(witnesses(result.certificate).length).toBeLessThan(10);
      } else {
        expect(result.problem.code).toMatch(/^[a-z-]+$/);
        expect(result.thumbprint).toMatch(/^[0-9A-F]{40}$/);
      }
      slowest = Math.max(slowest, performance.now() - started);
    }
    expect(readable).toBeGreaterThan(1000);
    expect(readable).toBeLessThan(4500);
    expect(slowest).toBeLessThan(500);
  });

  it('as anchors and intermediates they cannot be made to throw either', () => {
    const random = generator(7);
    const damaged = Array.from({ length: 400 }, () => flipBits(random(2) === 0 ? ca.der : root.der, random));
    const parsed = damaged.flatMap((der) => {
      const result = readCertificate(der);
      return result.ok ? [result.certificate] : [];
    });
    const report = validatePaths(leaf.parsed, { intermediates: parsed, anchors: parsed, at: now });
    expect(['trusted', 'not-trusted', 'cannot-tell']).toContain(report.verdict);
    expect(
      judgeReceiverTrust(leaf.parsed, {
        intermediates: parsed,
        store: mozillaStore(),
        extraRoots: [],
        at: now,
        rootCaType: null,
      }).verdict,
    ).not.toBe('trusted');
  });

  it('inside files every one is counted', async () => {
    const random = generator(99);
    const damaged = Array.from({ length: 200 }, () => flipBits(leaf.der, random));
    const file = await readCertificateFile(Buffer.from(damaged.map((der) => toPem(der)).join('\n')));
    expect(file.certificates.length + file.notRead.length).toBe(200);
  });
});

describe('two certificates that claim to be one', () => {
  it('with one thumbprint and other bytes are told apart by SHA-256', () => {
    // SHA-1 collisions cannot be made here; what counts is that nothing but SHA-256 decides who is an anchor.
    const impostor = makeLeaf(null, 'mail.contoso.com').parsed;
    Object.defineProperty(impostor, 'thumbprint', { value: root.parsed.thumbprint });
    const report = validatePaths(impostor, { intermediates: [], anchors: [root.parsed], at: now });
    expect(report.verdict).toBe('not-trusted');
  });

  it('with one name, one serial number and other keys are told apart by the signature', () => {
    const twin: Made = makeIntermediate(root, 'Test CA', { serial: Buffer.from(ca.parsed.serial.bytes) });
    const report = validatePaths(leaf.parsed, {
      intermediates: [twin.parsed, ca.parsed],
      anchors: [root.parsed],
      at: now,
    });
    expect(report.verdict).toBe('trusted');
    expect(report.paths[0]?.certificates[1]?.sha256).toBe(ca.parsed.sha256);
  });
});
