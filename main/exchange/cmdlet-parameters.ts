import { z } from 'zod';

const label = /^[A-Za-z0-9_][A-Za-z0-9_-]*$/;

/**
 * A DNS or NetBIOS name. Never a wildcard: many cmdlets bind `*` to every server. Never a leading hyphen: such a
 * value could be taken for a parameter.
 */
export const serverName = z
  .string()
  .max(255)
  .refine((text) => text.split('.').every((part) => part.length <= 63 && label.test(part)), {
    error: 'must be a DNS or NetBIOS server name, without wildcards',
  });

/** 40 upper-case hex digits, as Windows names certificates; the caller removes blanks and invisible marks first. */
export const thumbprint = z
  .string()
  .regex(/^[0-9A-F]{40}$/, { error: 'must be a thumbprint of 40 upper-case hexadecimal digits' });

/** `Server\Thumbprint`. An identity of any other form makes Get-ExchangeCertificate return every certificate. */
export const certificateIdentity = serverBound(thumbprint, 'must be server\\thumbprint');

/** The one diagnostic category that decides whether event 2004 is written. */
export const sendLogLevelIdentity = serverBound(
  z.literal('MSExchangeTransport\\SmtpSend'),
  'must be server\\MSExchangeTransport\\SmtpSend',
);

/** The name or GUID of an object as an earlier answer gave it. */
export const objectIdentity = z
  .string()
  .min(1)
  .max(256)
  .refine((text) => !hasControlOrWildcard(text), {
    error: 'must be an exact name or GUID, without wildcards and control characters',
  });

/** ISO 8601, UTC. */
export const utcTime = z.iso.datetime({ error: 'must be an ISO 8601 time in UTC' });

/** About 23 identifiers make an event query invalid ("The specified query is invalid"). */
export const eventIds = z.array(z.int().min(1).max(65_535)).min(1).max(20);

export const eventProviders = z
  .array(z.enum(['MSExchangeTransport', 'MSExchangeFrontEndTransport']))
  .min(1)
  .max(2);

export const recordLimit = z.int().min(1).max(10_000);

function serverBound(rest: z.ZodType<string>, error: string) {
  return z
    .string()
    .max(320)
    .refine(
      (text) => {
        const cut = text.indexOf('\\');
        return (
          cut > 0 &&
          serverName.safeParse(text.slice(0, cut)).success &&
          rest.safeParse(text.slice(cut + 1)).success
        );
      },
      { error },
    );
}

function hasControlOrWildcard(text: string): boolean {
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20 || (code >= 0x7f && code <= 0x9f) || character === '*' || character === '?') return true;
  }
  return false;
}
