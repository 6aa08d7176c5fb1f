import { certificateFormat } from './certificate-format.ts';
import { clixmlFormat } from './clixml/clixml-format.ts';
import { eventXmlFormat } from './event-xml/event-xml-format.ts';
import { evtxFormat } from './evtx/evtx-format.ts';
import { formatListFormat } from './format-list/format-list-format.ts';
import type { FormatReader } from './format-reader.ts';
import { jsonFormat } from './other-tools/json-format.ts';
import { smtpLogFormat } from './smtp-log/smtp-log-format.ts';

/** Every format we read. The first one that recognises the content of a file reads it, so the strictest come first. */
export const formatReaders: readonly FormatReader[] = [
  evtxFormat,
  clixmlFormat,
  jsonFormat,
  eventXmlFormat,
  certificateFormat,
  smtpLogFormat,
  formatListFormat,
];
