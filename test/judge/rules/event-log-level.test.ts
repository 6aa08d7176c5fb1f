import { describe, expect, it } from 'vitest';
import { notAsked } from '../../../main/domain/reading.ts';
import { eventLogLevel as rule } from '../../../main/judge/rules/event-log-level.ts';
import { makeCase, seen, server, snapshot } from '../make-case.ts';

describe('event-log-level', () => {
  it('says that silence proves nothing below Expert', () => {
    const at = (level: string) =>
      rule.judge(makeCase(snapshot([server([], { smtpSendLogLevel: seen(level) })])));
    expect(at('Lowest')).toMatchObject([{ status: 'notice', values: { level: 'Lowest' } }]);
    expect(at('Expert')).toEqual([]);
  });

  it('is silent when the level was not read', () => {
    expect(rule.judge(makeCase(snapshot([server([], { smtpSendLogLevel: notAsked })])))).toEqual([]);
  });
});
