import type { TenantReader } from '../../store/open.ts';
import type { Sync } from '../../store/syncs/reader.ts';

const NEWLINE = 10;

/** How much of a snapshot is read at most. */
export interface ReadBounds {
  people: number;
  bytes: number;
  milliseconds: number;
}

/**
 * Goes through the payloads of a snapshot, a chunk in memory at a time, until a bound is reached.
 * @param look is shown the text of each payload
 * @returns how many were shown
 */
export async function readSnapshot(
  store: TenantReader,
  sync: Sync,
  bounds: ReadBounds,
  look: (payload: string) => void,
): Promise<number> {
  const begun = Date.now();
  const decoder = new TextDecoder();
  let people = 0;
  let bytes = 0;
  for (const { chunk } of await store.settling.layout(sync.id)) {
    const read = await store.payloads.get(sync.id, sync.attempt, chunk);
    bytes += read.length;
    for (let start = 0; start < read.length && people < bounds.people; people++) {
      const newline = read.indexOf(NEWLINE, start);
      const end = newline < 0 ? read.length : newline;
      look(decoder.decode(read.subarray(start, end)));
      start = end + 1;
    }
    if (people >= bounds.people || bytes >= bounds.bytes || Date.now() - begun > bounds.milliseconds) break;
  }
  return people;
}
