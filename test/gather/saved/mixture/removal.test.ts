import { describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../../../main/domain/diagnosis.ts';
import type { Finding } from '../../../../main/domain/finding.ts';
import { assembleSnapshot } from '../../../../main/gather/saved/assemble.ts';
import { readSavedFile } from '../../../../main/gather/saved/read-file.ts';
import type { SavedFile } from '../../../../main/gather/saved/saved-file.ts';
import { diagnose } from '../../../../main/judge/diagnose.ts';
import { rules } from '../../../../main/judge/rules/index.ts';
import type { StoryName } from '../../../../main/practice/stories/index.ts';
import { readCertificate } from '../../../../main/trust/certificate.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type Mixture, type MixtureFile, mixtureOf, type Told } from './mixture.ts';

const now = Date.parse('2026-01-15T10:00:00Z');
const folder = temporaryFolder();

const told: readonly StoryName[] = [
  'untrusted-root',
  'stale-pin',
  'missing-intermediate',
  'only-private',
  'no-private-key',
  'renewed-twin',
  'expired-auth',
  'edge-in-path',
  'healthy',
];

/** What "no problem found" rests on (README); one witness of the mail flow for each server is left when the other is gone. */
const verdictNeeds = ['sendConnectors', 'certificates'];
const ruleNeeds = new Set<string>(rules.flatMap(({ needs }) => needs));

describe.each(told)('%s with one file less', (name) => {
  it('says what it can no longer tell, and never "no problem found" for want of a file', async () => {
    const mixture = await mixtureOf(name, now);
    const read = new Map<MixtureFile, SavedFile>();
    for (const file of mixture.files) {
      read.set(file, await readSavedFile(folder.write(`${name}/${file.path}`, file.content)));
    }
    const whole = judged(mixture, [...read.values()]);
    for (const removed of mixture.files) {
      const rest = [...read].filter(([file]) => file !== removed);
      const less = judged(
        mixture,
        rest.map(([, saved]) => saved),
      );
      const gone = removed.tells.filter(
        (part) => !rest.some(([{ tells }]) => tells.some((t) => same(t, part))),
      );
      expect(silent(whole, less, gone), removed.path).toEqual([]);
    }
  });
});

function judged({ story }: Mixture, files: readonly SavedFile[]): Diagnosis {
  const extraCertificates = files.flatMap(({ found }) =>
    found.looseCertificates.flatMap(({ value }) => {
      const result = readCertificate(Buffer.from(value.raw, 'base64'));
      return result.ok ? [result.certificate] : [];
    }),
  );
  return diagnose(assembleSnapshot(files), { ...story.context, extraCertificates });
}

function same(a: Told, b: Told): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

/** Everything that got lost without a word. */
function silent(whole: Diagnosis, less: Diagnosis, gone: readonly Told[]): readonly string[] {
  const lost: string[] = [];
  for (const [server, part] of gone) {
    if (!ruleNeeds.has(part)) continue;
    const named = less.notJudged.some((n) => n.server === server && n.missing === part);
    if (!named) lost.push(`${part} of ${server ?? 'the organisation'} is not named as missing`);
  }
  const open = new Set(less.notJudged.map(({ rule }) => rule));
  for (const finding of whole.findings) {
    const still = less.findings.some((other) => isAlike(finding, other));
    if (!still && !open.has(finding.rule)) lost.push(`${finding.rule}.${finding.variant} vanished`);
  }
  if (less.verdict.status === 'no-problem-found') {
    if (whole.verdict.status !== 'no-problem-found') lost.push('the problem is found no more');
    if (gone.some(([, part]) => verdictNeeds.includes(part))) lost.push('no problem found on too little');
  }
  return lost;
}

function isAlike(a: Finding, b: Finding): boolean {
  return (
    a.rule === b.rule && a.subject.server === b.subject.server && a.subject.connector === b.subject.connector
  );
}
