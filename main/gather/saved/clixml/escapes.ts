const escapedUnit = /_x([0-9A-Fa-f]{4})_/g;

/**
 * Undoes the `_xHHHH_` escapes of PowerShell's serialiser ([MS-PSRP] 2.2.5.3.2) once: `_x005F_x0041_` is the text
 * `_x0041_`, not `A`. Each escape is one UTF-16 unit, so a character outside the basic plane is two of them.
 */
export function decodeEscapes(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(escapedUnit, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
