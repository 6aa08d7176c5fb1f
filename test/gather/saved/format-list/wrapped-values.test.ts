import { describe, expect, test } from 'vitest';
import { isPlainObject, type Plain } from '../../../../main/exchange/plain.ts';
import { readFormatList } from '../../../../main/gather/saved/format-list/read-format-list.ts';
import { seededRandom } from '../../../domain/seeded-random.ts';
import { type ConsoleStyle, renderList } from './console-renderer.ts';

/** Names of issuers as public CAs use them and names an organisation may invent; made up here. */
const issuers = [
  'CN=DigiCert Global G2 TLS RSA SHA256 2020 CA1, O=DigiCert Inc, C=US',
  'CN=Contoso Issuing CA 1, DC=contoso, DC=com',
  'CN=GlobalSign RSA OV SSL CA 2018, O=GlobalSign nv-sa, C=BE',
  'CN=Sectigo RSA Organization Validation Secure Server CA, O=Sectigo Limited, L=Salford, S=Greater Manchester, C=GB',
];
const subjects = [
  'CN=mail.contoso.com, OU=IT, O="Contoso, Ltd.", L=Redmond, S=Washington, C=US',
  'CN=*.contoso.com',
  'CN=ex01.contoso.com, O=Contoso Very Long Company Name Holdings International GmbH & Co. KG, C=DE',
];

type Random = ReturnType<typeof seededRandom>;

function pick<T>(random: Random, list: readonly T[]): T {
  const chosen = list[random(list.length)];
  if (chosen === undefined) throw new Error('empty list');
  return chosen;
}

function sendConnector(random: Random, name: string): ReadonlyMap<string, string> {
  const issuer = pick(random, issuers);
  const subject = pick(random, subjects);
  return new Map([
    ['AddressSpaces', '{SMTP:*;1, SMTP:contoso.mail.onmicrosoft.com;1}'],
    ['CloudServicesMailEnabled', 'True'],
    ['Fqdn', ''],
    ['HomeMTA', 'Microsoft MTA'],
    ['Identity', name],
    ['SmartHosts', '{contoso-com.mail.protection.outlook.com}'],
    ['SourceRoutingGroup', 'Exchange Routing Group (DWBGZMFD01QNBJR)'],
    ['TlsCertificateName', `<I>${issuer}<S>${subject}`],
    ['WhenChangedUTC', '2021-08-06 15:57:31'],
  ]);
}

function shown(value: Plain | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (value === null) return '';
  if (isPlainObject(value)) return value.text ?? '';
  if (value === true) return 'True';
  return String(value);
}

interface Outcome {
  readonly wrong: string[];
  readonly doubtful: number;
  readonly total: number;
}

function readBack(style: ConsoleStyle, random: Random): Outcome {
  const records = [sendConnector(random, 'Outbound to Office 365'), sendConnector(random, 'To partner')];
  const reading = readFormatList(renderList(records, style));
  const wrong: string[] = [];
  let doubtful = 0;
  for (const [index, record] of records.entries()) {
    for (const [name, value] of record) {
      const got = shown(reading.objects[index]?.object.properties.get(name));
      const expected = name === 'WhenChangedUTC' ? '2021-08-06T15:57:31Z' : value;
      if (got === undefined) doubtful++;
      else if (got !== expected) wrong.push(`width ${style.width}, ${name}: ${got}`);
    }
  }
  const reported = reading.notRead.reduce((sum, gap) => sum + gap.count, 0);
  if (reported !== doubtful) wrong.push(`width ${style.width}: ${doubtful} left out, ${reported} reported`);
  return { wrong, doubtful, total: records.length * 9 };
}

const widths = Array.from({ length: 161 }, (_, index) => index + 40);

describe('values that the console wrapped', () => {
  test.each(['at-blanks', 'anywhere'] as const)(
    'come back whole from a file with its blanks, broken %s, at every width from 40 to 200',
    (breaks) => {
      const random = seededRandom(20);
      const outcomes = widths.map((width) => readBack({ width, breaks, trimmed: false }, random));
      expect(outcomes.flatMap(({ wrong }) => wrong)).toEqual([]);
      expect(outcomes.reduce((sum, { doubtful }) => sum + doubtful, 0)).toBe(0);
    },
  );

  test.each(['at-blanks', 'anywhere'] as const)(
    'come back whole, or are reported, from a mail that cut the blanks off, broken %s',
    (breaks) => {
      const random = seededRandom(21);
      const outcomes = widths.flatMap((width) =>
        Array.from({ length: 10 }, () => readBack({ width, breaks, trimmed: true }, random)),
      );
      expect(outcomes.flatMap(({ wrong }) => wrong)).toEqual([]);
      const doubtful = outcomes.reduce((sum, outcome) => sum + outcome.doubtful, 0);
      const total = outcomes.reduce((sum, outcome) => sum + outcome.total, 0);
      expect(doubtful / total).toBeLessThan(0.05);
    },
  );
});
