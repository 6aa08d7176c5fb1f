import type { Authorities } from '../certificates/authorities.ts';
import type { Clock } from '../clock.ts';
import type {
  Directory,
  DirectoryServer,
  ReceiveConnectorObject,
  SendConnectorObject,
} from '../directory.ts';
import type { Machine, PersonalEntry } from '../machine.ts';
import type { Random } from '../random.ts';
import type { PracticeAccount, PracticeCertificate } from '../world.ts';

/** What a story is given to work on: an organisation in good health, and everybody who can change it. */
export interface Scene {
  readonly clock: Clock;
  readonly random: Random;
  readonly authorities: Authorities;
  readonly directory: Directory;
  readonly machines: Machine[];
  readonly account: PracticeAccount;
  /** 'Outbound to Office 365'. */
  readonly outbound: SendConnectorObject;
  /** The public certificate for mail.contoso.com that every server holds. */
  readonly publicMail: PracticeCertificate;
  /** What Exchange Online shows of itself. */
  readonly exchangeOnline: PracticeCertificate;
}

export function machineNamed(scene: Scene, name: string): Machine {
  const machine = scene.machines.find((one) => one.name === name);
  if (machine === undefined) throw new Error(`no server ${name} in this story`);
  return machine;
}

export function serverNamed(scene: Scene, name: string): DirectoryServer {
  const server = scene.directory.servers.find((one) => one.name === name);
  if (server === undefined) throw new Error(`no server ${name} in this story`);
  return server;
}

/** The receive connector that takes mail from Exchange Online on port 25. */
export function defaultFrontend(scene: Scene, server: string): ReceiveConnectorObject {
  const connector = scene.directory.receiveConnectors.find(
    (one) => one.name === `Default Frontend ${server}`,
  );
  if (connector === undefined) throw new Error(`no front end connector on ${server} in this story`);
  return connector;
}

export function entryOf(machine: Machine, certificate: PracticeCertificate): PersonalEntry {
  const entry = machine.personal.find((one) => one.certificate === certificate);
  if (entry === undefined) throw new Error(`${certificate.label} is not on ${machine.name} in this story`);
  return entry;
}

export function removeCertificate(machine: Machine, certificate: PracticeCertificate): void {
  machine.personal = machine.personal.filter((entry) => entry.certificate !== certificate);
}
