import { describe, expect, it } from 'vitest';
import { readSnapshot } from '../../../../main/commands/read-snapshot.ts';
import { readSavedFiles } from '../../../../main/gather/saved/read-folder.ts';
import { diagnose } from '../../../../main/judge/diagnose.ts';
import { storyList } from '../../../../main/practice/stories/index.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { judgedForm } from './judged-form.ts';
import { mixtureOf } from './mixture.ts';

const now = Date.parse('2026-01-15T10:00:00Z');
const folder = temporaryFolder();

describe('a story saved in many formats is judged as the live one: verdict, findings with their values, selection, trust, gaps', () => {
  it.each(storyList.map(({ name }) => name))('%s', async (name) => {
    const { story, files } = await mixtureOf(name, now);
    for (const { path, content } of files) folder.write(`${name}/${path}`, content);
    const notes: string[] = [];
    const gathered = await readSnapshot([folder.path(name)], {
      stdout: {},
      text: () => {},
      note: (text) => void notes.push(text),
    });
    if (gathered === null) throw new Error('nothing was read');
    expect(notes.join('')).toBe('');
    const { snapshot, certificates } = gathered;
    expect(snapshot.contradictions).toEqual([]);
    const saved = diagnose(snapshot, { ...story.context, extraCertificates: certificates });
    expect(judgedForm(saved)).toEqual(judgedForm(diagnose(story.snapshot, story.context)));
  });
});

it('the folder of a story holds seven formats, and each file is read to its end', async () => {
  const files = await readSavedFiles([folder.path('healthy')]);
  expect([...new Set(files.map(({ format }) => format))].sort()).toEqual([
    ...['certificate', 'clixml', 'event-xml', 'evtx', 'format-list', 'smtp-log', 'snapshot'],
  ]);
  expect(files.filter(({ complete }) => !complete)).toEqual([]);
  expect(files.filter(({ found }) => found.snapshot !== null).map(({ kind }) => kind)).toEqual([
    'snapshot',
    'bundle',
  ]);
});
