import { describe, expect, it } from 'vitest';
import { smtpKeyNotReadable as rule } from '../../../main/judge/rules/smtp-key-not-readable.ts';
import { certificate, makeCase, seen, server, session, snapshot } from '../make-case.ts';

describe('smtp-key-not-readable', () => {
  it('explains UnknownCredentials and warns of the overwrite question', () => {
    const closed = certificate('A1', { services: [], networkServiceCanReadKey: false });
    const failed = session('A1', null, { tlsError: 'UnknownCredentials', tlsProtocol: null });
    const [finding] = rule.judge(makeCase(snapshot([server([closed], { sendSessions: seen([failed]) })])));
    expect(finding).toMatchObject({ status: 'error', variant: 'refused' });
    expect(finding?.advice[0]?.key).toBe('enable-smtp-answer-no');
  });

  it('takes Services without SMTP as a sign when the permission itself was not read', () => {
    const unlisted = certificate('A1', { services: ['IIS'], networkServiceCanReadKey: null });
    expect(rule.judge(makeCase(snapshot([server([unlisted])])))[0]).toMatchObject({
      status: 'warning',
      variant: 'latent',
    });
  });

  it('says nothing when neither services nor permission were read', () => {
    const unknown = certificate('A1', { services: null, networkServiceCanReadKey: null });
    expect(rule.judge(makeCase(snapshot([server([unknown])])))).toEqual([]);
    expect(rule.judge(makeCase(snapshot([server([certificate('A1')])])))).toEqual([]);
  });
});
