import { describe, expect, it } from 'vitest';
import { noPrivateKey as rule } from '../../../main/judge/rules/no-private-key.ts';
import {
  certificate,
  makeCase,
  publicIssuer,
  receiveConnector,
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

  it('does not blame a missing key where the certificate that is used is said to have one', () => {
    const failed = session('A1', null, { tlsError: 'NoCredentials', tlsProtocol: null });
    const made = snapshot([server([certificate('A1')], { sendSessions: seen([failed]) })]);
    const [finding] = rule.judge(makeCase(made));
    expect(finding?.variant).toBe('refused-unexplained');
    expect(finding?.evidence.map((e) => e.key)).not.toContain('private-key-missing');
  });

  it('speaks of a receive connector without a send log or a queue', () => {
    const pin = `<I>${publicIssuer}<S>CN=mail.contoso.com`;
    const made = snapshot([server([keyless])], { receiveConnectors: seen([receiveConnector({}, pin)]) });
    const [finding] = rule.judge(makeCase(made));
    expect(finding?.variant).toBe('pinned-receive');
    expect(finding?.advice.map((a) => a.key)).toEqual(['import-with-private-key']);
  });
});
