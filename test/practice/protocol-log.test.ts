import { describe, expect, it } from 'vitest';
import { isRead } from '../../main/domain/reading.ts';
import { gatherSnapshot } from '../../main/gather/live/gather-snapshot.ts';
import { readSmtpLog } from '../../main/gather/saved/smtp-log/read-smtp-log.ts';
import { practiceConnections } from '../../main/practice/connection.ts';
import { protocolLogFiles } from '../../main/practice/protocol-log/protocol-log.ts';
import { type StoryName, storyList } from '../../main/practice/stories/index.ts';
import { machineOf, now, worldOf } from './practice-world.ts';

/** Stories in which the account may read the log of EX01. */
const readable = storyList.map(({ name }) => name).filter((name) => name !== 'unreadable');

describe('the protocol log of the practice organisation', () => {
  it('looks like the one of Exchange', async () => {
    const world = await worldOf('untrusted-root');
    const [file] = protocolLogFiles('Send', machineOf(world, 'EX01').sendSessions.slice(-1));
    expect(file?.name).toMatch(/^SEND20260115\d\d-1\.LOG$/);
    const lines = file?.text.split('\r\n') ?? [];
    expect(lines[2]).toBe('#Log-type: SMTP Send Protocol Log');
    expect(lines[5]).toMatch(
      /^2026-01-15T\d\d:\d\d:00\.000Z,Outbound to Office 365,08DE[0-9A-F]{12},0,,203\.0\.113\.10:25,\*,/,
    );
    expect(lines.at(-2)).toMatch(/,-,,Local$/);
    expect(file?.text).toContain('"CN=Contoso Issuing CA 1, DC=contoso, DC=com",Certificate issuer name');
  });

  it.each(readable)(
    '%s: the log reader finds in the text what the second channel answers',
    async (story: StoryName) => {
      const world = await worldOf(story);
      const machine = machineOf(world, 'EX01');
      const snapshot = await gatherSnapshot(practiceConnections(world), {
        since: '2026-01-01T00:00:00Z',
        now,
      });
      const answered = snapshot.servers.find(({ name }) => name === 'EX01');
      for (const direction of ['Send', 'Receive'] as const) {
        const reading = direction === 'Send' ? answered?.sendSessions : answered?.receiveSessions;
        if (reading === undefined || !isRead(reading)) throw new Error('the log was not read');
        const found = [];
        const sessions = direction === 'Send' ? machine.sendSessions : machine.receiveSessions;
        for (const file of protocolLogFiles(direction, sessions)) {
          const log = await readSmtpLog(chunk(file.text), { source: file.name });
          expect(log.notRead).toEqual([]);
          found.push(...log.sessions);
        }
        const bare = (list: readonly { readonly origin: unknown }[]) =>
          list.map((session) => ({ ...session, origin: undefined }));
        expect(bare(found.toReversed())).toEqual(bare(reading.read));
      }
    },
  );

  it('tells the file and the first line of each session', async () => {
    const world = await worldOf('healthy');
    const { sendSessions } = machineOf(world, 'EX01');
    for (const file of protocolLogFiles('Send', sendSessions)) {
      const lines = file.text.split('\r\n');
      for (const { session, firstLine, rows } of file.sessions) {
        expect(lines[firstLine - 1]).toContain(`,${session.id},0,`);
        expect(lines[firstLine - 2 + rows]).toContain(`,${session.id},${rows - 1},`);
      }
    }
  });
});

async function* chunk(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text, 'utf8');
}
