import { describe, expect, it } from 'vitest';
import { isPedantic, type LimboCase, limboFolder, readCapturedChains, readSuite } from './limbo-case.ts';
import { type Outcome, opensslVersion, validateOpenssl, validateOurs } from './limbo-validators.ts';

/** Cases reviewed one by one: no validator can be right on them, or another peer is followed for a reason. */
const reviewed = new Map([
  [
    'rfc5280::nc::permitted-dns-match-noncritical',
    'webpki::nc::permitted-dns-match-noncritical asks the opposite of the same chain; CA/Browser Forum relaxes RFC 5280 here',
  ],
  [
    'rfc5280::nc::permitted-dn-match',
    'it expects example.com of a leaf whose only alternative name is a directory name; its chain is judged good, see below',
  ],
  [
    'pathlen::validation-ignores-pathlen-in-leaf',
    'the key of its leaf may only sign certificates; no TLS server can use it, and OpenSSL refuses it as one',
  ],
]);

interface Row {
  readonly limbo: LimboCase;
  readonly ours: Outcome;
  readonly openssl: Outcome | null;
}

const version = limboFolder === null ? null : opensslVersion();
const reason = limboFolder === null ? ' (skipped: ../shared/real-data/x509 is not here)' : '';

describe.skipIf(limboFolder === null)(`x509-limbo${reason}`, () => {
  const cases = limboFolder === null ? [] : [...readSuite(), ...readCapturedChains()];
  const rows = cases.map(
    (limbo): Row => ({
      limbo,
      ours: validateOurs(limbo),
      openssl: version === null ? null : validateOpenssl(limbo),
    }),
  );
  const wrong = rows.filter(({ limbo, ours }) => ours.accepted !== (limbo.expected === 'SUCCESS'));

  it('answers every case that carries no pedantic tag as the suite does, save for those that were reviewed', () => {
    process.stdout.write(`${table(rows)}\n`);
    const core = wrong.filter(({ limbo }) => !isPedantic(limbo) && !reviewed.has(limbo.id));
    expect(core.map(({ limbo, ours }) => `${limbo.id}: ${ours.detail}`)).toEqual([]);
  });

  it('rejects no chain that the suite calls good', () => {
    const rejected = wrong.filter(({ limbo }) => limbo.expected === 'SUCCESS' && !reviewed.has(limbo.id));
    expect(rejected.map(({ limbo, ours }) => `${limbo.id}: ${ours.detail}`)).toEqual([]);
  });

  it('finds the chain good whose host name the suite forgot', () => {
    const limbo = cases.find(({ id }) => id === 'rfc5280::nc::permitted-dn-match');
    expect(limbo && validateOurs({ ...limbo, peerName: null }).accepted).toBe(true);
  });

  it('accepts every chain captured from a real server', () => {
    const captured = rows.filter(({ limbo }) => limbo.id.includes('online::'));
    expect(captured.length).toBe(28);
    expect(captured.filter(({ ours }) => !ours.accepted).map(({ limbo }) => limbo.id)).toEqual([]);
  });

  it('needs less than a second for each case', () => {
    expect(rows.filter(({ ours }) => ours.milliseconds > 1000).map(({ limbo }) => limbo.id)).toEqual([]);
  });
});

function table(rows: readonly Row[]): string {
  const groups: [string, (limbo: LimboCase) => boolean][] = [
    ['core (no pedantic tag)', (limbo) => !isPedantic(limbo)],
    ['  of these captured chains', (limbo) => limbo.id.includes('online::')],
    ['pedantic', isPedantic],
  ];
  const lines = groups.map(([title, belongs]) => {
    const members = rows.filter(({ limbo }) => belongs(limbo));
    return [title, score(members, ({ ours }) => ours), score(members, ({ openssl }) => openssl)];
  });
  const slowest = rows.reduce((worst, { ours }) => Math.max(worst, ours.milliseconds), 0);
  const differing = rows
    .filter(({ limbo, ours }) => ours.accepted !== (limbo.expected === 'SUCCESS'))
    .map(({ limbo, ours }) => `  differs: ${limbo.id} expects ${limbo.expected}, we say ${ours.detail}`);
  return [['', 'this validator', version ?? 'no openssl here'], ...lines]
    .map(([title = '', ours = '', other = '']) => `${title.padEnd(30)}${ours.padEnd(54)}${other}`)
    .concat(`slowest case ${slowest.toFixed(1)} ms`, differing)
    .join('\n');
}

function score(rows: readonly Row[], outcome: (row: Row) => Outcome | null): string {
  let right = 0;
  let wronglyAccepted = 0;
  let wronglyRejected = 0;
  for (const row of rows) {
    const result = outcome(row);
    if (result === null) return 'not run';
    const expected = row.limbo.expected === 'SUCCESS';
    if (result.accepted === expected) right++;
    else if (expected) wronglyRejected++;
    else wronglyAccepted++;
  }
  return `${right}/${rows.length} right, ${wronglyAccepted} wrongly accepted, ${wronglyRejected} wrongly rejected`;
}
