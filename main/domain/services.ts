/** Services of Get-ExchangeCertificate (exchange.md 1.3). */
export type ExchangeService = 'IMAP' | 'POP' | 'UM' | 'IIS' | 'SMTP' | 'Federation' | 'UMCallRouter';

/** In the order of the enumeration: the position is the bit, and the place in ServicesStringForm. */
const enumeration: readonly ExchangeService[] = [
  'IMAP',
  'POP',
  'UM',
  'IIS',
  'SMTP',
  'Federation',
  'UMCallRouter',
];

/** Letters of ServicesStringForm; UMCallRouter is known by the last place alone. */
const letters = 'IPUWSF';

/** What one text or number says: the services in it, and whether a part of it was of no known service. */
interface Members {
  readonly bits: number;
  readonly unknown: boolean;
}

const nothingKnown: Members = { bits: 0, unknown: true };

/**
 * Reads Services in any form a cmdlet, a file or our own JSON gives it: `IMAP, POP, IIS, SMTP`, `None`, `IP.WS..`, bits
 * as number, bigint or digits, and lists of these. Null when nothing in it is a known service, and for blank text, which
 * is what Get-ExchangeCertificate answers over plain remoting; never an empty list unless the source says None. When only
 * a part is unknown (a service of a later version), the known services are returned.
 */
export function readServices(value: unknown): readonly ExchangeService[] | null {
  const { bits, unknown } = Array.isArray(value) ? membersOfList(value) : members(value);
  return bits === 0 && unknown ? null : servicesFromBits(bits);
}

/** The services of a flags value, in the order of the enumeration; bits of no known service are left out. */
export function servicesFromBits(bits: number): readonly ExchangeService[] {
  return enumeration.filter((_, position) => (bits & (1 << position)) !== 0);
}

function membersOfList(list: readonly unknown[]): Members {
  return join(list.map(members));
}

function join(parts: readonly Members[]): Members {
  return {
    bits: parts.reduce((bits, part) => bits | part.bits, 0),
    unknown: parts.some((part) => part.unknown),
  };
}

function members(value: unknown): Members {
  if (typeof value === 'number')
    return Number.isSafeInteger(value) ? membersOfBits(BigInt(value)) : nothingKnown;
  if (typeof value === 'bigint') return membersOfBits(value);
  return typeof value === 'string' ? membersOfText(value.trim()) : nothingKnown;
}

function membersOfBits(value: bigint): Members {
  if (value < 0n) return nothingKnown;
  return { bits: Number(value & 127n), unknown: value > 127n };
}

function membersOfText(text: string): Members {
  if (/^[0-9]{1,10}$/.test(text)) return membersOfBits(BigInt(text));
  if (isPositional(text)) return membersOfPositions(text);
  const names = text.split(/[,;\s]+/).filter((name) => name !== '');
  return names.length === 0 ? nothingKnown : join(names.map(memberOfName));
}

function memberOfName(name: string): Members {
  const lower = name.toLowerCase();
  if (lower === 'none') return { bits: 0, unknown: false };
  const position = enumeration.findIndex((service) => service.toLowerCase() === lower);
  return position < 0 ? nothingKnown : { bits: 1 << position, unknown: false };
}

/**
 * Seven characters, six in Exchange 2010, with a dot where a service is absent. Fewer characters that end in dots are no
 * reading: they may be the ellipsis of a column that was too narrow.
 */
function isPositional(text: string): boolean {
  if (!/^(?:[IPUWSF.]{1,6}|[IPUWSF.]{6}[A-Z.]{1,10})$/i.test(text)) return false;
  if (!text.includes('.')) return text.toUpperCase().startsWith(letters);
  return text.length >= letters.length || !text.endsWith('.');
}

function membersOfPositions(text: string): Members {
  const characters = [...text.toUpperCase()];
  return join(
    characters.map((character, place) => {
      if (character === '.') return { bits: 0, unknown: false };
      const position = place < letters.length ? letters.indexOf(character) : place;
      return position < 0 || position >= enumeration.length
        ? nothingKnown
        : { bits: 1 << position, unknown: false };
    }),
  );
}
