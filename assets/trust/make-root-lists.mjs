// Makes microsoft-roots.json from an export of a root list: node make-root-lists.mjs INPUT > microsoft-roots.json
//
// INPUT holds { source, fetched, roots: [{ name, sha256 }] }: names and fingerprints of Microsoft's Trusted Root Program
// (CCADB report IncludedCACertificateReportForMSFT, here as collected by nabla-c0d3/trust_stores_observatory). Source and
// date stay in the file, because a verdict that rests on an old list must say how old it is. Roots are sorted by
// fingerprint, so that an update shows as the roots that came and went.
import { readFileSync } from 'node:fs';

const input = JSON.parse(readFileSync(process.argv[2], 'utf8'));
if (typeof input.source !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(input.fetched)) throw new Error('no source or date');

const roots = new Map();
for (const { name, sha256 } of input.roots) {
  if (!/^[0-9a-fA-F]{64}$/.test(sha256)) throw new Error(`not a SHA-256: ${sha256}`);
  roots.set(sha256.toUpperCase(), name);
}
const sorted = [...roots].sort(([left], [right]) => (left < right ? -1 : 1));
const lines = sorted.map(([sha256, name]) => `    ${JSON.stringify({ sha256, name })}`);
process.stdout.write(`{
  "source": ${JSON.stringify(input.source)},
  "fetched": ${JSON.stringify(input.fetched)},
  "roots": [
${lines.join(',\n')}
  ]
}
`);
