import { describe, expect, it } from 'vitest';
import { practiceCommand } from '../../main/commands/practice.ts';
import { UsageError } from '../../main/commands/usage.ts';
import { storyList } from '../../main/practice/stories/index.ts';
import { runCommand } from './run-command.ts';

describe('rootcause practice', () => {
  it('prints the KB diagnosis: what is presented, why it won, who does not trust it, and the ranked remedies', async () => {
    const { code, stdout: wrapped } = await runCommand(practiceCommand);
    const stdout = wrapped.replaceAll(/\s+/gu, ' ');
    expect(code).toBe(1);
    expect(stdout).toContain('EX01 presents a certificate that Microsoft 365 does not trust');
    expect(stdout).toContain('UntrustedRoot: Access Denied');
    expect(stdout).toContain('it is the newest that EX01 itself believes');
    expect(stdout).toMatch(/sent [0-9A-F]{40}/u);
    const remedies = ['Set-SendConnector', 'Remove-ExchangeCertificate', 'KB 2888788 for', 'Retry-Queue'];
    const places = remedies.map((text) => stdout.indexOf(text));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
  });

  it.each([
    ['healthy', 0],
    ['untrusted-root', 1],
    ['unreadable', 2],
    ['edge-in-path', 2],
    ['stale-pin', 1],
  ])('story %s ends with %i', async (story, expected) => {
    expect((await runCommand(practiceCommand, '--story', story)).code).toBe(expected);
  });

  it('never says "no problem found" for a story that could not be read', async () => {
    const { stdout } = await runCommand(practiceCommand, '--story', 'unreadable', '--json');
    const { verdict, notJudged } = JSON.parse(stdout);
    expect(verdict.status).toBe('cannot-tell');
    expect(notJudged.length).toBeGreaterThan(0);
  });

  it('gives JSON alone on standard output', async () => {
    const { stdout } = await runCommand(practiceCommand, '--json');
    const { verdict, findings, selection, trust } = JSON.parse(stdout);
    expect(verdict).toMatchObject({ status: 'problem', rule: 'smtp-on-untrusted-certificate' });
    expect(findings[0].citation.url).toContain('mail-flow-stops-event-2004');
    const [outbound] = selection;
    expect(outbound).toMatchObject({
      server: 'EX01',
      nameFrom: 'connector-fqdn',
      proof: { status: 'agrees' },
    });
    const winner = trust.find((t: { thumbprint: string }) => t.thumbprint === outbound.winner);
    expect(winner).toMatchObject({ microsoft: 'not-trusted', server: 'valid' });
  });

  it('lists its stories in words', async () => {
    const { stdout } = await runCommand(practiceCommand, '--list');
    for (const { name } of storyList) expect(stdout).toContain(name);
    expect(stdout).not.toContain('practice.stories');
  });

  it('names the stories when one is not known', async () => {
    await expect(runCommand(practiceCommand, '--story', 'toString')).rejects.toThrow(UsageError);
  });

  it.each(storyList.map(({ name }) => name))('tells %s in Hebrew without a missing word', async (name) => {
    const { stdout } = await runCommand(practiceCommand, '--story', name, '--lang', 'he');
    expect(stdout).toMatch(/[א-ת]/u);
    expect(stdout).not.toMatch(/(?:rules|evidence|advice|candidate|label|headline|part|notRead)\.[a-z]/u);
    expect(stdout).not.toContain('{{');
  });
});
