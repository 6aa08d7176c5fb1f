import type { Queue } from '../../domain/queue.ts';
import type { Known, Origin } from '../../domain/reading.ts';
import type { PlainObject } from '../plain.ts';
import { name, number, text } from './fields.ts';
import { utcTime } from './times.ts';

/** One answer of Get-Queue; null when it has no identity. */
export function queue(object: PlainObject, origin: Origin): Queue | null {
  const identity = name(object, 'Identity', 'QueueIdentity') ?? object.text;
  if (identity === null || identity === '') return null;
  return {
    identity,
    server: serverOf(identity),
    deliveryType: text(object, 'DeliveryType'),
    status: text(object, 'Status'),
    messageCount: number(object, 'MessageCount'),
    nextHopDomain: text(object, 'NextHopDomain'),
    nextHopConnector: text(object, 'NextHopConnector'),
    tlsDomain: text(object, 'TlsDomain'),
    lastError: text(object, 'LastError'),
    lastRetryTime: utcTime(object, 'LastRetryTime'),
    nextRetryTime: utcTime(object, 'NextRetryTime'),
    origins: [origin],
  };
}

/** The identity of a queue is `Server\Number` or `Server\Submission`. */
function serverOf(identity: string): Known<string> {
  const at = identity.indexOf('\\');
  return at > 0 ? identity.slice(0, at) : null;
}
