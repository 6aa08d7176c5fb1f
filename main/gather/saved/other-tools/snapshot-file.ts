import type { Snapshot } from '../../../domain/snapshot.ts';
import { snapshotSchema } from './snapshot-schema.ts';
import { parseVersioned } from './versioned-json.ts';

/** The text of a snapshot file: JSON that `parseSnapshot` turns back into an equal snapshot. */
export function formatSnapshot(snapshot: Snapshot): string {
  return `${JSON.stringify(snapshot, null, 1)}\n`;
}

/**
 * Reads a snapshot file. Every field is checked; fields we do not know are left out. Throws `StopReading` with a sentence
 * for the administrator when the text is no snapshot, of another version, cut off, or has a field of a wrong type.
 */
export function parseSnapshot(text: string): Snapshot {
  return parseVersioned(text, 'rootcause-snapshot', 1, snapshotSchema);
}
