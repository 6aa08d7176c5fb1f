/** Longer texts say nothing more, and a hostile server could send any length. */
const longest = 2000;

/** What the other side said, cut to a length that can be shown; null when it said nothing. */
export function clipped(text: string | null): string | null {
  const trimmed = text?.trim() ?? '';
  if (trimmed === '') return null;
  return trimmed.length > longest ? `${trimmed.slice(0, longest)}...` : trimmed;
}
