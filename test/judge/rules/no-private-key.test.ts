import { describe, expect, it } from 'vitest';
import { noPrivateKey as rule } from '../../../main/judge/rules/no-private-key.ts';
import {
  certificate,
  makeCase,
  publicIssuer,
  seen,
  sendConnector,
  server,
  session,
  snapshot,
} from '../make-case.ts';

const keyless = certificate('A1', { hasPrivateKey: false });

describe('no-private-key', () => {
  it('explains NoCredentials in the send log by the certificate without a key', () => {
    const failed = session('A1', null, { tlsError: 'NoCredentials', tlsProtocol: null });
    const [finding] = rule.judge(makeCase(snapshot([server([keyless], { sendSessions: seen([failed]) })])));
    expect(finding).toMatchObject({ status: 'error', variant: 'refused' });
    expect(finding?.advice[0]?.key).toBe('import-with-private-key');
  });

  it('finds a named certificate without a key before any mail fails', () => {
    const organisation = {
      sendConnectors: seen([sendConnector({}, `<I>${publicIssuer}<S>CN=mail.contoso.com`)]),
    };
    expect(rule.judge(makeCase(snapshot([server([keyless])], organisation)))[0]?.variant).toBe('pinned');
  });

  it('is content when a certificate with a key is chosen instead, and when the key was not read', () => {
    expect(rule.judge(makeCase(snapshot([server([keyless, certificate('A2')])])))).toEqual([]);
    expect(rule.judge(makeCase(snapshot([server([certificate('A1', { hasPrivateKey: null })])])))).toEqual(
      [],
    );
  });
});
