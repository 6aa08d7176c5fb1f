import { describe, expect, it } from 'vitest';
import { pathOwners } from '../../../../main/gather/saved/assembly/path-owner.ts';
import { ServerBook } from '../../../../main/gather/saved/assembly/server-book.ts';
import {
  type Found,
  nothingFound,
  nothingRead,
  savedFile,
} from '../../../../main/gather/saved/saved-file.ts';

const file = (path: string, found: Partial<Found> = {}) =>
  savedFile(path, 'clixml', { ...nothingRead, found: { ...nothingFound, ...found } });

function owner(path: string, servers: readonly string[], others: readonly ReturnType<typeof file>[] = []) {
  const book = new ServerBook();
  for (const name of servers) book.entry(name);
  return pathOwners([file(path), ...others], book)(path)?.entry.name ?? null;
}

describe('the server that a path names', () => {
  it.each([
    ['EX01/SmtpSend/SEND2026011509-1.LOG', 'EX01'],
    ['C:\\case\\ex01.contoso.com\\SEND2026011509-1.LOG', 'EX01'],
    ['case/EX01-certificates.xml', 'EX01'],
    ['case/logs_of_ex02/a.log', 'EX02'],
    ['EX01/EX02/a.log', 'EX02'],
    ['case/EX010/a.log', null],
    ['case/EX01 and EX02/a.log', null],
    ['a.log', null],
  ])('%s: %s', (path, expected) => {
    expect(owner(path, ['EX01.contoso.com', 'EX02'])).toBe(expected);
  });

  it('a longer name is not the shorter one inside it', () => {
    expect(owner('MAIL-01/a.log', ['MAIL', 'MAIL-01'])).toBe('MAIL-01');
  });

  it('a word of the log path of every server is no name of one', () => {
    const path =
      'Microsoft/Exchange Server/V15/TransportRoles/Logs/Hub/ProtocolLog/SmtpSend/SEND2026011509-1.LOG';
    expect(owner(path, ['HUB', 'EXCHANGE', 'LOGS'])).toBeNull();
  });

  it('a folder that also holds what another server owns says nothing', () => {
    const row = (server: string) => ({ value: 'Expert', server, origin: { source: '' } });
    const level = (server: string) => file(`EX01/${server}.xml`, { smtpSendLogLevels: [row(server)] });
    expect(owner('EX01/a.log', ['EX01'], [level('ex01')])).toBe('EX01');
    expect(owner('EX01/a.log', ['EX01', 'EX02'], [level('EX01'), level('EX02')])).toBeNull();
    expect(
      owner('EX01/a.log', ['EX01', 'EX02'], [file('EX01 old/b.xml', { smtpSendLogLevels: [row('EX02')] })]),
    ).toBe('EX01');
  });
});
