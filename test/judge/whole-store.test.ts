import { describe, expect, it } from 'vitest';
import { notAsked, read } from '../../main/domain/reading.ts';
import type { SnapshotSource } from '../../main/domain/snapshot.ts';
import { wholeStore } from '../../main/judge/whole-store.ts';
import { certificate, server, snapshot } from './make-case.ts';

const source = (over: Partial<SnapshotSource>): SnapshotSource => ({
  path: 'EX01',
  kind: 'live',
  at: null,
  complete: true,
  notRead: [],
  ...over,
});

function whole(sources: readonly SnapshotSource[], from: string): boolean {
  const own = certificate('A1', { origins: [{ source: from, where: 'object 1' }] });
  const held = server([], { certificates: read([own], { source: from }) });
  return wholeStore({ ...snapshot([held]), sources }, held);
}

describe('whether a list of certificates is the whole store', () => {
  it('is so when every file that gave one was read to its end', () => {
    expect(whole([source({ path: 'a.xml' })], 'a.xml')).toBe(true);
    expect(whole([source({ path: 'a.xml', complete: false })], 'a.xml')).toBe(false);
    expect(whole([source({ path: 'a.xml' }), source({ path: 'log', complete: false })], 'a.xml')).toBe(true);
  });

  it('is so for a live server unless certificates were lost, whatever else was', () => {
    const lost = (where: string) => [
      source({ complete: false, notRead: [{ reason: { code: 'damaged' }, count: 1, where }] }),
    ];
    expect(whole(lost('Get-Queue@EX01'), 'Get-ExchangeCertificate@EX01')).toBe(true);
    expect(whole(lost('Get-ExchangeCertificate@EX01'), 'Get-ExchangeCertificate@EX01')).toBe(false);
  });

  it('is not so when nothing was read', () => {
    const held = server([], { certificates: notAsked });
    expect(wholeStore(snapshot([held]), held)).toBe(false);
  });
});
