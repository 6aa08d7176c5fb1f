import { describe, expect, it } from 'vitest';
import { iisBinding as rule } from '../../../main/judge/rules/iis-binding.ts';
import { certificate, makeCase, seen, server, snapshot, thumbprint } from '../make-case.ts';

function variants(bound: string | null, notAfter = '2026-10-01T00:00:00Z'): readonly string[] {
  const iisBindings = seen([{ site: 'Exchange Back End', port: 444, thumbprint: bound }]);
  return rule
    .judge(makeCase(snapshot([server([certificate('A1', { notAfter })], { iisBindings })])))
    .map((f) => f.variant);
}

describe('iis-binding', () => {
  it('names the site and port whose certificate is gone, expired or absent', () => {
    expect(variants('')).toEqual(['no-certificate']);
    expect(variants(thumbprint('99'))).toEqual(['certificate-missing']);
    expect(variants(thumbprint('A1'), '2026-01-01T00:00:00Z')).toEqual(['certificate-expired']);
  });

  it('is content with a valid binding, and silent when bindings were not read', () => {
    expect(variants(thumbprint('A1'))).toEqual([]);
    expect(variants(null)).toEqual([]);
    expect(rule.judge(makeCase(snapshot([server([certificate('A1')])])))).toEqual([]);
  });

  it('only warns of a certificate that is not listed, and not at all when the list ended early', () => {
    const iisBindings = seen([{ site: 'Default Web Site', port: 443, thumbprint: thumbprint('99') }]);
    const made = snapshot([server([certificate('A1')], { iisBindings })]);
    // It may be in the store WebHosting, which Exchange does not list.
    expect(rule.judge(makeCase(made))).toMatchObject([{ status: 'warning', variant: 'certificate-missing' }]);
    const partial = { ...made, sources: made.sources.map((s) => ({ ...s, complete: false })) };
    expect(rule.judge(makeCase(partial))).toEqual([]);
  });
});
