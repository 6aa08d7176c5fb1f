import type { TlsCertificateName } from '../../domain/connector.ts';
import { formatTlsCertificateName } from '../../domain/tls-certificate-name.ts';
import type { EventState, Machine } from '../machine.ts';
import { randomGuid } from '../random.ts';
import type { Scene } from './scene.ts';

const transport = 'MSExchangeTransport';

/** 2004; Exchange writes it only while the diagnostic level of SmtpSend is Expert, so a lower level writes nothing. */
export function writeDeliveryFailed(
  scene: Scene,
  machine: Machine,
  minutes: readonly number[],
  reply: string,
): void {
  if (machine.smtpSendLogLevel !== 'Expert') return;
  write(
    machine,
    minutes.map((offset) => ({
      provider: transport,
      id: 2004,
      level: 'information',
      time: scene.clock.minutes(offset),
      data: [scene.outbound.name, `<${randomGuid(scene.random).replaceAll('-', '')}@${machine.fqdn}>`, reply],
    })),
  );
}

/** 12014: no certificate for a name or a pin; written at every level. */
export function writeNoCertificate(
  scene: Scene,
  machine: Machine,
  minutes: readonly number[],
  wanted: string | TlsCertificateName,
  connector: string,
  provider: 'MSExchangeTransport' | 'MSExchangeFrontEndTransport' = transport,
): void {
  const name = typeof wanted === 'string' ? wanted : formatTlsCertificateName(wanted);
  write(
    machine,
    minutes.map((offset) => ({
      provider,
      id: 12_014,
      level: 'error',
      time: scene.clock.minutes(offset),
      data: [name, connector],
    })),
  );
}

type Unnumbered = Omit<EventState, 'recordId'>;

/** Adds records in the order of their times and numbers them, as a log does. */
function write(machine: Machine, events: readonly Unnumbered[]): void {
  const first = machine.events[0]?.recordId ?? 8_200_001;
  const all: readonly Unnumbered[] = [...machine.events, ...events];
  machine.events = all
    .toSorted((a, b) => a.time.localeCompare(b.time))
    .map((event, index) => ({ ...event, recordId: first + index }));
}
