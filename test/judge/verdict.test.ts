import { describe, expect, it } from 'vitest';
import type { ExchangeCertificate } from '../../main/domain/certificate.ts';
import type { SendConnector } from '../../main/domain/connector.ts';
import { notAsked } from '../../main/domain/reading.ts';
import type { OrganisationReadings, ServerReadings, Snapshot } from '../../main/domain/snapshot.ts';
import { describeEvent } from '../../main/domain/transport-event.ts';
import { judgeCase } from '../../main/judge/diagnose.ts';
import {
  certificate,
  makeCase,
  seen,
  sendConnector,
  server,
  session,
  snapshot,
  thumbprint,
} from './make-case.ts';

const auth = certificate('F1', {
  subject: 'CN=Microsoft Exchange Server Auth Certificate',
  names: [],
  selfSigned: true,
});
const whole = {
  receiveConnectors: seen([]),
  authConfig: seen({
    currentThumbprint: thumbprint('F1'),
    previousThumbprint: '',
    nextThumbprint: '',
    nextEffectiveDate: null,
  }),
};

interface Change {
  readonly certificate?: Partial<ExchangeCertificate>;
  readonly connector?: Partial<SendConnector>;
  readonly server?: Partial<ServerReadings>;
  readonly organisation?: Partial<OrganisationReadings>;
  readonly snapshot?: Partial<Snapshot>;
}

/** The headline over an organisation in which everything is right but for one change. */
function headline(change: Change): string {
  const site = server([certificate('A1', change.certificate), auth], change.server);
  const organisation = {
    ...whole,
    sendConnectors: seen([sendConnector(change.connector)]),
    ...change.organisation,
  };
  const made = { ...snapshot([site], organisation), ...change.snapshot };
  return judgeCase(makeCase(made, { A1: 'trusted', F1: 'not-trusted' })).verdict.headline;
}

describe('"no problem found"', () => {
  it('is said when everything it rests on was read', () => {
    expect(headline({})).toBe('no-problem-found');
  });

  it.each<[string, Change, string]>([
    ['nothing was read', { snapshot: { sources: [] } }, 'nothing-read'],
    ['the connectors were not read', { organisation: { sendConnectors: notAsked } }, 'connectors-not-read'],
    [
      'no connector leads to Exchange Online',
      { organisation: { sendConnectors: seen([]) } },
      'no-connector-to-exchange-online',
    ],
    [
      'where a connector leads was not read',
      { connector: { smartHosts: null, addressSpaces: null, cloudServicesMailEnabled: null } },
      'connector-target-not-read',
    ],
    ['a connector has no source server', { connector: { sourceServers: [] } }, 'prediction-not-possible'],
    [
      'there is no server at all',
      { connector: { sourceServers: null }, snapshot: { servers: [] } },
      'prediction-not-possible',
    ],
    ['the certificates were not read', { server: { certificates: notAsked } }, 'certificates-not-read'],
    [
      'a source server was not read',
      { connector: { sourceServers: ['EX01', 'EX02'] } },
      'certificates-not-read',
    ],
    ['the private key is not known', { certificate: { hasPrivateKey: null } }, 'prediction-uncertain'],
    ['the local chain is not known', { certificate: { status: null } }, 'prediction-uncertain'],
    ['the front end proxies the mail', { connector: { frontendProxyEnabled: true } }, 'prediction-uncertain'],
    [
      'neither queues nor a send log were read',
      { server: { queues: notAsked, sendSessions: notAsked } },
      'mail-flow-not-read',
    ],
    [
      'the receive connectors were not read',
      { organisation: { receiveConnectors: notAsked } },
      'receive-connectors-not-read',
    ],
    [
      'the Auth configuration was not read',
      { organisation: { authConfig: notAsked } },
      'auth-config-not-read',
    ],
    [
      'a source is damaged',
      { snapshot: { sources: [{ path: 'x', kind: 'events', at: null, complete: false, notRead: [] }] } },
      'source-incomplete',
    ],
  ])('is not said when %s', (_what, change, doubt) => {
    expect(headline(change)).toBe(`cannot-tell.${doubt}`);
  });

  it('is not said when transport complained of a certificate since the last change', () => {
    const provider = 'MSExchangeTransport';
    const data = ['other.contoso.com', 'Partner'];
    const complaint = {
      recordId: '1',
      provider,
      id: 12014,
      qualifiers: null,
      level: 2,
      time: '2026-01-15T09:00:00Z',
      channel: null,
      computer: 'EX01',
      data,
      message: null,
      ...describeEvent(provider, 12014, data),
      origin: { source: 'made for this test' },
    };
    const events = seen({ events: [complaint], logBegins: null, since: null });
    expect(headline({ server: { events } })).toBe('cannot-tell.certificate-events');
    expect(headline({ server: { events }, connector: { whenChanged: '2026-01-15T09:30:00Z' } })).toBe(
      'no-problem-found',
    );
  });

  it('is said on an uncertain prediction when the send log proves it', () => {
    const sendSessions = seen([session('A1')]);
    expect(headline({ certificate: { status: null }, server: { sendSessions } })).toBe('no-problem-found');
  });
});

describe('the headline', () => {
  it('is the finding whose cause explains most, and points to it', () => {
    const bad = certificate('B1', { notBefore: '2026-01-14T00:00:00Z', rootCaType: 'Enterprise' });
    const made = snapshot([server([certificate('A1'), bad, auth])], whole);
    const { verdict, findings } = judgeCase(
      makeCase(made, { A1: 'trusted', B1: 'not-trusted', F1: 'not-trusted' }),
    );
    expect(verdict).toMatchObject({ status: 'risk', rule: 'smtp-on-untrusted-certificate' });
    expect(findings[verdict.finding ?? -1]?.subject.thumbprint).toBe(thumbprint('B1'));
  });
});
