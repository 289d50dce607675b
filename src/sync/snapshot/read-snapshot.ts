import type { TenantReader } from '../../store/open.ts';
import type { Sync } from '../../store/syncs/reader.ts';

const NEWLINE = 10;

export function* splitChunk(chunk: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < chunk.length; ) {
    const end = chunk.indexOf(NEWLINE, start);
    if (end < 0) throw new Error('A chunk does not end with a newline');
    yield chunk.subarray(start, end);
    start = end + 1;
  }
}

export interface ReadBounds {
  people: number;
  bytes: number;
  milliseconds: number;
}

/** A chunk in memory at a time, until a bound is reached. @returns how many payloads were read */
export async function readSnapshot(
  store: TenantReader,
  sync: Sync,
  bounds: ReadBounds,
  visit: (payload: string) => void,
): Promise<number> {
  const startedAt = Date.now();
  const decoder = new TextDecoder();
  let people = 0;
  let bytes = 0;
  for (const { chunk } of await store.plans.chunkLayout(sync.id)) {
    const stored = await store.payloads.getChunk(sync.id, sync.attempt, chunk);
    bytes += stored.length;
    for (const payload of splitChunk(stored)) {
      if (people >= bounds.people) break;
      visit(decoder.decode(payload));
      people += 1;
    }
    if (people >= bounds.people || bytes >= bounds.bytes || Date.now() - startedAt > bounds.milliseconds) break;
  }
  return people;
}
