import type { Known, Origin } from './reading.ts';

/** One row of Get-Queue. `lastError` is the best evidence of what happens now, independent of event 2004. */
export interface Queue {
  /** `EX01\38`. */
  readonly identity: string;
  readonly server: Known<string>;
  readonly deliveryType: Known<string>;
  /** Active, Ready, Retry, Suspended, Connecting. */
  readonly status: Known<string>;
  readonly messageCount: Known<number>;
  readonly nextHopDomain: Known<string>;
  /** GUID of the send connector. */
  readonly nextHopConnector: Known<string>;
  readonly tlsDomain: Known<string>;
  readonly lastError: Known<string>;
  readonly lastRetryTime: Known<string>;
  readonly nextRetryTime: Known<string>;
  readonly origins: readonly Origin[];
}
