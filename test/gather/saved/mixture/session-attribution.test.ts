import { describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../../../main/domain/diagnosis.ts';
import type { Snapshot } from '../../../../main/domain/snapshot.ts';
import { assembleSnapshot } from '../../../../main/gather/saved/assemble.ts';
import { readSavedFiles } from '../../../../main/gather/saved/read-folder.ts';
import { diagnose } from '../../../../main/judge/diagnose.ts';
import type { StoryName } from '../../../../main/practice/stories/index.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { judgedForm } from './judged-form.ts';
import { type Mixture, mixtureOf } from './mixture.ts';

const now = Date.parse('2026-01-15T10:00:00Z');
const folder = temporaryFolder();
let folders = 0;

interface Judged {
  readonly mixture: Mixture;
  readonly snapshot: Snapshot;
  readonly saved: Diagnosis;
}

/** The mixture of a story with its files under other names; null leaves a file out. */
async function renamed(
  name: StoryName,
  rename: (path: string, index: number) => string | null,
): Promise<Judged> {
  const mixture = await mixtureOf(name, now);
  const place = `case${++folders}`;
  for (const [index, { path, content }] of mixture.files.entries()) {
    const other = rename(path, index);
    if (other !== null) folder.write(`${place}/${other}`, content);
  }
  const snapshot = assembleSnapshot(await readSavedFiles([folder.path(place)]));
  return { mixture, snapshot, saved: diagnose(snapshot, mixture.story.context) };
}

const isLog = (path: string): boolean => /Smtp(?:Send|Receive)/u.test(path);
/** Logs of all servers in one folder, numbered: nothing in their names tells whose they are. */
const mixedUp = (path: string, index: number): string => (isLog(path) ? `logs/${index}.LOG` : path);

function sessionsOf({ servers }: Snapshot, name: string): number | string {
  const reading = servers.find((server) => server.name === name)?.sendSessions;
  if (reading === undefined) return 'no such server';
  return 'read' in reading ? reading.read.length : reading.notRead.code;
}

function gapsOf(snapshot: Snapshot): number {
  const gaps = snapshot.sources.flatMap(({ notRead }) => notRead);
  return gaps
    .filter(({ reason }) => reason.detail === 'sessions of which no file tells the server')
    .reduce((sum, { count }) => sum + count, 0);
}

describe('protocol logs of several servers in one folder', () => {
  it.each<[StoryName, string]>([
    ['untrusted-root', 'the local address, as the receive log of the same server has it'],
    ['missing-intermediate', 'the same, where all servers send the same certificate'],
    ['stale-pin', 'the same, where later sessions send none'],
    ['only-private', 'the certificate sent, where nothing was received'],
    ['healthy', 'the same as in the first'],
  ])('%s is judged as the live one: each session is told by %s', async (name) => {
    const { mixture, saved, snapshot } = await renamed(name, mixedUp);
    expect(judgedForm(saved)).toEqual(judgedForm(diagnose(mixture.story.snapshot, mixture.story.context)));
    expect(snapshot.servers.map((server) => server.name)).not.toContain('');
  });

  it('a session that nothing gives to a server is credited to none, told as a gap, and its refusal stands', async () => {
    const { snapshot, saved } = await renamed('no-private-key', mixedUp);
    expect([sessionsOf(snapshot, 'EX01'), sessionsOf(snapshot, 'EX02'), sessionsOf(snapshot, '')]).toEqual([
      'incomplete',
      4,
      25,
    ]);
    expect(gapsOf(snapshot)).toBe(25);
    const named = saved.findings.map(({ rule, status, subject }) => [rule, status, subject.server]);
    expect(named).toContainEqual(['refused-mail', 'error', '']);
    expect(named).toContainEqual(['no-private-key', 'error', 'EX01']);
    expect(named).not.toContainEqual(['no-private-key', 'error', 'EX02']);
    const missing = saved.notJudged.filter((n) => n.missing === 'sendSessions' && n.server === 'EX01');
    // The nameless server holds sessions only: nobody could have asked it for anything else.
    expect(saved.notJudged.filter((n) => n.server === '')).toEqual([]);
    expect(missing[0]).toMatchObject({
      reason: 'incomplete',
      detail: expect.stringContaining('no file tells'),
    });
  });

  it('a refused certificate is held against the server that presents it, though another may have been refused', async () => {
    const { saved } = await renamed('only-private', (path, index) =>
      /queues|Application|EX02\/(?:certificates|public)/u.test(path) ? null : mixedUp(path, index),
    );
    const [finding, another] = saved.findings.filter(
      ({ rule }) => rule === 'only-private-certificate-matches',
    );
    expect(another).toBeUndefined();
    expect(finding).toMatchObject({ status: 'error', variant: 'refused', subject: { server: 'EX01' } });
    expect(finding?.evidence[0]).toMatchObject({ key: 'refused-session', values: { server: '' } });
    // What EX02 sent is presented by no server that was read: its refusal stands by itself.
    const bare = saved.findings.filter(({ rule }) => rule === 'refused-mail');
    expect(bare.map(({ status, subject }) => [status, subject.server])).toEqual([['error', '']]);
  });
});

describe('names of folders and files', () => {
  it('tell the server of a log, by a word of the nearest one', async () => {
    const { mixture, saved } = await renamed('no-private-key', (path, index) =>
      isLog(path) ? `all servers/logs-${path.slice(0, 4).toLowerCase()}/${index}.LOG` : path,
    );
    expect(judgedForm(saved)).toEqual(judgedForm(diagnose(mixture.story.snapshot, mixture.story.context)));
  });

  it('tell nothing where files below hold facts of another server', async () => {
    const { snapshot } = await renamed(
      'no-private-key',
      (path, index) => `EX02 is broken/${mixedUp(path, index)}`,
    );
    expect(sessionsOf(snapshot, '')).toBe(25);
  });

  it('that speak against the log itself leave the server unknown, and both are shown', async () => {
    const { snapshot, saved } = await renamed('missing-intermediate', (path) =>
      path.replace('EX02/SmtpSend', 'EX01/SmtpSend/second'),
    );
    expect(sessionsOf(snapshot, 'EX02')).toBe('incomplete');
    expect(snapshot.contradictions[0]).toMatchObject({
      what: 'server',
      subject: 'Outbound to Office 365',
      values: [{ text: 'EX01' }, { text: 'EX02' }],
    });
    expect(saved.findings.filter(({ subject }) => subject.server === '').map(({ rule }) => rule)).toEqual([
      'refused-mail',
    ]);
  });
});
