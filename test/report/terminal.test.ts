import { describe, expect, it } from 'vitest';
import { diagnose } from '../../main/judge/diagnose.ts';
import { diagnosisText } from '../../main/report/terminal/diagnosis-text.ts';
import { paintFor } from '../../main/report/terminal/paint.ts';
import { wrap } from '../../main/report/terminal/wrap.ts';
import { languages, wordsIn } from '../../main/report/words.ts';
import { microsoftStore, mozillaStore } from '../../main/trust/stores.ts';
import { certificate, now, seen, sendConnector, server, session, snapshot } from '../judge/make-case.ts';

const plain = paintFor({}, {});

describe('a diagnosis in the terminal', () => {
  const nasty = '\u001b[31m\u202e<img onerror=x>{{name}}$t(label.none)';
  const made = snapshot(
    [
      server([certificate('A1', { subject: `CN=${nasty}`, friendlyName: nasty })], {
        name: nasty,
        sendSessions: seen([session('A1', `454 4.7.0 ${nasty}`)]),
      }),
    ],
    { sendConnectors: seen([sendConnector({ name: nasty, sourceServers: [nasty] })]) },
  );
  const context = { now, microsoft: microsoftStore(), mozilla: mozillaStore(), extraCertificates: [] };

  it.each(languages)('shows hostile names as text and obeys none of them (%s)', (language) => {
    const text = diagnosisText(diagnose(made, context), {
      words: wordsIn(language),
      paint: plain,
      width: 100,
    });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these must not reach a terminal
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e\u2066-\u2069]/u);
    expect(text).toContain('[U+202E]');
    expect(text).toContain('{{name}}$t(label.none)');
  });

  it('uses colour only on a terminal, and never against NO_COLOR', () => {
    expect(paintFor({ isTTY: true }, {})('red', 'x')).toContain('\u001b[31m');
    expect(paintFor({ isTTY: true }, { NO_COLOR: '1' })('red', 'x')).toBe('x');
    expect(paintFor({ isTTY: true }, { TERM: 'dumb' })('red', 'x')).toBe('x');
    expect(paintFor({}, {})('red', 'x')).toBe('x');
  });

  it('breaks lines at blanks and leaves long words whole', () => {
    expect(wrap('one two three', 9, 2, '- ')).toBe('- one two\n  three');
    expect(wrap(`see ${'A'.repeat(40)}`, 20, 0)).toBe(`see\n${'A'.repeat(40)}`);
  });
});
