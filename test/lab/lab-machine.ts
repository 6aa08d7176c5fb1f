import { existsSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Machine, PersonalEntry } from '../../main/practice/machine.ts';
import { protocolLogFiles } from '../../main/practice/protocol-log/protocol-log.ts';
import type { PracticeCertificate, PracticeWorld } from '../../main/practice/world.ts';

const httpParameters = 'SYSTEM\\CurrentControlSet\\Services\\HTTP\\Parameters';

/**
 * Writes what the scripts of the second channel read of a machine: files where Windows has files, and `machine.json` for its
 * stores and registry. An account that is no administrator finds less.
 */
export function writeMachine(folder: string, machine: Machine, world: PracticeWorld): void {
  const administrator = (world.account.windowsGroups.get(machine.name) ?? []).includes('Administrators');
  const keys = join(folder, 'CommonApplicationData', 'Microsoft', 'Crypto', 'Keys');
  mkdirSync(keys, { recursive: true });
  for (const entry of machine.personal) writeKey(keys, entry);
  if (administrator) {
    writeBindings(join(folder, 'System', 'inetsrv', 'config'), machine);
    writeLogs(folder, machine);
    const known = world.directory.servers.find(({ name }) => name === machine.name)?.sendProtocolLogPath;
    // The endpoint's processes start in this folder, where a path of Windows is a name like any other.
    if (known !== undefined && !existsSync(join(folder, known))) {
      symlinkSync(logFolder(folder, 'Send'), join(folder, known));
    }
  }
  const facts = {
    name: machine.name,
    domain: machine.fqdn.slice(machine.name.length + 1),
    administrator,
    stores: {
      My: machine.personal.map((entry) => storeEntry(entry.certificate, keyOf(entry))),
      CA: machine.intermediates.map((certificate) => storeEntry(certificate, null)),
      Root: machine.roots.map(({ certificate }) => storeEntry(certificate, null)),
    },
    registry: registryOf(folder, machine),
  };
  writeFileSync(join(folder, 'machine.json'), JSON.stringify(facts));
}

function storeEntry({ thumbprint, der }: PracticeCertificate, key: ReturnType<typeof keyOf>) {
  return { thumbprint, der: Buffer.from(der).toString('base64'), key };
}

function keyOf({ certificate, hasPrivateKey, exportable }: PersonalEntry) {
  return hasPrivateKey ? { file: `key-${certificate.thumbprint}`, exportable } : null;
}

/** The permissions of the file, a line for each; NETWORK SERVICE is S-1-5-20, SYSTEM S-1-5-18. */
function writeKey(folder: string, entry: PersonalEntry): void {
  const key = keyOf(entry);
  if (key === null) return;
  const rules = [
    'Allow S-1-5-18 FullControl',
    ...(entry.networkServiceCanRead ? ['Allow S-1-5-20 Read'] : []),
  ];
  writeFileSync(join(folder, key.file), rules.join('\n'));
}

function writeBindings(folder: string, { iisBindings }: Machine): void {
  const sites = [...new Set(iisBindings.map(({ site }) => site))].map((site) => {
    const bindings = iisBindings
      .filter((binding) => binding.site === site)
      .map(({ port }) => `<binding protocol="https" bindingInformation="*:${port}:" />`);
    return `<site name="${site}"><bindings><binding protocol="http" bindingInformation="*:80:" />${bindings.join('')}</bindings></site>`;
  });
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'applicationHost.config'),
    `<configuration><system.applicationHost><sites>${sites.join('')}</sites></system.applicationHost></configuration>`,
  );
}

function writeLogs(folder: string, machine: Machine): void {
  for (const direction of ['Send', 'Receive'] as const) {
    const logs = logFolder(folder, direction);
    mkdirSync(logs, { recursive: true });
    const sessions = direction === 'Send' ? machine.sendSessions : machine.receiveSessions;
    for (const file of protocolLogFiles(direction, sessions)) {
      const path = join(logs, file.name);
      writeFileSync(path, file.text);
      const last = new Date(file.sessions.at(-1)?.session.started ?? 0);
      utimesSync(path, last, last);
    }
  }
}

function registryOf(folder: string, machine: Machine) {
  const bindings = machine.iisBindings.map(({ port, thumbprint }) => [
    `${httpParameters}\\SslBindingInfo\\0.0.0.0:${port}`,
    thumbprint === null ? {} : { SslCertHash: { $bytes: Buffer.from(thumbprint, 'hex').toString('base64') } },
  ]);
  const update = machine.disableRootAutoUpdate;
  return {
    'SOFTWARE\\Microsoft\\ExchangeServer\\v15\\Setup': { MsiInstallPath: exchangeFolder(folder) },
    ...(update === null
      ? {}
      : { 'SOFTWARE\\Policies\\Microsoft\\SystemCertificates\\AuthRoot': { DisableRootAutoUpdate: update } }),
    ...Object.fromEntries(bindings),
  };
}

function logFolder(folder: string, direction: 'Send' | 'Receive'): string {
  const service = join(exchangeFolder(folder), 'TransportRoles', 'Logs', 'Hub');
  return join(service, 'ProtocolLog', `Smtp${direction}`);
}

function exchangeFolder(folder: string): string {
  return join(folder, 'Exchange');
}
