/** Tokens of BinXml (MS-EVEN6 2.2.12). `more` is a flag that says only that another item of the same list follows. */
export const token = {
  endOfFragment: 0x00,
  openStartElement: 0x01,
  closeStartElement: 0x02,
  closeEmptyElement: 0x03,
  endElement: 0x04,
  value: 0x05,
  attribute: 0x06,
  cdata: 0x07,
  characterReference: 0x08,
  entityReference: 0x09,
  instructionTarget: 0x0a,
  instructionData: 0x0b,
  templateInstance: 0x0c,
  normalSubstitution: 0x0d,
  optionalSubstitution: 0x0e,
  fragmentHeader: 0x0f,
} as const;

export const moreFlag = 0x40;

/** Elements inside elements, and fragments inside values: deeper is hostile, as no Windows event nests beyond a handful. */
export const deepestNesting = 32;
