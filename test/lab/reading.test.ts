import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cmdlets } from '../../main/exchange/cmdlets.ts';
import { machineOf, now } from '../practice/practice-world.ts';
import type { Line } from './bridge-client.ts';
import { Bridge } from './bridge-client.ts';
import { honest } from './lab.ts';
import { labAbsent } from './lab-engine.ts';
import { column, connect, ex01, ex02, type LabSession, properties, startLab } from './lab-session.ts';
import { unitsOf } from './lab-values.ts';

const since = '2026-01-01T00:00:00.000Z';
const certificateProperties = cmdlets['Get-ExchangeCertificate'].answer.properties;
const named = (cmdlet: keyof typeof cmdlets) => ({ properties: cmdlets[cmdlet].answer.properties });

describe.skipIf(labAbsent !== null)(
  `reading a server through the real engine${reason()}`,
  { timeout: 120_000 },
  () => {
    let session: LabSession;
    let bridge: Bridge;

    beforeAll(async () => {
      session = await startLab();
      bridge = session.bridge;
      await connect(bridge, 'exchange');
      await connect(bridge, 'windows');
    }, 180_000);

    afterAll(() => session?.close());

    test('says hello with the cmdlets it may run', async () => {
      const hello = await bridge.hello;
      expect(hello).toMatchObject({ t: 'hello', protocol: 1, edition: 'Core', host: 'ready' });
      expect(hello['cmdlets']).toEqual(Object.keys(cmdlets).toSorted());
    });

    test('dials with Kerberos, in English, without following another host', () => {
      expect(session.lab.dials).toHaveLength(2);
      for (const dial of session.lab.dials) {
        expect(dial).toMatchObject({
          auth: 'Kerberos',
          user: null,
          culture: 'en-US',
          redirections: 0,
          idleMs: 180_000,
        });
        expect(dial.skips).toEqual([false, false, false]);
      }
      expect(session.lab.dials.map(({ shell }) => shell.split('/').at(-1))).toEqual([
        'Microsoft.Exchange',
        'Microsoft.PowerShell',
      ]);
    });

    test('certificates, first way: with services, by a selection on the server', async () => {
      const answer = await bridge.invoke(
        'exchange',
        'Get-ExchangeCertificate',
        { Server: ex01 },
        { project: true, properties: certificateProperties },
      );
      const mail = machineOf(session.world, 'EX01').personal[0]?.certificate;
      expect(answer).toMatchObject({ ok: true, way: 'projection', count: 6, asked: ex01.toLowerCase() });
      expect(properties(answer)[0]).toMatchObject({
        Thumbprint: mail?.thumbprint,
        Services: { $: 'object', s: 'IMAP, POP, IIS, SMTP', v: 27 },
        NotAfter: { $: 'date', v: mail?.notAfter },
        RawData: { $: 'bytes', v: Buffer.from(mail?.der ?? []).toString('base64') },
      });
    });

    test('certificates, second way: bytes, and what the second channel knows of their keys and bindings', async () => {
      const plain = await bridge.invoke('exchange', 'Get-ExchangeCertificate', { Server: ex01 });
      expect(plain).toMatchObject({ ok: true, way: 'bytes', count: 6 });
      expect(properties(plain).map((record) => Object.keys(record))).toEqual(Array(6).fill(['RawData']));

      const thumbprints = machineOf(session.world, 'EX01').personal.map(
        ({ certificate }) => certificate.thumbprint,
      );
      const access = await bridge.invoke('windows', 'Read-PrivateKeyAccess', { Server: ex01 });
      expect(column(access, 'Thumbprint')).toEqual(thumbprints);
      expect(column(access, 'NetworkServiceCanRead')).toEqual(
        machineOf(session.world, 'EX01').personal.map(({ networkServiceCanRead }) => networkServiceCanRead),
      );
      const bindings = await bridge.invoke('windows', 'Read-IisBinding', { Server: ex01 });
      expect(column(bindings, 'Port')).toEqual([443, 444]);
      expect(column(bindings, 'CertificateHash')[0]).toBe(thumbprints[0]);
      expect(access).toMatchObject({ ok: true, way: 'script', answeredBy: ex01 });
    });

    test('certificates, third way: the management shell of this computer, with live objects', async () => {
      const there = new Bridge(session.lab, {
        environment: { LAB_HOST: ex01, LAB_SNAPIN: 'Microsoft.Exchange.Management.PowerShell.SnapIn' },
      });
      await there.ask('connect', { session: 'shell', kind: 'management-shell' });
      const chosen = ['Thumbprint', 'Services', 'Status', 'HasPrivateKey', 'RawData'];
      const answer = await there.invoke(
        'shell',
        'Get-ExchangeCertificate',
        { Server: ex01 },
        { properties: chosen },
      );
      expect(answer).toMatchObject({ ok: true, way: 'management-shell', count: 6 });
      expect(answer.records[0]).toMatchObject({
        t: expect.arrayContaining([
          'Microsoft.Exchange.Management.SystemConfigurationTasks.ExchangeCertificate',
        ]),
        p: { Services: { s: 'IMAP, POP, IIS, SMTP', v: 27 } },
      });
      expect(Object.keys(properties(answer)[0] ?? {}).toSorted()).toEqual(chosen.toSorted());
      await there.close();
    });

    test('without the management tools there is no third way, and the reason is said', async () => {
      const answer = await bridge.ask('connect', { session: 'shell', kind: 'management-shell' });
      expect(answer).toMatchObject({ ok: false, code: 'connect-failed' });
      expect(answer['error']).toMatchObject({ id: expect.stringMatching(/^AddPSSnapInRead/u) });
    });

    test('certificates, fourth way: a restricted Select-Object is told apart from a refusal of the cmdlet', async () => {
      session.lab.behaviour.select = 'restricted';
      await connect(bridge, 'exchange', { session: 'restricted' });
      const options = { project: true, properties: certificateProperties };
      const refused = await bridge.invoke('restricted', 'Get-ExchangeCertificate', { Server: ex01 }, options);
      expect(refused).toMatchObject({ ok: false, code: 'projection-refused', count: 0 });
      const plain = await bridge.invoke('restricted', 'Get-ExchangeCertificate', { Server: ex01 });
      expect(plain).toMatchObject({ ok: true, way: 'bytes', count: 6 });
      session.lab.behaviour.select = honest.select;
    });

    test('connectors keep names, nested names and enumerations', async () => {
      const sent = await bridge.invoke('exchange', 'Get-SendConnector', {}, named('Get-SendConnector'));
      const [connector] = session.world.directory.sendConnectors;
      expect(sent.records[0]?.['p']).toMatchObject({
        Name: connector?.name,
        Guid: connector?.guid,
        TlsAuthLevel: { s: 'DomainValidation', v: 3 },
        SmartHosts: [{ s: connector?.smartHosts[0] }],
        CloudServicesMailEnabled: true,
        WhenChangedUTC: { $: 'date', v: connector?.whenChanged },
      });
      const received = await bridge.invoke(
        'exchange',
        'Get-ReceiveConnector',
        {},
        named('Get-ReceiveConnector'),
      );
      expect(received['count']).toBe(session.world.directory.receiveConnectors.length);
      expect(column(received, 'AuthMechanism')[0]).toMatchObject({
        s: session.world.directory.receiveConnectors[0]?.authMechanism.join(', '),
      });
    });

    test('queues keep their last error and numbers', async () => {
      const queues = await bridge.invoke('exchange', 'Get-Queue', { Server: ex01 }, named('Get-Queue'));
      const state = machineOf(session.world, 'EX01').queues;
      expect(column(queues, 'LastError')).toEqual(state.map(({ lastError }) => lastError));
      expect(column(queues, 'MessageCount')).toEqual(state.map(({ messageCount }) => messageCount));
    });

    test('events: those of the given ids, their insertion strings, and where the log begins', async () => {
      const question = { ComputerName: ex01, LogName: 'Application', MaxEvents: 5000 };
      const found = await bridge.invoke('windows', 'Get-WinEvent', {
        ...question,
        ProviderName: ['MSExchangeTransport'],
        Id: [2004, 12014],
        StartTime: since,
      });
      const expected = machineOf(session.world, 'EX01').events.filter(
        ({ id }) => id === 2004 || id === 12014,
      );
      expect(found).toMatchObject({ ok: true, way: 'events', count: expected.length });
      expect(column(found, 'Properties')).toEqual(expected.toReversed().map(({ data }) => data));
      expect(column(found, 'TimeCreated')[0]).toEqual({ $: 'date', v: expected.at(-1)?.time });
      const oldest = await bridge.invoke('windows', 'Get-WinEvent', {
        ...question,
        MaxEvents: 1,
        Oldest: true,
      });
      expect(column(oldest, 'RecordId')).toEqual([machineOf(session.world, 'EX01').events[0]?.recordId]);
    });

    test('events: none found is told apart from not allowed, by id, also over RPC', async () => {
      await bridge.ask('connect', { session: 'local', kind: 'local' });
      const question = { LogName: 'Application', MaxEvents: 5, Id: [4711] };
      const none = await bridge.invoke('local', 'Get-WinEvent', { ...question, ComputerName: ex01 });
      expect(none).toMatchObject({ ok: false, code: 'failed', asked: ex01, answeredBy: ex01 });
      expect(none['error']).toMatchObject({ id: expect.stringMatching(/^NoMatchingEventsFound,/u) });
      session.lab.behaviour.answer = () => [
        {
          kind: 'failure',
          code: 'access-denied',
          errorId: 'LogInaccessible',
          message: 'Attempted to perform an unauthorized operation.',
        },
      ];
      const denied = await bridge.invoke('local', 'Get-WinEvent', { ...question, ComputerName: ex02 });
      session.lab.behaviour.answer = null;
      expect(denied['error']).toMatchObject({ id: expect.stringMatching(/^LogInaccessible/u) });
    });

    test('more than 20 event ids in one question never reach a server', async () => {
      const Id = Array.from({ length: 21 }, (_, at) => 12_000 + at);
      const before = session.lab.calls.length;
      const answer = await bridge.invoke('windows', 'Get-WinEvent', {
        ComputerName: ex01,
        LogName: 'Application',
        MaxEvents: 1,
        Id,
      });
      expect(answer).toMatchObject({ ok: false, code: 'bad-request' });
      expect(session.lab.calls).toHaveLength(before);
    });

    test('the second channel: stores, root update, and the newest protocol logs as whole lines', async () => {
      const roots = await bridge.invoke('windows', 'Read-CertificateStore', {
        Server: ex01,
        StoreName: 'Root',
      });
      expect(column(roots, 'Thumbprint')).toEqual(
        machineOf(session.world, 'EX01').roots.map(({ certificate }) => certificate.thumbprint),
      );
      const update = await bridge.invoke('windows', 'Read-RootAutoUpdate', { Server: ex01 });
      expect(column(update, 'DisableRootAutoUpdate')).toEqual([
        machineOf(session.world, 'EX01').disableRootAutoUpdate,
      ]);
      const logs = await bridge.invoke('windows', 'Read-SmtpProtocolLog', {
        Server: ex01,
        Direction: 'Send',
        StartTime: since,
        MaxSessions: 2000,
      });
      expect(logs).toMatchObject({ ok: true, way: 'script' });
      const texts = column(logs, 'Text').map(String);
      for (const text of texts) expect(text.startsWith('#Software: Microsoft Exchange Server\n')).toBe(true);
      const newest = machineOf(session.world, 'EX01').sendSessions.map(({ id }) => id);
      for (const id of newest) expect(texts.some((text) => text.includes(`,${id},`))).toBe(true);
      expect(column(logs, 'FirstLine')).toEqual(texts.map(() => 1));
      expect(column(logs, 'File')).toEqual([...column(logs, 'File')].toSorted().toReversed());
      const folders = session.world.directory.servers
        .slice(0, 1)
        .map(({ sendProtocolLogPath }) => sendProtocolLogPath);
      const named = {
        Server: ex01,
        Direction: 'Send',
        StartTime: { $: 'date', v: since },
        MaxSessions: 2000,
      };
      const again = await bridge.invoke('windows', 'Read-SmtpProtocolLog', named, { folders });
      expect(column(again, 'Text')).toEqual(column(logs, 'Text'));
      const absent = await bridge.invoke('windows', 'Read-SmtpProtocolLog', named, {
        folders: ['C:\\Nowhere'],
      });
      expect(absent).toMatchObject({ ok: false, code: 'failed' });
      expect(absent['error']).toMatchObject({ message: expect.stringContaining('C:\\Nowhere') });
    });

    test('what the session offers is asked, cmdlet by cmdlet and parameter by parameter', async () => {
      const answer = await bridge.ask('probe', { session: 'exchange' });
      const offered = answer['offered'] as readonly Line[];
      const certificates = offered.find(({ name }) => name === 'Get-ExchangeCertificate');
      expect(certificates?.['parameters']).toEqual(
        expect.arrayContaining(['Server', 'Thumbprint', 'Identity']),
      );
      const listed = offered.map(({ name }) => name);
      expect(listed.toSorted()).toEqual(
        Object.entries(cmdlets)
          .flatMap(([name, { channel }]) => (channel === 'exchange' ? [name] : []))
          .toSorted(),
      );
    });

    test('an endpoint without a language takes cmdlets, and refuses the second channel with its own words', async () => {
      session.lab.behaviour.endpoint = 'exchange';
      const answer = await connect(bridge, 'windows', { session: 'silenced' });
      session.lab.behaviour.endpoint = null;
      expect(answer).toMatchObject({ ok: false, code: 'connect-failed', error: { id: 'ScriptsNotAllowed' } });
    });

    test('Hebrew, line separators and quotes of every kind arrive as they were', async () => {
      const text =
        'שלום \u2028 \u2029 \u0000 \u2018\u2019\u201a\u201b\u201c\u201d " \' ` $ \r\n\t \\ \u{1f512} \ud800';
      const many = `${String.fromCharCode(...Array.from({ length: 300 }, (_, at) => 0x4e00 + at))}\udc00"`;
      session.lab.behaviour.answer = () => [
        { kind: 'record', value: { Name: unitsOf(text), Other: unitsOf(many), Empty: '', Null: null } },
      ];
      const answer = await bridge.invoke('exchange', 'Get-ExchangeServer');
      session.lab.behaviour.answer = null;
      expect(answer.records[0]?.['p']).toEqual({ Name: text, Other: many, Empty: '', Null: null });
      for (const line of bridge.transcript) expect(/^[\x20-\x7e]*$/u.test(line)).toBe(true);
    });

    test('values keep what they are: large integers, times, bytes, lists, depth', async () => {
      session.lab.behaviour.answer = () => [
        {
          kind: 'record',
          value: {
            Small: 7,
            Large: 9_007_199_254_740_991,
            Real: 1.5,
            Yes: true,
            Time: { $date: '2026-01-15T08:00:00.1234567Z' },
            Whole: { $date: now },
            Bytes: { $bytes: 'AAEC/w==' },
            List: ['a', 1, null, 'b'],
            ['__proto__']: 'data',
          },
        },
      ];
      const answer = await bridge.invoke('exchange', 'Get-ExchangeServer');
      session.lab.behaviour.answer = null;
      expect(answer.records[0]?.['p']).toMatchObject({
        Small: 7,
        Large: { $: 'long', v: '9007199254740991' },
        Real: { $: 'number', v: '1.5' },
        Yes: true,
        Time: { $: 'date', v: '2026-01-15T08:00:00.1234567Z' },
        Whole: { $: 'date', v: now },
        Bytes: { $: 'bytes', v: 'AAEC/w==' },
        List: ['a', 1, null, 'b'],
      });
      expect(Object.hasOwn(properties(answer)[0] ?? {}, '__proto__')).toBe(true);
    });

    test('enumerations that come as names stay names', async () => {
      session.lab.behaviour.enumerations = 'names';
      const sent = await bridge.invoke('exchange', 'Get-SendConnector', {}, named('Get-SendConnector'));
      session.lab.behaviour.enumerations = honest.enumerations;
      expect(column(sent, 'TlsAuthLevel')).toEqual(['DomainValidation']);
    });

    test('an error names the server that really answered', async () => {
      session.lab.behaviour.answer = () => [
        {
          kind: 'failure',
          errorId: '[Server=EX02,RequestId=1,TimeStamp=2] [FailureCategory=Cmdlet-X] 1A',
          message: 'no',
        },
      ];
      const answer = await bridge.invoke('exchange', 'Get-Queue', { Server: ex01 });
      session.lab.behaviour.answer = null;
      expect(answer).toMatchObject({ ok: true, asked: ex01.toLowerCase(), answeredBy: 'EX02' });
      expect(answer['errors']).toMatchObject([{ message: 'no' }]);
    });
  },
);

describe.skipIf(labAbsent !== null)(
  `an account that may only look at some things${reason()}`,
  { timeout: 120_000 },
  () => {
    let session: LabSession;

    beforeAll(async () => {
      session = await startLab('unreadable');
      await connect(session.bridge, 'exchange');
    }, 180_000);

    afterAll(() => session?.close());

    test('a cmdlet whose role is missing does not exist for the engine', async () => {
      const refused = await session.bridge.invoke('exchange', 'Get-Queue', { Server: ex01 });
      expect(refused).toMatchObject({
        ok: false,
        code: 'failed',
        error: { id: 'CommandNotFoundException', target: 'Get-Queue' },
      });
      const granted = await session.bridge.invoke('exchange', 'Get-SendConnector');
      expect(granted['ok']).toBe(true);
      const { offered } = await session.bridge.ask('probe', { session: 'exchange' });
      expect(offered).not.toContainEqual(expect.objectContaining({ name: 'Get-Queue' }));
      expect(offered).toContainEqual(expect.objectContaining({ name: 'Get-SendConnector' }));
    });

    test('a second channel that is closed to it says access denied, with the code of WinRM', async () => {
      const refused = await connect(session.bridge, 'windows');
      expect(refused).toMatchObject({ ok: false, code: 'connect-failed', error: { transportCode: 5 } });
    });

    test('a Service Host that is silent is an error of the cmdlet', async () => {
      const answer = await session.bridge.invoke('exchange', 'Get-ExchangeCertificate', { Server: ex01 });
      expect(answer['errors']).toMatchObject([
        { message: expect.stringMatching(/RPC server is unavailable/u) },
      ]);
      expect(answer['count']).toBe(0);
    });
  },
);

function reason(): string {
  return labAbsent === null ? '' : ` (skipped: ${labAbsent})`;
}
