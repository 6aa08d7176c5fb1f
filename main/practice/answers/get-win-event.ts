import type { CmdletParameters } from '../../exchange/connection.ts';
import type { EventState, Machine } from '../machine.ts';
import { noMatchingEvents } from './failures.ts';
import { eventRecord } from './machine.ts';
import { type Answer, textOf } from './targets.ts';

/** Newest first unless `Oldest` is given; nothing found is an error by form, as with the real cmdlet. */
export function getWinEvent(machine: Machine, given: CmdletParameters): Answer {
  const found = machine.events.filter((event) => matches(event, given));
  if (found.length === 0) return noMatchingEvents();
  const ordered = given['Oldest'] === true ? found : found.toReversed();
  return ordered.slice(0, Number(given['MaxEvents'])).map((event) => eventRecord(machine, event));
}

function matches(event: EventState, { Id, ProviderName, StartTime }: CmdletParameters): boolean {
  if (Array.isArray(Id) && !Id.includes(event.id)) return false;
  if (Array.isArray(ProviderName) && !ProviderName.includes(event.provider)) return false;
  return event.time >= textOf(StartTime);
}
