import { sameServerName } from '../../domain/server-name.ts';
import type { CmdletFailure } from '../../exchange/connection.ts';
import type { PlainInput, PlainObject } from '../../exchange/plain.ts';
import type { DirectoryServer } from '../directory.ts';
import type { Machine } from '../machine.ts';
import type { PracticeWorld } from '../world.ts';
import { machineUnreachable, objectNotFound } from './failures.ts';

export type Answer = readonly PlainObject[] | CmdletFailure;

/** Answers about a server's object in Active Directory, which exists for an Edge server, too. */
export function withServer(
  world: PracticeWorld,
  name: PlainInput | undefined,
  answer: (server: DirectoryServer) => Answer,
): Answer {
  const wanted = textOf(name);
  const server = world.directory.servers.find((one) => isNamed(one, wanted));
  return server === undefined ? objectNotFound(wanted) : answer(server);
}

/** Answers about the machine itself, which must be reachable. */
export function withMachine(
  world: PracticeWorld,
  name: PlainInput | undefined,
  answer: (machine: Machine) => Answer,
): Answer {
  return withServer(world, name, (server) => {
    const machine = world.machines.find((one) => one.name === server.name);
    if (machine === undefined || !machine.acceptsRemoteSessions) return machineUnreachable(server.name);
    return answer(machine);
  });
}

/** The text of a parameter that has passed its schema; '' when it was not given. */
export function textOf(value: PlainInput | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** The server in `EX01\...`. */
export function serverPartOf(identity: string): string {
  const cut = identity.indexOf('\\');
  return cut < 0 ? identity : identity.slice(0, cut);
}

function isNamed(server: DirectoryServer, wanted: string): boolean {
  return sameServerName(server.fqdn, wanted) || sameServerName(server.name, wanted);
}
