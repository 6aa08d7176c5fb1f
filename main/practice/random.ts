/** A number in [0, 1), as `Math.random` gives it. */
export type Random = () => number;

/** The same seed gives the same world: everything but the keys, and what hangs on them. (Algorithm: mulberry32.) */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

export function randomBytes(random: Random, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => Math.floor(random() * 256));
}

/** A GUID in the form that Exchange prints, lower-case and hyphenated. */
export function randomGuid(random: Random): string {
  const hex = Buffer.from(randomBytes(random, 16)).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
