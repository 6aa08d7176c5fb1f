import { describe, expect, it } from 'vitest';
import { innermostReply, parseReply } from '../../../main/domain/reply.ts';
import { storyList } from '../../../main/practice/stories/index.ts';
import {
  type Gathered,
  gatherStory,
  labelOf,
  labelsOn,
  missingOn,
  serverIn,
  valueIn,
} from './gather-story.ts';

const pinText = '<I>CN=Practice Public TLS CA 1, O=Rootcause Practice, C=US<S>CN=mail.contoso.com';

/** The class of reply that the queue to Exchange Online waits with, or null when it waits for nothing. */
function queueError({ snapshot }: Gathered, server: string): string | null {
  const waiting = valueIn(serverIn(snapshot, server).queues).filter(({ lastError }) => lastError !== '');
  const [error] = waiting.map(({ lastError }) => innermostReply(parseReply(lastError ?? '')).class);
  return error ?? null;
}

function meanings({ snapshot }: Gathered, server: string): readonly (string | null)[] {
  return [...new Set(valueIn(serverIn(snapshot, server).events).events.map(({ meaning }) => meaning))].sort();
}

function newestSent({ world, snapshot }: Gathered, server: string) {
  const [newest] = valueIn(serverIn(snapshot, server).sendSessions);
  const sent = newest?.sentCertificate ?? null;
  return {
    sent: sent === null ? null : labelOf(world, sent.thumbprint),
    rejection: newest?.rejection?.class ?? null,
    tlsError: newest?.tlsError ?? null,
  };
}

describe('what an administrator sees of each story', () => {
  it('untrusted-root: the internal certificate beside the public one, and the proof on EX01 alone', async () => {
    const story = await gatherStory('untrusted-root');
    const { snapshot } = story;
    expect(valueIn(snapshot.organisation.sendConnectors)[0]?.tlsCertificateName).toEqual({ state: 'absent' });
    for (const name of ['EX01', 'EX02']) {
      const internal = `internal-mail-${name.toLowerCase()}`;
      expect(labelsOn(story, name)).toEqual(expect.arrayContaining(['public-mail', internal]));
      expect(queueError(story, name)).toBe('untrusted-root');
    }
    const [first, second] = [serverIn(snapshot, 'EX01'), serverIn(snapshot, 'EX02')];
    expect(missingOn(first)).toEqual({});
    expect(valueIn(first.smtpSendLogLevel)).toBe('Expert');
    expect(meanings(story, 'EX01')).toEqual(['delivery-failed']);
    expect(newestSent(story, 'EX01')).toEqual({
      sent: 'internal-mail-ex01',
      rejection: 'untrusted-root',
      tlsError: null,
    });
    // At Lowest the same refusals write no event; that none was found proves nothing, and the level says so.
    expect(valueIn(second.smtpSendLogLevel)).toBe('Lowest');
    expect(valueIn(second.events).events).toEqual([]);
    expect(missingOn(second)).toEqual({
      sendSessions: 'access-denied',
      receiveSessions: 'access-denied',
      iisBindings: 'access-denied',
    });
    const keys = valueIn(second.certificates).map(({ networkServiceCanReadKey }) => networkServiceCanReadKey);
    expect(new Set(keys)).toEqual(new Set([null]));
    expect(snapshot.sources[1]?.notRead).toEqual([
      {
        reason: { code: 'access-denied', detail: expect.any(String) },
        count: 1,
        where: 'Read-PrivateKeyAccess@EX02',
      },
    ]);
  });

  it('untrusted-root: mail went out before the certificate was enrolled', async () => {
    const { world, snapshot } = await gatherStory('untrusted-root');
    const sessions = valueIn(serverIn(snapshot, 'EX01').sendSessions);
    const enrolled = world.certificates.get('internal-mail-ex01')?.notBefore ?? '';
    for (const { started, sentCertificate, rejection } of sessions) {
      const before = (started ?? '') < enrolled;
      expect(labelOf(world, sentCertificate?.thumbprint)).toBe(before ? 'public-mail' : 'internal-mail-ex01');
      expect(rejection === null).toBe(before);
    }
    expect(sessions.filter(({ rejection }) => rejection === null).length).toBeGreaterThan(0);
  });

  it('stale-pin: every pin names an issuer that no certificate has any more', async () => {
    const story = await gatherStory('stale-pin');
    const { organisation } = story.snapshot;
    expect(valueIn(organisation.sendConnectors)[0]?.tlsCertificateName).toMatchObject({
      text: expect.stringContaining(pinText),
    });
    for (const name of ['EX01', 'EX02']) {
      expect(labelsOn(story, name)).toContain('public-mail-renewed');
      expect(labelsOn(story, name)).not.toContain('public-mail');
      expect(queueError(story, name)).toBe('pin-not-found');
      expect(meanings(story, name)).toEqual(['delivery-failed', 'no-certificate-for-name']);
      expect(newestSent(story, name).sent).toBeNull();
    }
    const events = valueIn(serverIn(story.snapshot, 'EX01').events).events;
    const complaints = events.filter(({ id }) => id === 12014);
    expect(new Set(complaints.map(({ subject }) => subject?.connector))).toEqual(
      new Set(['Outbound to Office 365', 'Default Frontend EX01']),
    );
    expect(complaints[0]?.subject?.name).toContain(pinText);
  });

  it('missing-intermediate: the server calls it valid, its CA store lacks the link, the other side refuses', async () => {
    const story = await gatherStory('missing-intermediate');
    const first = serverIn(story.snapshot, 'EX01');
    const leaf = valueIn(first.certificates).find(
      ({ thumbprint }) => labelOf(story.world, thumbprint) === 'public-mail',
    );
    expect(leaf).toMatchObject({ status: 'Valid', rootCaType: 'ThirdParty' });
    const held = valueIn(first.intermediates).map(({ thumbprint }) => labelOf(story.world, thumbprint));
    expect(held).toEqual(['internal-issuer']);
    expect(queueError(story, 'EX01')).toBe('untrusted-root');
    expect(newestSent(story, 'EX01')).toMatchObject({ sent: 'public-mail', rejection: 'untrusted-root' });
  });

  it('only-private: no public certificate carries the name', async () => {
    const story = await gatherStory('only-private');
    for (const name of ['EX01', 'EX02']) {
      const matching = valueIn(serverIn(story.snapshot, name).certificates).filter(({ names }) =>
        names.includes('mail.contoso.com'),
      );
      expect(matching.map(({ rootCaType }) => rootCaType)).toEqual(['Enterprise']);
      expect(queueError(story, name)).toBe('untrusted-root');
    }
  });

  it('no-private-key: EX01 holds the pinned certificate without its key, EX02 sends', async () => {
    const story = await gatherStory('no-private-key');
    const keyOn = (server: string) =>
      valueIn(serverIn(story.snapshot, server).certificates).find(
        ({ thumbprint }) => labelOf(story.world, thumbprint) === 'public-mail',
      );
    expect(keyOn('EX01')).toMatchObject({ hasPrivateKey: false, networkServiceCanReadKey: false });
    expect(keyOn('EX01')?.services).not.toContain('SMTP');
    expect(keyOn('EX02')).toMatchObject({ hasPrivateKey: true, networkServiceCanReadKey: true });
    expect(newestSent(story, 'EX01')).toEqual({
      sent: 'public-mail',
      rejection: null,
      tlsError: 'NoCredentials',
    });
    expect(queueError(story, 'EX01')).toBe('connection-timeout');
    expect(queueError(story, 'EX02')).toBeNull();
  });

  it('renewed-twin: two certificates answer to one pin, and the old one is sent', async () => {
    const story = await gatherStory('renewed-twin');
    const twins = valueIn(serverIn(story.snapshot, 'EX01').certificates).filter(({ subject }) =>
      subject?.startsWith('CN=mail.contoso.com'),
    );
    expect(twins.map(({ thumbprint }) => labelOf(story.world, thumbprint))).toEqual([
      'public-mail',
      'public-mail-renewed',
    ]);
    expect(new Set(twins.map(({ issuer, subject }) => `${issuer}|${subject}`)).size).toBe(1);
    expect(newestSent(story, 'EX01')).toMatchObject({ sent: 'public-mail', rejection: null });
  });

  it('expired-auth: mail flows, the current Auth certificate is over', async () => {
    const story = await gatherStory('expired-auth');
    const { currentThumbprint, nextThumbprint } = valueIn(story.snapshot.organisation.authConfig);
    expect([labelOf(story.world, currentThumbprint), nextThumbprint]).toEqual(['auth', '']);
    const auth = valueIn(serverIn(story.snapshot, 'EX01').certificates).find(
      ({ thumbprint }) => thumbprint === currentThumbprint,
    );
    expect(auth?.status).toBe('DateInvalid');
    expect(queueError(story, 'EX01')).toBeNull();
  });

  it('edge-in-path: the server that sends is known and nothing of it is', async () => {
    const story = await gatherStory('edge-in-path');
    const { organisation, servers } = story.snapshot;
    expect(valueIn(organisation.sendConnectors)[0]?.sourceServers).toEqual(['EDGE01']);
    expect(valueIn(organisation.edgeSubscriptions).map(({ name }) => name)).toEqual(['EDGE01']);
    expect(servers.map(({ name }) => name)).toEqual(['EX01', 'EX02', 'EDGE01']);
    const edge = serverIn(story.snapshot, 'EDGE01');
    expect(edge.fqdn).toBe('EDGE01.contoso.com');
    expect(Object.values(missingOn(edge))).toEqual(Array(12).fill('not-asked'));
    expect(missingOn(serverIn(story.snapshot, 'EX01'))).toEqual({});
  });

  it('healthy: everything was read, nothing was refused, the log proves the public certificate', async () => {
    const story = await gatherStory('healthy');
    for (const name of ['EX01', 'EX02']) {
      expect(missingOn(serverIn(story.snapshot, name))).toEqual({});
      expect(queueError(story, name)).toBeNull();
      expect(meanings(story, name)).toEqual([]);
      expect(newestSent(story, name)).toEqual({ sent: 'public-mail', rejection: null, tlsError: null });
    }
    expect(story.snapshot.contradictions).toEqual([]);
    expect(story.snapshot.sources).toEqual([
      { path: 'EX01', kind: 'practice', at: story.world.now, complete: true, notRead: [] },
      { path: 'EX02', kind: 'practice', at: story.world.now, complete: true, notRead: [] },
    ]);
  });

  it('unreadable: what is missing has its reason, and nothing missing looks empty', async () => {
    const story = await gatherStory('unreadable');
    expect(missingOn(serverIn(story.snapshot, 'EX01'))).toEqual({
      certificates: 'failed',
      intermediates: 'access-denied',
      roots: 'access-denied',
      queues: 'not-available',
      events: 'access-denied',
      smtpSendLogLevel: 'not-available',
      sendSessions: 'access-denied',
      receiveSessions: 'access-denied',
      iisBindings: 'access-denied',
      rootAutoUpdateDisabled: 'access-denied',
    });
    const { organisation } = story.snapshot;
    expect(organisation.authConfig).toMatchObject({ notRead: { code: 'not-available' } });
    expect(organisation.federationTrusts).toMatchObject({ notRead: { code: 'not-available' } });
    expect(valueIn(organisation.sendConnectors)).toHaveLength(1);
  });

  it('twenty-servers: three drifted to the internal certificate, one never had the public one', async () => {
    const story = await gatherStory('twenty-servers');
    const { servers } = story.snapshot;
    expect(servers).toHaveLength(20);
    const drifted = servers.filter(({ name }) =>
      labelsOn(story, name).some((label) => label.startsWith('internal')),
    );
    expect(drifted.map(({ name }) => name)).toEqual(['EX05', 'EX11', 'EX17']);
    const without = servers.filter(({ name }) => !labelsOn(story, name).includes('public-mail'));
    expect(without.map(({ name }) => name)).toEqual(['EX13']);
    expect(queueError(story, 'EX13')).toBe('tls-channel-refused');
    expect(servers.filter(({ name }) => queueError(story, name) === null)).toHaveLength(16);
  });

  it('every story has been told here', () => {
    expect(storyList).toHaveLength(11);
  });
});
