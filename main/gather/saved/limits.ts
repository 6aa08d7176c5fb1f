const mebibyte = 1024 * 1024;

/**
 * What one saved file may cost us, in one place (hostile-input.md U-01).
 * XML depth: PowerShell's own reader stops at 50 nested objects, and no cmdlet we read comes near it.
 * XML elements: a legitimate export has about 25,000 for each megabyte, so this follows the file limit.
 */
export const readingLimits = {
  fileBytes: 512 * mebibyte,
  xmlDepth: 64,
  xmlElements: 16_000_000,
  xmlAttributes: 256,
  textCharacters: 32 * mebibyte,
  characterReferences: 1_000_000,
  objects: 1_000_000,
  typeNameLists: 1_000_000,
  binaryBytes: 8 * mebibyte,
  binaryDepth: 32,
  binaryRecords: 100_000,
  binaryItems: 1_000_000,
  storeProperties: 1_000,
  distinctGaps: 1_000,
  folderFiles: 10_000,
  folderDepth: 32,
} as const;

export type ReadingLimits = { readonly [Name in keyof typeof readingLimits]: number };
