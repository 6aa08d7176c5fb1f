import { describe, expect, it } from 'vitest';
import { isRead } from '../../../main/domain/reading.ts';
import { type CmdletName, cmdlets } from '../../../main/exchange/cmdlets.ts';
import type {
  CmdletAnswer,
  CmdletParameters,
  ExchangeConnection,
} from '../../../main/exchange/connection.ts';
import { plainRecord } from '../../../main/exchange/plain.ts';
import { gatherSnapshot } from '../../../main/gather/live/gather-snapshot.ts';
import { practiceConnections } from '../../../main/practice/connection.ts';
import { now, worldOf } from '../../practice/practice-world.ts';
import { missingOn, serverIn, since, valueIn } from './gather-story.ts';

type Answering = (cmdlet: CmdletName, parameters: CmdletParameters) => CmdletAnswer | Promise<CmdletAnswer>;

/** A connection that answers what a test says, and `fallback` for everything else. */
function around(
  connection: ExchangeConnection,
  intercept: (cmdlet: CmdletName, parameters: CmdletParameters, next: Answering) => ReturnType<Answering>,
): ExchangeConnection {
  return {
    server: connection.server,
    run: async (cmdlet, parameters) =>
      intercept(cmdlet, parameters, (name, given) => connection.run(name, given)),
    close: () => connection.close(),
  };
}

async function healthyConnections(): Promise<readonly [ExchangeConnection, ExchangeConnection]> {
  const [first, second] = practiceConnections(await worldOf('healthy'));
  if (first === undefined || second === undefined) throw new Error('the healthy story has two servers');
  return [first, second];
}

const refused = (message: string): CmdletAnswer => ({
  records: [],
  warnings: [],
  failure: { code: 'access-denied', errorId: null, message },
  answeredBy: null,
  at: now,
});
const answering = (...records: CmdletAnswer['records']): CmdletAnswer => ({
  records,
  warnings: [],
  failure: null,
  answeredBy: 'EX01.contoso.com',
  at: now,
});
const options = { since, now };

describe('gathering only reads', () => {
  it('asks nothing but cmdlets that read, and names the server in each question that has one', async () => {
    const asked: [string, CmdletName, CmdletParameters][] = [];
    const watched = practiceConnections(await worldOf('stale-pin')).map((connection) =>
      around(connection, (cmdlet, parameters, next) => {
        if (cmdlets[cmdlet].effect !== 'read' || !/^(Get|Read)-/.test(cmdlet))
          throw new Error(`wrote: ${cmdlet}`);
        asked.push([connection.server, cmdlet, parameters]);
        return next(cmdlet, parameters);
      }),
    );
    const snapshot = await gatherSnapshot(watched, options);
    expect(snapshot.sources.map(({ complete, notRead }) => [complete, notRead])).toEqual([
      [true, []],
      [true, []],
    ]);
    for (const [server, cmdlet, parameters] of asked) {
      const { serverParameter } = cmdlets[cmdlet];
      if (serverParameter !== null)
        expect(String(parameters[serverParameter]), cmdlet).toMatch(new RegExp(`^${server}`));
    }
    expect(new Set(asked.map(([, cmdlet]) => cmdlet)).size).toBe(Object.keys(cmdlets).length);
  });

  it('asks one server one question at a time, and the servers side by side', async () => {
    const open = new Map<string, number>();
    let most = 0;
    const slow = practiceConnections(await worldOf('healthy')).map((connection) =>
      around(connection, async (cmdlet, parameters, next) => {
        const busy = (open.get(connection.server) ?? 0) + 1;
        expect(busy, connection.server).toBe(1);
        open.set(connection.server, busy);
        most = Math.max(
          most,
          [...open.values()].reduce((sum, one) => sum + one, 0),
        );
        await new Promise((resolve) => setTimeout(resolve, 1));
        open.set(connection.server, 0);
        return next(cmdlet, parameters);
      }),
    );
    await gatherSnapshot(slow, options);
    expect(most).toBe(2);
  });

  it('reads the organisation once and asks the other server only whether its connectors are the same', async () => {
    const counts = new Map<string, number>();
    const counted = practiceConnections(await worldOf('healthy')).map((connection) =>
      around(connection, (cmdlet, parameters, next) => {
        counts.set(cmdlet, (counts.get(cmdlet) ?? 0) + 1);
        return next(cmdlet, parameters);
      }),
    );
    await gatherSnapshot(counted, options);
    expect(counts.get('Get-ReceiveConnector')).toBe(1);
    expect(counts.get('Get-AuthConfig')).toBe(1);
    expect(counts.get('Get-SendConnector')).toBe(2);
  });

  it('tells how far it has come', async () => {
    const steps: number[] = [];
    let total = 0;
    await gatherSnapshot(await healthyConnections(), {
      ...options,
      onProgress: (progress) => {
        steps.push(progress.done);
        total = progress.total;
      },
    });
    expect(steps).toEqual(steps.map((_, index) => index + 1));
    expect(steps.at(-1)).toBe(total);
  });
});

describe('what a server refuses is not empty', () => {
  it('a refusal of everything leaves no list, no value and no silence', async () => {
    const [first] = await healthyConnections();
    const closed = around(first, () => refused('Access is denied.'));
    const snapshot = await gatherSnapshot([closed], options);
    const server = serverIn(snapshot, 'EX01');
    expect(Object.values(missingOn(server))).toEqual(Array(12).fill('access-denied'));
    for (const reading of Object.values(snapshot.organisation)) {
      expect(reading).toMatchObject({
        notRead: { code: 'access-denied', detail: 'Access is denied.' },
        at: now,
      });
    }
    expect(JSON.stringify(snapshot)).not.toContain('"read":');
  });

  it('every second refusal takes away every second reading, and only that', async () => {
    const [first] = await healthyConnections();
    const names = Object.keys(cmdlets) as CmdletName[];
    const barred = new Set(names.filter((_, index) => index % 2 === 0));
    const half = around(first, (cmdlet, parameters, next) =>
      barred.has(cmdlet) ? refused(`${cmdlet} is barred`) : next(cmdlet, parameters),
    );
    const snapshot = await gatherSnapshot([half], options);
    const readings = [
      ...Object.values(snapshot.organisation),
      ...Object.values(serverIn(snapshot, 'EX01')).filter(
        (value) => typeof value === 'object' && value !== null,
      ),
    ];
    for (const reading of readings) {
      const [cmdlet] = reading.from.source.split('@') as [CmdletName];
      expect('notRead' in reading, cmdlet).toBe(barred.has(cmdlet));
      if ('notRead' in reading) expect(reading.notRead.detail).toBe(`${cmdlet} is barred`);
    }
  });

  it('asks the next server for what the first may not tell about the organisation', async () => {
    const [first, second] = await healthyConnections();
    const shy = around(first, (cmdlet, parameters, next) =>
      cmdlet === 'Get-SendConnector' ? refused('no') : next(cmdlet, parameters),
    );
    const { organisation, sources } = await gatherSnapshot([shy, second], options);
    expect(organisation.sendConnectors.from.source).toBe('Get-SendConnector@EX02');
    expect(organisation.authConfig.from.source).toBe('Get-AuthConfig@EX01');
    expect(sources[0]?.notRead).toMatchObject([
      { reason: { code: 'access-denied' }, where: 'Get-SendConnector@EX01' },
    ]);
  });

  it('an answer that breaks off is no answer: half a list of certificates could hide the one that wins', async () => {
    const [first] = await healthyConnections();
    const broken = around(first, async (cmdlet, parameters, next) => {
      const answer = await next(cmdlet, parameters);
      if (cmdlet !== 'Get-ExchangeCertificate') return answer;
      const failure = { code: 'failed', errorId: null, message: 'the pipeline was stopped' } as const;
      return { ...answer, records: answer.records.slice(0, 2), failure };
    });
    const server = serverIn(await gatherSnapshot([broken], options), 'EX01');
    expect(server.certificates).toMatchObject({
      notRead: { code: 'incomplete', detail: '2 records, then: the pipeline was stopped' },
    });
  });

  it('certificates of another server are not taken for those of the server that was asked', async () => {
    const [first] = await healthyConnections();
    const proxied = around(first, (cmdlet, parameters, next) =>
      next(cmdlet, cmdlet === 'Get-ExchangeCertificate' ? { Server: 'EX02' } : parameters),
    );
    const server = serverIn(await gatherSnapshot([proxied], options), 'EX01');
    expect(server.certificates).toMatchObject({
      notRead: { code: 'damaged', detail: 'the answer is about EX02.contoso.com' },
    });
  });

  it('no events found is an empty list; no right to look is not', async () => {
    const healthy = serverIn(await gatherSnapshot(await healthyConnections(), options), 'EX01');
    expect(valueIn(healthy.events)).toEqual({ events: [], logBegins: '2025-12-16T09:19:00.000Z', since });
    const [first] = await healthyConnections();
    const without = around(first, (cmdlet, parameters, next) => {
      if (cmdlet !== 'Get-WinEvent') return next(cmdlet, parameters);
      const errorId = 'NoMatchingProvidersFound,Microsoft.PowerShell.Commands.GetWinEventCommand';
      return { ...refused(''), failure: { code: 'failed', errorId, message: 'localised' } };
    });
    const bare = serverIn(await gatherSnapshot([without], options), 'EX01');
    expect(bare.events).toMatchObject({ notRead: { code: 'not-available', detail: 'localised' } });
  });
});

describe('a connection that fails', () => {
  it('leaves the server with every reading refused, and asks no further question', async () => {
    const [first, second] = await healthyConnections();
    let asked = 0;
    const dead = around(first, () => {
      asked += 1;
      throw new Error('the shell is gone');
    });
    const snapshot = await gatherSnapshot([dead, second], options);
    expect(asked).toBe(1);
    const missing = missingOn(serverIn(snapshot, 'EX01'));
    expect(Object.keys(missing)).toHaveLength(12);
    expect(new Set(Object.values(missing))).toEqual(new Set(['failed']));
    expect(snapshot.sources[0]).toMatchObject({ complete: false });
    expect(missingOn(serverIn(snapshot, 'EX02'))).toEqual({});
    expect(valueIn(snapshot.organisation.sendConnectors)).toHaveLength(1);
  });

  it('in the middle keeps what was read before', async () => {
    const [first] = await healthyConnections();
    const dying = around(first, (cmdlet, parameters, next) => {
      if (cmdlet === 'Get-Queue') throw new Error('the shell is gone');
      return next(cmdlet, parameters);
    });
    const snapshot = await gatherSnapshot([dying], options);
    const server = serverIn(snapshot, 'EX01');
    expect(valueIn(server.certificates).length).toBeGreaterThan(0);
    expect(server.events).toMatchObject({ notRead: { code: 'failed', detail: 'the shell is gone' } });
    expect(snapshot.sources[0]?.complete).toBe(false);
  });

  it('no connection at all is a snapshot in which nothing was asked', async () => {
    const snapshot = await gatherSnapshot([], options);
    expect(snapshot.servers).toEqual([]);
    for (const reading of Object.values(snapshot.organisation)) {
      expect(reading).toMatchObject({ notRead: { code: 'not-asked' } });
    }
  });

  it('two connections to one server are one server', async () => {
    const [first] = await healthyConnections();
    const again: ExchangeConnection = { ...first, server: 'ex01.contoso.com' };
    const snapshot = await gatherSnapshot([first, again], options);
    expect(snapshot.sources).toHaveLength(1);
    expect(snapshot.servers.filter(({ name }) => name === 'EX01')).toHaveLength(1);
  });
});

describe('answers that make no sense', () => {
  const odd = async (cmdlet: CmdletName, answer: CmdletAnswer) => {
    const [first] = await healthyConnections();
    const connection = around(first, (name, parameters, next) =>
      name === cmdlet ? answer : next(name, parameters),
    );
    const snapshot = await gatherSnapshot([connection], options);
    return { snapshot, server: serverIn(snapshot, 'EX01'), source: snapshot.sources[0] };
  };

  it('a certificate whose bytes are damaged stays in the list, and the source is not complete', async () => {
    const { server, source } = await odd(
      'Get-ExchangeCertificate',
      answering(plainRecord({ RawData: new Uint8Array([1, 2, 3]), FriendlyName: 'broken' }), plainRecord({})),
    );
    const [certificate] = valueIn(server.certificates);
    expect(certificate).toMatchObject({ friendlyName: 'broken', subject: null, services: null });
    expect(certificate?.unreadable).not.toBeNull();
    expect(source?.complete).toBe(false);
    // One record without anything in it, one that could not be understood: counted in is counted out.
    expect(source?.notRead.map(({ reason, count }) => [reason.code, count])).toEqual([
      ['damaged', 1],
      ['damaged', 1],
    ]);
  });

  it.each<[CmdletName, string]>([
    ['Get-Queue', 'queues'],
    ['Read-IisBinding', 'iisBindings'],
    ['Read-SmtpProtocolLog', 'sendSessions'],
    ['Read-CertificateStore', 'roots'],
  ])('%s: records without what names them are counted', async (cmdlet, reading) => {
    const { server, source } = await odd(cmdlet, answering(plainRecord({ Nothing: 1 }), plainRecord({})));
    expect(server[reading as keyof typeof server]).toMatchObject({ read: [] });
    expect(source?.complete).toBe(false);
    expect(source?.notRead[0]).toMatchObject({ reason: { code: 'damaged' }, count: 2 });
  });

  it('an answer with no record where there must be one is no value', async () => {
    expect((await odd('Get-TransportService', answering())).server.transportService).toMatchObject({
      notRead: { code: 'incomplete' },
    });
    expect((await odd('Get-AuthConfig', answering())).snapshot.organisation.authConfig).toMatchObject({
      notRead: { code: 'incomplete' },
    });
  });

  it('an organisation without hybrid configuration has none, which is something else than not knowing', async () => {
    const { snapshot } = await odd('Get-HybridConfiguration', answering());
    expect(valueIn(snapshot.organisation.hybridConfiguration)).toBeNull();
  });

  it('a missing registry value means that Windows updates its roots, a missing property means nothing', async () => {
    const auto = async (record: Parameters<typeof plainRecord>[0]) =>
      (await odd('Read-RootAutoUpdate', answering(plainRecord(record)))).server.rootAutoUpdateDisabled;
    expect(valueIn(await auto({ DisableRootAutoUpdate: null }))).toBe(false);
    expect(valueIn(await auto({ DisableRootAutoUpdate: 1 }))).toBe(true);
    expect(isRead(await auto({}))).toBe(false);
  });

  it('a text of any length is cut to what a person can read', async () => {
    const { server } = await odd('Get-Queue', refused('x'.repeat(1_000_000)));
    expect(JSON.stringify(server.queues).length).toBeLessThan(3000);
  });

  it('a limit that was reached is said, and moves the beginning of what is known about events', async () => {
    const at = (index: number) => new Date(Date.parse(now) - index * 1000).toISOString();
    const many = Array.from({ length: 5000 }, (_, index) =>
      plainRecord({ ProviderName: 'MSExchangeTransport', Id: 2004, TimeCreated: at(index), Properties: [] }),
    );
    const { server, source } = await odd('Get-WinEvent', answering(...many));
    expect(valueIn(server.events).since).toBe(at(4999));
    expect(source?.complete).toBe(false);
    expect(source?.notRead[0]).toMatchObject({ reason: { code: 'limit', detail: '5000 events' } });
  });
});

describe('two opinions', () => {
  it('a server that still sees an older pin is a contradiction, with both places', async () => {
    const [first, second] = await healthyConnections();
    const behind = around(second, async (cmdlet, parameters, next) => {
      const answer = await next(cmdlet, parameters);
      if (cmdlet !== 'Get-SendConnector') return answer;
      const records = answer.records.map((record) => ({
        ...record,
        properties: new Map([...record.properties, ['TlsCertificateName', null] as const]),
      }));
      return { ...answer, records };
    });
    const { contradictions } = await gatherSnapshot([first, behind], options);
    expect(contradictions).toHaveLength(1);
    expect(contradictions[0]).toMatchObject({
      what: 'tlsCertificateName',
      subject: 'Outbound to Office 365',
      values: [
        {
          text: expect.stringContaining('<I>CN=Practice Public TLS CA 1'),
          origin: { source: 'Get-SendConnector@EX01' },
        },
        { text: 'absent', origin: { source: 'Get-SendConnector@EX02' } },
      ],
    });
  });

  it('a connector that only one server knows is one, too', async () => {
    const [first, second] = await healthyConnections();
    const without = around(second, (cmdlet, parameters, next) =>
      cmdlet === 'Get-SendConnector' ? answering() : next(cmdlet, parameters),
    );
    const { contradictions } = await gatherSnapshot([first, without], options);
    expect(contradictions).toMatchObject([
      { what: 'exists', subject: 'Outbound to Office 365', values: [{ text: 'true' }, { text: 'false' }] },
    ]);
  });

  it('Exchange and the second channel disagree about a key', async () => {
    const [first] = await healthyConnections();
    const other = around(first, async (cmdlet, parameters, next) => {
      const answer = await next(cmdlet, parameters);
      if (cmdlet !== 'Read-PrivateKeyAccess') return answer;
      const records = answer.records.map((record) => ({
        ...record,
        properties: new Map([...record.properties, ['HasPrivateKey', false] as const]),
      }));
      return { ...answer, records };
    });
    const snapshot = await gatherSnapshot([other], options);
    expect(valueIn(serverIn(snapshot, 'EX01').certificates).every(({ hasPrivateKey }) => hasPrivateKey)).toBe(
      true,
    );
    expect(new Set(snapshot.contradictions.map(({ what }) => what))).toEqual(new Set(['hasPrivateKey']));
  });
});
