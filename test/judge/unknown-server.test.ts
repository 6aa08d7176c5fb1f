import { describe, expect, it } from 'vitest';
import { collectRefusals, refusalsFor } from '../../main/judge/refusals.ts';
import { seen, sendConnector, server, session, snapshot, thumbprint, untrustedRoot } from './make-case.ts';

const unknown = (sessions: Parameters<typeof seen<readonly ReturnType<typeof session>[]>>[0]) =>
  collectRefusals(snapshot([server([], { name: '', sendSessions: seen(sessions) })]));
const refused = session('A1', untrustedRoot, { local: '192.0.2.5:41000' });
const later = { started: '2026-01-15T09:30:00.000Z' };

describe('sessions of which no file tells the server', () => {
  it('a later success from another address does not make a refusal void: it may be another server', () => {
    expect(unknown([refused, session('A1', null, { ...later, local: '192.0.2.6:41000' })])).toMatchObject([
      { server: '', current: true },
    ]);
    expect(unknown([refused, session('A1', null, { ...later, local: '192.0.2.5:42000' })])).toMatchObject([
      { current: false },
    ]);
  });

  it('a later success whose address the log does not say makes nothing void', () => {
    const silent = session('A1', untrustedRoot);
    expect(unknown([silent, session('A1', null, later)])).toMatchObject([{ current: true }]);
  });

  it('refusals are kept apart by certificate and address', () => {
    const other = session('B1', untrustedRoot, { local: '192.0.2.6:41000' });
    expect(unknown([refused, refused, other]).map(({ sent, count }) => [sent, count])).toEqual([
      [thumbprint('A1'), 2],
      [thumbprint('B1'), 1],
    ]);
  });

  it('count for a server only by the certificate it presents', () => {
    const all = unknown([refused]);
    const connectors = [sendConnector()];
    const count = (presented: string | null) =>
      refusalsFor(all, sendConnector(), { server: 'EX01', presented }, connectors).length;
    expect([count(thumbprint('A1')), count(thumbprint('B1')), count(null)]).toEqual([1, 0, 0]);
  });
});
