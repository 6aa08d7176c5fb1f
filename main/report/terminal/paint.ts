import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Writes text in a style, or unchanged where colour is not wanted. */
export type Paint = (style: Style, text: string) => string;

/** Colour only on a terminal, and never against NO_COLOR (no-color.org). */
export function paintFor(stream: { readonly isTTY?: boolean }, environment: NodeJS.ProcessEnv): Paint {
  const colour =
    stream.isTTY === true && (environment['NO_COLOR'] ?? '') === '' && environment['TERM'] !== 'dumb';
  // validateStream would ask the stream again and override the decision made here.
  return colour ? (style, text) => styleText(style, text, { validateStream: false }) : (_, text) => text;
}
