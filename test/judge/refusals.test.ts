import { describe, expect, it } from 'vitest';
import type { SendConnector } from '../../main/domain/connector.ts';
import type { Queue } from '../../main/domain/queue.ts';
import type { ServerReadings } from '../../main/domain/snapshot.ts';
import { describeEvent } from '../../main/domain/transport-event.ts';
import { collectRefusals, refusalsFor } from '../../main/judge/refusals.ts';
import {
  certificate,
  seen,
  sendConnector,
  server,
  session,
  snapshot,
  thumbprint,
  untrustedRoot,
} from './make-case.ts';

const guid = '11111111-2222-3333-4444-555555555555';

function queue(over: Partial<Queue>): Queue {
  return {
    identity: 'EX01\\38',
    server: 'EX01',
    deliveryType: 'SmartHostConnectorDelivery',
    status: 'Retry',
    messageCount: 3,
    nextHopDomain: 'contoso-com.mail.protection.outlook.com',
    nextHopConnector: guid,
    tlsDomain: null,
    lastError: untrustedRoot,
    lastRetryTime: null,
    nextRetryTime: null,
    origins: [],
    ...over,
  };
}

function event(id: number, data: readonly string[], time = '2026-01-15T09:00:00Z') {
  const provider = 'MSExchangeTransport';
  return {
    recordId: '1',
    provider,
    id,
    qualifiers: null,
    level: 2,
    time,
    channel: 'Application',
    computer: 'EX01',
    data,
    message: null,
    ...describeEvent(provider, id, data),
    origin: { source: 'made for this test' },
  };
}

function collected(readings: Partial<ServerReadings>, over: Partial<SendConnector> = {}) {
  const made = snapshot([server([certificate('A1')], readings)], {
    sendConnectors: seen([sendConnector(over)]),
  });
  return collectRefusals(made);
}

const events = (...list: ReturnType<typeof event>[]) => ({
  events: seen({ events: list, logBegins: null, since: null }),
});

describe('a refusal', () => {
  it('is told by queues, events 2004 and sessions alike', () => {
    const found = collected({
      queues: seen([queue({})]),
      sendSessions: seen([session('A1', untrustedRoot)]),
      ...events(event(2004, ['Outbound to Office 365', '<1@contoso.com>', untrustedRoot])),
    });
    expect(found.map((r) => [r.source, r.class, r.current])).toEqual([
      ['queue', 'untrusted-root', true],
      ['event', 'untrusted-root', true],
      ['session', 'untrusted-root', true],
    ]);
  });

  it('is told by events 2015 and 2022 without a reply', () => {
    const found = collected(
      events(event(2015, ['Outbound to Office 365', 'x']), event(2022, ['Outbound to Office 365', 'x'])),
    );
    expect(found.map((r) => [r.class, r.eventId])).toEqual([
      ['starttls-missing', 2015],
      ['peer-certificate-invalid', 2022],
    ]);
  });

  it('of 4.4.317 in our own queue is about the certificate of the other side', () => {
    const lastError = '450 4.4.317 Cannot connect to remote server [Message=UntrustedRoot]';
    expect(collected({ queues: seen([queue({ lastError })]) })[0]?.class).toBe('peer-certificate-invalid');
  });

  it('of a queue belongs to a connector by GUID or by the whole smart host, never to another next hop', () => {
    const named = (over: Partial<Queue>) => collected({ queues: seen([queue(over)]) })[0]?.connector;
    expect(named({ nextHopConnector: guid.toUpperCase() })).toBe('Outbound to Office 365');
    expect(named({ nextHopConnector: null })).toBe('Outbound to Office 365');
    expect(
      named({ nextHopConnector: null, nextHopDomain: 'partner-com.mail.protection.outlook.com' }),
    ).toBeNull();
  });
});

describe('a refusal is over', () => {
  const at = '2026-01-10T09:00:00Z';
  const old = event(2004, ['Outbound to Office 365', '<1@contoso.com>', untrustedRoot], at);

  it('when the connector was changed since', () => {
    expect(collected(events(old), { whenChanged: '2026-01-14T00:00:00Z' })[0]?.current).toBe(false);
    expect(collected(events(old), { whenChanged: '2026-01-09T00:00:00Z' })[0]?.current).toBe(true);
  });

  it('when the queue was read since and nothing waits in it', () => {
    const idle = seen([queue({ status: 'Ready', messageCount: 0, lastError: '' })]);
    expect(collected({ queues: idle, ...events(old) }).map((r) => r.current)).toEqual([false]);
    const waiting = seen([queue({ messageCount: 4, lastError: '' })]);
    expect(collected({ queues: waiting, ...events(old) })[0]?.current).toBe(true);
  });

  it('when it is the old error of an empty queue, or its connector is disabled', () => {
    expect(collected({ queues: seen([queue({ messageCount: 0, status: 'Ready' })]) })[0]?.current).toBe(
      false,
    );
    expect(collected(events(old), { enabled: false })[0]?.current).toBe(false);
  });

  it('when the same certificate went through since, not when another one did', () => {
    const followedBy = (sent: string) => [
      session('A1', untrustedRoot, { started: '2026-01-15T08:00:00.000Z' }),
      session(sent, null, { started: '2026-01-15T09:00:00.000Z' }),
    ];
    expect(collected({ sendSessions: seen(followedBy('A1')) })[0]?.current).toBe(false);
    expect(collected({ sendSessions: seen(followedBy('B1')) })[0]?.current).toBe(true);
  });

  it('not merely because a later session ended without a word', () => {
    const dropped = session('A1', null, { started: '2026-01-15T09:30:00.000Z', messageTaken: false });
    expect(collected({ sendSessions: seen([session('A1', untrustedRoot), dropped]) })[0]?.current).toBe(true);
  });
});

describe('whose refusal it is', () => {
  const connector = sendConnector();
  const [refusal] = collected({ sendSessions: seen([session('A1', untrustedRoot)]) });
  const mine = (presented: string, connectors = [connector]) =>
    refusalsFor(refusal === undefined ? [] : [refusal], connector, { server: 'EX01', presented }, connectors)
      .length;

  it('blames only the certificate that was sent', () => {
    expect(mine(thumbprint('A1'))).toBe(1);
    expect(mine(thumbprint('B1'))).toBe(0);
  });

  it('counts without a connector only where one enabled connector leads to Exchange Online', () => {
    const [nameless] = collected(events(event(2004, [])));
    expect(nameless).toBeUndefined();
    const unnamed = refusal === undefined ? [] : [{ ...refusal, connector: null }];
    const asked = { server: 'EX01', presented: thumbprint('A1') };
    const second = sendConnector({ name: 'Second', enabled: false });
    expect(refusalsFor(unnamed, connector, asked, [connector, second])).toHaveLength(1);
    expect(refusalsFor(unnamed, connector, asked, [connector, { ...second, enabled: true }])).toHaveLength(0);
  });
});
