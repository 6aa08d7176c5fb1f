import type { EventState, Machine } from '../../../../main/practice/machine.ts';
import { type BinXmlWriter, textValue } from '../evtx/binxml-writer.ts';
import { ChunkWriter, logFile } from '../evtx/log-writer.ts';

const levels = { error: ['2', '49156'], warning: ['3', '32772'], information: ['4', '16388'] } as const;

/** The Application log as Event Viewer saves it: every record, those that nobody asks for among them. */
export function evtxLog({ events, fqdn }: Machine): Uint8Array {
  const chunks: Uint8Array[] = [];
  let chunk = new ChunkWriter();
  for (const event of events) {
    if (chunk.at > 60_000) {
      chunks.push(chunk.finish());
      chunk = new ChunkWriter();
    }
    const start = chunk.record(event.recordId, (writer) => {
      const values = event.data.map((text) => textValue(text));
      writer.template((body) => eventBody(body, event, fqdn), values);
    });
    chunk.view.setBigUint64(start + 16, fileTime(event.time), true);
  }
  return logFile([...chunks, chunk.finish()]);
}

function eventBody(body: BinXmlWriter, event: EventState, computer: string): void {
  const [level, qualifiers] = levels[event.level];
  const constant = (text: string) => (inner: BinXmlWriter) => void inner.text(text);
  body.header().open('Event').inside();
  body.open('System').inside();
  body.open('Provider', [['Name', constant(event.provider)]]).empty();
  body
    .open('EventID', [['Qualifiers', constant(qualifiers)]])
    .inside()
    .text(`${event.id}`)
    .close();
  body.leaf('Level', constant(level));
  body.open('TimeCreated', [['SystemTime', constant(event.time)]]).empty();
  body.leaf('EventRecordID', constant(`${event.recordId}`));
  body.leaf('Channel', constant('Application'));
  body.leaf('Computer', constant(computer));
  body.close();
  body.open('EventData').inside();
  for (const index of event.data.keys()) body.leaf('Data', (data) => void data.slot(index));
  body.close().close().end();
}

/** 100 nanoseconds since 1601. */
function fileTime(iso: string): bigint {
  return (BigInt(Date.parse(iso)) + 11_644_473_600_000n) * 10_000n;
}

/** The same log as Event XML: `wevtutil qe Application /f:xml /e:Events`. */
export function xmlLog({ events, fqdn }: Machine): string {
  return `<Events>${events.map((event) => xmlEvent(event, fqdn)).join('')}</Events>`;
}

function xmlEvent(event: EventState, computer: string): string {
  const [level, qualifiers] = levels[event.level];
  return [
    "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>",
    `<Provider Name='${event.provider}'/><EventID Qualifiers='${qualifiers}'>${event.id}</EventID>`,
    `<Level>${level}</Level><TimeCreated SystemTime='${event.time}'/>`,
    `<EventRecordID>${event.recordId}</EventRecordID><Channel>Application</Channel>`,
    `<Computer>${computer}</Computer></System><EventData>`,
    ...event.data.map((text) => `<Data>${escaped(text)}</Data>`),
    '</EventData></Event>\r\n',
  ].join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
