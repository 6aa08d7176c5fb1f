import { describe, expect, it } from 'vitest';
import type { SmtpSession } from '../../../../main/domain/smtp-session.ts';
import { ServerBook } from '../../../../main/gather/saved/assembly/server-book.ts';
import { localAddress, sessionOwners } from '../../../../main/gather/saved/assembly/session-owner.ts';
import type { Placed } from '../../../../main/gather/saved/saved-file.ts';
import { sendConnector, session } from '../../../judge/make-case.ts';

const book = new ServerBook();
const [first, second] = [book.entry('EX01'), book.entry('EX02')];

function placed(
  source: string,
  over: Partial<SmtpSession> = {},
  server: string | null = null,
): Placed<SmtpSession> {
  const value = session('A1', null, { local: '192.0.2.5:41000', ...over });
  return { value, server, origin: { source, where: 'line 6' } };
}

/** Names each session's server and the sign that told it. */
function owners(
  sessions: readonly Placed<SmtpSession>[],
  over: Partial<Parameters<typeof sessionOwners>[0]> = {},
): readonly (string | null)[] {
  const ownerOf = sessionOwners({
    sessions,
    connectors: [],
    servers: [first, second],
    held: new Map(),
    entryOf: (name) => book.entry(name),
    pathOwner: () => null,
    ...over,
  });
  return sessions.map((one) => {
    const owner = ownerOf(one);
    if (owner.entry !== null) return `${owner.entry.name}: ${owner.by ?? 'by itself'}`;
    return owner.contradiction === null ? null : 'contradiction';
  });
}

const received = (server: string, local: string): Placed<SmtpSession> =>
  placed('recv.log', { id: 'R', direction: 'receive', local }, server);

describe('the local address', () => {
  it('is known from the receive log that names its server', () => {
    const sessions = [received('ex01.contoso.com', '[::ffff:192.0.2.5]:25'), placed('send.log')];
    expect(owners(sessions)[1]).toBe('EX01: server told by the local address 192.0.2.5');
  });

  it('says nothing when two servers were seen under it, as behind one virtual address', () => {
    const sessions = [received('EX01', '192.0.2.5:25'), received('EX02', '192.0.2.5:25'), placed('send.log')];
    expect(owners(sessions)[2]).toBeNull();
  });

  it.each([null, '127.0.0.1:25', '[::1]:25', '[fe80::1%4]:25', 'EX01:25', ''])('%s is none', (local) => {
    expect(localAddress(session('A1', null, { local }))).toBeNull();
  });
});

describe('the connector', () => {
  const only = sendConnector({ sourceServers: ['EX02'], frontendProxyEnabled: false });

  it('tells the server when it has a single source', () => {
    expect(owners([placed('send.log')], { connectors: [only] })).toEqual([
      'EX02: server told by the only source server of the connector',
    ]);
  });

  it.each([
    ['with two sources', { ...only, sourceServers: ['EX01', 'EX02'] }],
    ['whose sources were not read', { ...only, sourceServers: null }],
    ['that a front end may proxy', { ...only, frontendProxyEnabled: true }],
    ['of another name', { ...only, name: 'Other' }],
  ])('tells none %s', (_, connector) => {
    expect(owners([placed('send.log')], { connectors: [connector] })).toEqual([null]);
  });

  it('that speaks against the address leaves the server unknown', () => {
    const sessions = [received('EX01', '192.0.2.5:25'), placed('send.log')];
    expect(owners(sessions, { connectors: [only] })[1]).toBe('contradiction');
  });
});

describe('the certificate sent', () => {
  const sent = session('A1').sentCertificate?.thumbprint ?? '';
  const held = new Map([
    [first, new Set([sent])],
    [second, new Set<string>()],
  ]);

  it('tells the only server that holds it', () => {
    expect(owners([placed('send.log')], { held })[0]).toContain('EX01: server told by the certificate');
  });

  it('tells none when another server holds it, or may hold it', () => {
    expect(owners([placed('send.log')], { held: new Map([...held, [second, new Set([sent])]]) })).toEqual([
      null,
    ]);
    expect(owners([placed('send.log')], { held: new Map([[first, new Set([sent])]]) })).toEqual([null]);
  });

  it('never outranks another sign: it may have been removed from that server since', () => {
    const sessions = [received('EX02', '192.0.2.5:25'), placed('send.log')];
    expect(owners(sessions, { held })[1]).toBe('EX02: server told by the local address 192.0.2.5');
  });
});

it('the same session in another file that names the server', () => {
  const sessions = [placed('bundle.json', {}, 'EX02'), placed('send.log', { local: null })];
  expect(owners(sessions)[1]).toBe('EX02: server told by another file that has the same session');
});

it('the rest of a file goes with its other sessions, unless these are of two servers', () => {
  const bare = placed('send.log', { id: 'B', local: null });
  const known = [
    received('EX01', '192.0.2.5:25'),
    received('EX02', '192.0.2.6:25'),
    placed('send.log'),
    bare,
  ];
  expect(owners(known)[3]).toBe('EX01: server told by other sessions of the same file');
  expect(owners([...known, placed('send.log', { id: 'C', local: '192.0.2.6:42000' })])[3]).toBeNull();
});
