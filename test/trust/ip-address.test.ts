import { expect, it } from 'vitest';
import { formatIpAddress, parseIpAddress } from '../../main/trust/ip-address.ts';

it.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::', '::'],
  ['::1', '::1'],
  ['1::', '1::'],
  ['2001:DB8:0:0:0:0:2:1', '2001:db8::2:1'],
  ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
  ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
  ['::ffff:192.0.2.1', '::ffff:c000:201'],
])('%s is written %s (RFC 5952)', (text, canonical) => {
  const octets = parseIpAddress(text);
  expect(octets && formatIpAddress(octets)).toBe(canonical);
});

it.each([
  '192.0.2',
  '192.0.2.256',
  '192.0.2.01',
  '0xC0000201',
  'fe80::1%eth0',
  '1::2::3',
  '[::1]',
  'contoso.com',
  '',
])('%j is no address', (text) => {
  expect(parseIpAddress(text)).toBeNull();
});

it('other numbers of octets are no address', () => {
  expect(formatIpAddress(Buffer.alloc(5))).toBeNull();
});
