const ticksForSecond = 10_000_000;
const daysFrom1601To1970 = 134_774;

/** 2^32 ticks are 429 seconds and 4,967,296 ticks. */
const secondsForHigh = 429;
const ticksForHigh = 4_967_296;

let lastDay = -1;
let lastDayText = '';

function dayText(day: number): string {
  if (day !== lastDay) {
    const iso = new Date((day - daysFrom1601To1970) * 86_400_000).toISOString();
    lastDayText = iso.slice(0, iso.indexOf('T'));
    lastDay = day;
  }
  return lastDayText;
}

const two = (value: number): string => (value < 10 ? `0${value}` : `${value}`);

/**
 * A FILETIME (MS-DTYP 2.3.3: 100 ns since 1601, UTC) as ISO text with seven fraction digits, exact for all 64 bits.
 * Years above 9999 take the expanded form of ECMA-262 (`+012345-...`).
 */
export function filetimeText(low: number, high: number): string {
  let seconds: number;
  let ticks: number;
  if (high < 0x4000_0000) {
    const rest = high * ticksForHigh + low;
    seconds = high * secondsForHigh + Math.floor(rest / ticksForSecond);
    ticks = rest % ticksForSecond;
  } else {
    const all = (BigInt(high) << 32n) | BigInt(low);
    seconds = Number(all / BigInt(ticksForSecond));
    ticks = Number(all % BigInt(ticksForSecond));
  }
  const day = Math.floor(seconds / 86_400);
  const inDay = seconds - day * 86_400;
  const hour = Math.floor(inDay / 3600);
  const minute = Math.floor((inDay - hour * 3600) / 60);
  const time = `${two(hour)}:${two(minute)}:${two(inDay % 60)}`;
  return `${dayText(day)}T${time}.${String(ticks).padStart(7, '0')}Z`;
}

/** A SYSTEMTIME (MS-DTYP 2.3.13) at `offset` as ISO text with three fraction digits; the record calls it UTC. */
export function systemTimeText(view: DataView, offset: number): string {
  const field = (index: number): number => view.getUint16(offset + 2 * index, true);
  const year = String(field(0)).padStart(4, '0');
  const time = `${two(field(4))}:${two(field(5))}:${two(field(6))}.${String(field(7)).padStart(3, '0')}`;
  return `${year}-${two(field(1))}-${two(field(3))}T${time}Z`;
}
