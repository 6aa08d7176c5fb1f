import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { readSavedFile } from '../../main/gather/saved/read-file.ts';
import type { BenchCase } from './bench-case.ts';

/** An Export-Clixml file of objects like Get-Service writes them: what a large saved export costs, read as a file. */
export const clixml: BenchCase = {
  name: 'CLIXML file read',
  unit: 'MB',
  size: 100,
  goalSeconds: 3.5,
  goalMegabytes: 400,
  async prepare(size) {
    const path = join(await mkdtemp(join(tmpdir(), 'rootcause-bench-')), 'objects.xml');
    await writeObjects(path, size * 1_000_000);
    return async () => {
      const file = await readSavedFile(path);
      if (file.counts.notRead > 0 || file.counts.records === 0)
        throw new Error('the bench file was not read whole');
    };
  },
};

async function writeObjects(path: string, bytes: number): Promise<void> {
  const out = createWriteStream(path);
  out.write('<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">\n');
  let written = 0;
  for (let i = 0; written < bytes; i += 1) {
    const text = objectText(i);
    written += text.length;
    if (!out.write(text)) await once(out, 'drain');
  }
  out.end('</Objs>\n');
  await finished(out);
}

function objectText(i: number): string {
  const values = Array.from(
    { length: 24 },
    (_, n) => `      <S N="Property${n}">value ${i * n} of this object</S>\n`,
  ).join('');
  // PowerShell writes the names of a type once and refers to them from then on.
  const names = '<TN RefId="0"><T>System.ServiceProcess.ServiceController</T><T>System.Object</T></TN>';
  return `  <Obj RefId="${i}">
    ${i === 0 ? names : '<TNRef RefId="0" />'}
    <ToString>service ${i}</ToString>
    <Props>
${values}      <B N="CanStop">true</B>
      <I32 N="Count">${i}</I32>
      <DT N="Started">2026-01-15T10:00:00.0000000+01:00</DT>
    </Props>
  </Obj>
`;
}
