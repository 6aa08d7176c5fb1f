import type { TlsCertificateName } from '../../domain/connector.ts';
import { createAuthorities } from '../certificates/authorities.ts';
import { contosoName } from '../certificates/certificate-name.ts';
import type { PracticeKeys } from '../certificates/keys.ts';
import type { Clock } from '../clock.ts';
import type { Directory, DirectoryServer, SendConnectorObject } from '../directory.ts';
import type { Random } from '../random.ts';
import { createServer, type SharedCertificates } from './base-server.ts';
import { outboundToOffice365, receiveConnectorsOf } from './default-connectors.ts';
import type { Scene } from './scene.ts';
import { deliveryQueue, receiveSession, sendSession, submissionQueue } from './traffic.ts';

export interface ScenePlan {
  readonly servers: readonly string[];
  /** Begin and end of a certificate's life, in days from now. */
  readonly publicMailDays?: readonly [from: number, to: number];
  readonly authDays?: readonly [from: number, to: number];
}

/** contoso.com in good health: hybrid, pinned to a public certificate, everything logged and everything allowed. */
export async function createBaseScene(
  plan: ScenePlan,
  keys: PracticeKeys,
  clock: Clock,
  random: Random,
): Promise<Scene> {
  const serverNames = plan.servers;
  const authorities = await createAuthorities(keys, clock, random);
  const publicMail = await authorities.public.issue({
    label: 'public-mail',
    subject: contosoName('mail.contoso.com'),
    names: ['mail.contoso.com', 'autodiscover.contoso.com'],
    ...validity(clock, plan.publicMailDays ?? [-60, 139]),
  });
  const exchangeOnline = await authorities.public.issue({
    label: 'exchange-online',
    subject: [['CN', 'mail.protection.outlook.com']],
    names: ['mail.protection.outlook.com', '*.mail.protection.outlook.com'],
    notBefore: clock.days(-90),
    notAfter: clock.days(109),
  });
  const shared: SharedCertificates = {
    publicMail,
    auth: await authorities.selfSigned({
      label: 'auth',
      subject: [['CN', 'Microsoft Exchange Server Auth Certificate']],
      names: [],
      ...validity(clock, plan.authDays ?? [-500, 1326]),
    }),
    federation: await authorities.selfSigned({
      label: 'federation',
      subject: [['CN', 'Federation']],
      names: [],
      notBefore: clock.days(-400),
      notAfter: clock.days(1426),
    }),
  };
  const servers = [];
  for (const name of serverNames) servers.push(await createServer(name, shared, authorities, clock));

  const pin = { issuer: publicMail.issuer, subject: publicMail.subject };
  const outbound = outboundToOffice365(pin, serverNames, clock.days(-59), random);
  const directory = contoso(
    servers.map(({ server }) => server),
    outbound,
    shared,
    pin,
    random,
  );
  const scene: Scene = {
    clock,
    random,
    authorities,
    directory,
    machines: servers.map(({ machine }) => machine),
    account: {
      name: 'CONTOSO\\anna',
      roleGroups: ['Organization Management'],
      withheld: [],
      windowsGroups: new Map(serverNames.map((name) => [name, ['Administrators'] as const])),
    },
    outbound,
    publicMail,
    exchangeOnline,
  };
  for (const machine of scene.machines) {
    machine.queues = [submissionQueue(), deliveryQueue(scene)];
    machine.sendSessions = [-95, -65, -35, -5].map((offset) =>
      sendSession(scene, machine, clock.minutes(offset), { offered: publicMail }),
    );
    machine.receiveSessions = [-80, -20].map((offset) =>
      receiveSession(scene, machine, clock.minutes(offset), publicMail),
    );
  }
  return scene;
}

/** What the Hybrid Configuration Wizard writes down: the same pin on both connectors and in its own configuration. */
function contoso(
  servers: DirectoryServer[],
  outbound: SendConnectorObject,
  shared: SharedCertificates,
  pin: TlsCertificateName,
  random: Random,
): Directory {
  const serverNames = servers.map(({ name }) => name);
  return {
    servers,
    sendConnectors: [outbound],
    receiveConnectors: servers.flatMap((server) =>
      receiveConnectorsOf(server, pin, outbound.whenChanged, random),
    ),
    authConfig: {
      currentThumbprint: shared.auth.thumbprint,
      previousThumbprint: '',
      nextThumbprint: '',
      nextEffectiveDate: null,
    },
    hybridConfiguration: {
      tlsCertificateName: pin,
      sendingTransportServers: serverNames,
      receivingTransportServers: serverNames,
      edgeTransportServers: [],
      onPremisesSmartHost: 'mail.contoso.com',
      domains: ['contoso.com'],
    },
    federationTrusts: [
      {
        name: 'Microsoft Federation Gateway',
        currentThumbprint: shared.federation.thumbprint,
        previousThumbprint: null,
        nextThumbprint: null,
      },
    ],
    edgeSubscriptions: [],
  };
}

function validity(clock: Clock, [from, to]: readonly [number, number]) {
  return { notBefore: clock.days(from), notAfter: clock.days(to) };
}
