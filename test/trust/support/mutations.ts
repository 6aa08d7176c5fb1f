/** A small repeatable generator (mulberry32), so that a failure can be run again by its seed. */
export function generator(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

/** One to four changes: a bit flipped, a byte replaced, a run cut out, doubled or overwritten. */
export function mutate(bytes: Uint8Array, random: (limit: number) => number): Buffer {
  let result = Buffer.from(bytes);
  for (let changes = 1 + random(4); changes > 0 && result.length > 0; changes--) {
    const at = random(result.length);
    const length = 1 + random(Math.min(16, result.length - at));
    switch (random(5)) {
      case 0:
        result[at] = (result[at] as number) ^ (1 << random(8));
        break;
      case 1:
        result[at] = random(256);
        break;
      case 2:
        result = Buffer.concat([result.subarray(0, at), result.subarray(at + length)]);
        break;
      case 3:
        result = Buffer.concat([result.subarray(0, at + length), result.subarray(at)]);
        break;
      default:
        result.fill([0, 0xff, 0x30, 0x80][random(4)] as number, at, at + length);
    }
  }
  return result;
}

/** Changes bytes without moving any, so that most results can still be taken apart. */
export function flipBits(bytes: Uint8Array, random: (limit: number) => number): Buffer {
  const result = Buffer.from(bytes);
  for (let changes = 1 + random(3); changes > 0; changes--) {
    const at = random(result.length);
    result[at] = (result[at] as number) ^ (1 << random(8));
  }
  return result;
}
