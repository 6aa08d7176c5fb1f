import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CmdletName, cmdlets } from '../../main/exchange/cmdlets.ts';
import type { CmdletAnswer, CmdletParameters, ExchangeConnection } from '../../main/exchange/connection.ts';
import { isPlainObject, type Plain } from '../../main/exchange/plain.ts';
import { practiceConnections } from '../../main/practice/connection.ts';
import type { PracticeWorld } from '../../main/practice/world.ts';
import { certificateOf, machineOf, now, worldOf } from './practice-world.ts';

/** Parameters with which every row of the table answers something in the healthy world. */
const questions: Readonly<Record<CmdletName, CmdletParameters>> = {
  'Get-ExchangeServer': {},
  'Get-ExchangeCertificate': { Server: 'EX01' },
  'Get-SendConnector': {},
  'Get-ReceiveConnector': {},
  'Get-AuthConfig': {},
  'Get-HybridConfiguration': {},
  'Get-FederationTrust': {},
  'Get-EdgeSubscription': {},
  'Get-TransportService': { Identity: 'EX01' },
  'Get-PopSettings': { Server: 'EX01' },
  'Get-ImapSettings': { Server: 'EX01' },
  'Get-Queue': { Server: 'EX01' },
  'Get-EventLogLevel': { Identity: 'EX01\\MSExchangeTransport\\SmtpSend' },
  'Get-WinEvent': { ComputerName: 'EX01', LogName: 'Application', MaxEvents: 10 },
  'Read-CertificateStore': { Server: 'EX01', StoreName: 'Root' },
  'Read-PrivateKeyAccess': { Server: 'EX01' },
  'Read-IisBinding': { Server: 'EX01' },
  'Read-RootAutoUpdate': { Server: 'EX01' },
  'Read-SmtpProtocolLog': {
    Server: 'EX01',
    Direction: 'Receive',
    StartTime: '2026-01-01T00:00:00Z',
    MaxSessions: 10,
  },
};
const names = Object.keys(questions) as CmdletName[];

let world: PracticeWorld;
let connection: ExchangeConnection;
const open = async () => {
  world = await worldOf('edge-in-path');
  connection = firstOf(world);
};

describe('the practice connection answers as Exchange does', () => {
  beforeAll(open);

  it.each(names)('%s gives exactly the properties of the table', async (name) => {
    const answer = await connection.run(name, questions[name]);
    expect(answer.failure).toBeNull();
    expect(answer).toMatchObject({ answeredBy: 'EX01.contoso.com', at: now });
    const { properties, records } = cmdlets[name].answer;
    if (records === 'one') expect(answer.records).toHaveLength(1);
    expect(answer.records.length).toBeGreaterThan(0);
    for (const record of answer.records)
      expect([...record.properties.keys()].sort()).toEqual([...properties].sort());
  });

  it('gives enumerations their name and their number', async () => {
    const level = (await connection.run('Get-SendConnector', {})).records[0]?.properties.get('TlsAuthLevel');
    expect(level).toMatchObject({ text: 'DomainValidation', value: 3 });
  });

  it('prints a pin as <I>issuer<S>subject, with the quotes of Windows', async () => {
    const pin = (await connection.run('Get-SendConnector', {})).records[0]?.properties.get(
      'TlsCertificateName',
    );
    expect(textOf(pin)).toBe(
      '<I>CN=Practice Public TLS CA 1, O=Rootcause Practice, C=US' +
        '<S>CN=mail.contoso.com, O="Contoso, Ltd.", L=Springfield, S=Washington, C=US',
    );
  });

  it('returns every certificate for an identity that names none, which is why an unchecked one is dangerous', async () => {
    const known = certificateOf(world, 'public-mail').thumbprint;
    const one = await connection.run('Get-ExchangeCertificate', { Identity: `EX01\\${known}` });
    expect(thumbprints(one)).toEqual([known]);
    const all = await connection.run('Get-ExchangeCertificate', { Identity: `EX01\\${'0'.repeat(40)}` });
    expect(all.failure).toBeNull();
    expect(all.records).toHaveLength(machineOf(world, 'EX01').personal.length);
  });

  it('says that a thumbprint was not found', async () => {
    const answer = await connection.run('Get-ExchangeCertificate', {
      Server: 'EX01',
      Thumbprint: 'A'.repeat(40),
    });
    expect(answer.records).toEqual([]);
    expect(answer.failure?.message).toContain('was not found');
  });

  it('answers for another server when that one is named, in any spelling', async () => {
    const answer = await connection.run('Get-ExchangeCertificate', { Server: 'ex02.CONTOSO.com' });
    expect(textOf(answer.records[0]?.properties.get('Identity'))).toMatch(/^EX02\.contoso\.com\\/);
  });

  it('knows no server that is not in the directory, and reaches no Edge server', async () => {
    const unknown = await connection.run('Get-Queue', { Server: 'EX99' });
    expect(unknown.failure).toMatchObject({ code: 'failed' });
    expect(unknown.failure?.errorId).toContain('ManagementObjectNotFoundException');
    const edge = await connection.run('Get-ExchangeCertificate', { Server: 'EDGE01' });
    expect(edge.failure?.code).toBe('failed');
    expect(practiceConnections(world).map(({ server }) => server)).toEqual(['EX01', 'EX02']);
  });

  it('finds a connector by its exact name or GUID, of the whole organisation', async () => {
    const [first] = (await connection.run('Get-ReceiveConnector', {})).records;
    const guid = textOf(first?.properties.get('Guid'));
    const byGuid = await connection.run('Get-ReceiveConnector', { Identity: guid });
    const byName = await connection.run('Get-ReceiveConnector', { Identity: 'ex02\\default frontend ex02' });
    expect(byGuid.records).toEqual([first]);
    expect(textOf(byName.records[0]?.properties.get('Name'))).toBe('Default Frontend EX02');
    expect((await connection.run('Get-SendConnector', { Identity: 'Outbound' })).failure).not.toBeNull();
  });

  it('reports an empty event query as an error with the id of Get-WinEvent', async () => {
    const answer = await connection.run('Get-WinEvent', {
      ComputerName: 'EX01',
      LogName: 'Application',
      Id: [12014],
      MaxEvents: 5,
    });
    expect(answer.failure?.errorId).toBe(
      'NoMatchingEventsFound,Microsoft.PowerShell.Commands.GetWinEventCommand',
    );
  });
});

describe('the practice connection refuses as Exchange does', () => {
  // A test of its own world: rights and services are taken away here.
  beforeEach(open);

  it('a cmdlet that no role grants does not exist', async () => {
    world.account.roleGroups = ['View-Only Organization Management'];
    const answer = await connection.run('Get-EventLogLevel', questions['Get-EventLogLevel']);
    expect(answer.failure).toMatchObject({
      code: 'cmdlet-not-available',
      errorId: 'CommandNotFoundException',
    });
    expect(answer.failure?.message).toContain("The term 'Get-EventLogLevel' is not recognized");
  });

  it('the second channel goes by the local groups of each server', async () => {
    world.account.windowsGroups = new Map([
      ['EX01', ['Event Log Readers']],
      ['EX02', ['Administrators']],
    ]);
    expect((await connection.run('Get-WinEvent', questions['Get-WinEvent'])).failure).toBeNull();
    expect((await connection.run('Read-IisBinding', { Server: 'EX01' })).failure?.code).toBe('access-denied');
    expect((await connection.run('Read-IisBinding', { Server: 'EX02' })).failure).toBeNull();
  });

  it('a stopped Service Host fails the certificate cmdlet and nothing else', async () => {
    machineOf(world, 'EX01').serviceHostRunning = false;
    const answer = await connection.run('Get-ExchangeCertificate', { Server: 'EX01' });
    expect(answer.failure?.message).toContain('A special Rpc error occurs on server EX01');
    expect((await connection.run('Get-Queue', { Server: 'EX01' })).failure).toBeNull();
  });

  it("a broken call is the caller's fault and is rejected, not answered", async () => {
    await expect(connection.run('Get-Queue', { Server: '*' })).rejects.toThrow('Get-Queue -Server');
    await expect(connection.run('Get-Queue', {})).rejects.toThrow(TypeError);
    await connection.close();
    await expect(connection.run('Get-ExchangeServer', {})).rejects.toThrow('closed');
  });
});

function firstOf(of: PracticeWorld): ExchangeConnection {
  const [first] = practiceConnections(of);
  if (first === undefined) throw new Error('no server takes a connection');
  return first;
}

function thumbprints(answer: CmdletAnswer): readonly string[] {
  return answer.records.map((record) => textOf(record.properties.get('Thumbprint')));
}

function textOf(value: Plain | undefined): string {
  return isPlainObject(value) ? (value.text ?? '') : String(value);
}
