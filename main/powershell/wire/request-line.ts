import type { Credential } from '../credential.ts';

export type RequestFields = Readonly<Record<string, unknown>>;

/** A request as one line. */
export function requestLine(id: number, op: string, fields: RequestFields): string {
  return `${JSON.stringify({ id, op, ...fields })}\n`;
}

/**
 * A request with user and password as one line of bytes. The caller erases it when it is written: it is the only copy of
 * the password that is made on its way to the child.
 */
export function requestLineWithSecret(
  id: number,
  op: string,
  fields: RequestFields,
  credential: Credential,
): Buffer {
  const open = requestLine(id, op, { ...fields, user: credential.user }).slice(0, -2);
  const password = credential.escaped();
  const line = Buffer.concat([
    Buffer.from(`${open},"password":{"$":"secure","v":"`),
    password,
    Buffer.from('"}}\n'),
  ]);
  password.fill(0);
  return line;
}
