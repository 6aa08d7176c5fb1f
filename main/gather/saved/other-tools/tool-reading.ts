import type { Known } from '../../../domain/reading.ts';
import type { SourceGap } from '../../../domain/snapshot.ts';
import type { PlainObject } from '../../../exchange/plain.ts';

/** One object that another tool saved, under the cmdlet whose answer it is or resembles. */
export interface ToolObject {
  readonly cmdlet: string;
  /** The server it belongs to; null for objects of the organisation. */
  readonly server: Known<string>;
  readonly object: PlainObject;
  /** Path of properties inside the file. */
  readonly place: string;
}

export interface ToolReading {
  readonly tool: 'HealthChecker' | 'EDCA';
  /** Every server the file speaks of. */
  readonly servers: readonly string[];
  /** ISO, UTC, when the tool collected; null when it did not say, or not with its zone. */
  readonly at: Known<string>;
  readonly objects: readonly ToolObject[];
  /** Parts of the file that are of no use to us: disks, services, patches. */
  readonly otherParts: number;
  readonly notRead: readonly SourceGap[];
  readonly complete: boolean;
}
