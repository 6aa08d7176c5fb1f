import { isRead } from '../../domain/reading.ts';
import { describedAdvice } from '../advice.ts';
import type { Rule } from '../rule.ts';

/** Event 2004 is written only at level Expert: below that, its absence proves nothing. */
export const eventLogLevel: Rule = {
  id: 'event-log-level',
  variants: ['below-expert'],
  citation: {
    text: 'Event 2004 of the category SmtpSend is written only at the diagnostic level Expert.',
    url: 'https://learn.microsoft.com/previous-versions/office/exchange-server-2010/ff985316(v=exchg.141)',
    read: '2026-11-24',
  },
  needs: ['smtpSendLogLevel'],
  applies: (c) => c.snapshot.servers.length > 0,
  judge: (c) =>
    c.snapshot.servers.flatMap((server) => {
      if (!isRead(server.smtpSendLogLevel)) return [];
      const { read: level, from, at } = server.smtpSendLogLevel;
      // Events that are there speak for themselves.
      const seen = isRead(server.events) && server.events.read.events.some((e) => e.id === 2004);
      if (level.toLowerCase() === 'expert' || seen) return [];
      const values = { server: server.name, level };
      return [
        {
          rule: eventLogLevel.id,
          status: 'notice' as const,
          variant: 'below-expert',
          subject: { server: server.name, thumbprint: null, connector: null },
          values,
          evidence: [{ key: 'log-level', values, from, at }],
          advice: [
            describedAdvice('raise-log-level', values, [
              'Set-EventLogLevel',
              [
                ['Identity', `${server.name}\\MSExchangeTransport\\SmtpSend`],
                ['Level', 'Expert'],
              ],
            ]),
          ],
        },
      ];
    }),
};
