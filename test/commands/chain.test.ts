import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chainCommand } from '../../main/commands/chain.ts';
import { gatherStory } from '../../main/commands/practice-story.ts';
import { InputError, UsageError } from '../../main/commands/usage.ts';
import { runCommand } from './run-command.ts';

const at = '2026-01-15T10:00:00Z';

describe('rootcause chain', () => {
  let folder: string;
  const path = (name: string): string => join(folder, name);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rootcause-chain-'));
    const { world } = await gatherStory('untrusted-root', Date.parse(at));
    const pem = (label: string): string => {
      const der = Buffer.from(world.certificates.get(label)?.der ?? []).toString('base64');
      return `-----BEGIN CERTIFICATE-----\n${der.replace(/(.{64})/gu, '$1\n')}\n-----END CERTIFICATE-----\n`;
    };
    await writeFile(path('leaf.pem'), pem('public-mail'));
    await writeFile(path('root.pem'), pem('public-root'));
    await writeFile(path('intermediates.pem'), pem('public-issuer'));
    await writeFile(path('empty.pem'), '');
    await writeFile(path('self.pem'), pem('exchange-ex01'));
    await writeFile(path('damaged.pem'), pem('public-mail').replace('\nMII', '\nMIZ'));
    await writeFile(path('text.txt'), 'no certificate here\n');
    await writeFile(path('mozilla-root.pem'), rootCertificates[0] ?? '');
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('trusts a complete chain to the given root and ends with 0', async () => {
    const args = [
      '--json',
      '--at',
      at,
      '--roots',
      path('root.pem'),
      '--intermediates',
      path('intermediates.pem'),
    ];
    const { code, stdout } = await runCommand(
      chainCommand,
      ...args,
      '--name',
      'mail.contoso.com',
      path('leaf.pem'),
    );
    const result = JSON.parse(stdout);
    expect(result.verdict).toBe('trusted');
    expect(result.paths[0].certificates).toHaveLength(3);
    expect(code).toBe(0);
  });

  it('names the rule and the certificate when the name does not fit, and ends with 1', async () => {
    const args = [
      '--json',
      '--at',
      at,
      '--roots',
      path('root.pem'),
      '--intermediates',
      path('intermediates.pem'),
    ];
    const { code, stdout } = await runCommand(
      chainCommand,
      ...args,
      '--name',
      'other.example',
      path('leaf.pem'),
    );
    const { paths } = JSON.parse(stdout);
    expect(paths[0].reasons[0]).toMatchObject({
      code: 'name-mismatch',
      certificate: paths[0].certificates[0],
    });
    expect(paths[0].reasons[0].text).not.toContain('pathReason');
    expect(code).toBe(1);
  });

  it('cannot tell when the issuer was not given, and ends with 2', async () => {
    const { code, stdout } = await runCommand(chainCommand, '--json', '--at', at, path('leaf.pem'));
    expect(JSON.parse(stdout).verdict).toBe('cannot-tell');
    expect(code).toBe(2);
  });

  it('goes on without intermediates when the file has none, and ends with 66 when it cannot be opened', async () => {
    const { code, stderr } = await runCommand(
      chainCommand,
      '--at',
      at,
      '--intermediates',
      path('empty.pem'),
      path('leaf.pem'),
    );
    expect(stderr).toContain('no certificate in it');
    expect(code).toBe(2);
    await expect(runCommand(chainCommand, '--roots', path('absent.pem'), path('leaf.pem'))).rejects.toThrow(
      InputError,
    );
  });

  it('does not trust a self-signed certificate', async () => {
    expect((await runCommand(chainCommand, '--at', at, path('self.pem'))).code).toBe(1);
  });

  it('refuses a damaged certificate with its reason, and a file without one with 66', async () => {
    const damaged = await runCommand(chainCommand, '--json', '--at', at, path('damaged.pem'));
    expect(JSON.parse(damaged.stdout).verdict).not.toBe('trusted');
    expect((await runCommand(chainCommand, path('text.txt'))).code).toBe(66);
    expect((await runCommand(chainCommand, path('absent.pem'))).code).toBe(66);
  });

  it('asks the store that was named', async () => {
    const mozilla = await runCommand(
      chainCommand,
      '--store',
      'mozilla',
      '--at',
      '2025-01-01',
      path('mozilla-root.pem'),
    );
    expect(mozilla.stdout).toContain('Mozilla');
    await expect(runCommand(chainCommand, '--store', 'apple', path('leaf.pem'))).rejects.toThrow(UsageError);
    await expect(runCommand(chainCommand, '--at', 'yesterday', path('leaf.pem'))).rejects.toThrow(UsageError);
  });
});
