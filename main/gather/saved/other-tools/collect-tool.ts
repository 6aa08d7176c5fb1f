import type { RecordCollector } from '../record-collector.ts';
import { answerObject } from './answer-object.ts';
import type { ToolReading } from './tool-reading.ts';

/** Hands every object of another tool's file to the collector, as the answer of the cmdlet it came from. */
export function collectTool(reading: ToolReading, collector: RecordCollector): void {
  for (const { cmdlet, object, server, place } of reading.objects) {
    collector.take(answerObject(cmdlet, object, server), place, server);
  }
}
