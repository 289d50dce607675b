import type { Cost } from '../cost.ts';
import { chunkKey, countsKey, payloadsReader } from './reader.ts';

const BLANK = 32;
/** How often a chunk is read again because another one wrote it meanwhile; then the queue tries later. */
const MAX_TRIES = 5;

export const payloadsWriter = (bucket: R2Bucket, tenantId: number, cost: Cost) => ({
  ...payloadsReader(bucket, tenantId, cost),

  async putChunk(syncId: number, attempt: number, chunk: number, bytes: Uint8Array): Promise<void> {
    cost.r2Operations += 1;
    await bucket.put(chunkKey(tenantId, syncId, attempt, chunk), bytes);
  },

  async putCounts(syncId: number, name: string, counts: unknown): Promise<void> {
    cost.r2Operations += 1;
    await bucket.put(countsKey(tenantId, syncId, name), JSON.stringify(counts));
  },

  /**
   * Every other payload keeps its place. Coming twice is harmless, and so are several at once: each writes only over what
   * it has read.
   * @returns false when the chunk is no longer there
   */
  async blank(
    syncId: number,
    attempt: number,
    chunk: number,
    places: readonly { offset: number; length: number }[],
  ): Promise<boolean> {
    const key = chunkKey(tenantId, syncId, attempt, chunk);
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      cost.r2Operations += 2;
      const object = await bucket.get(key);
      if (!object) return false;
      const bytes = new Uint8Array(await object.arrayBuffer());
      for (const { offset, length } of places) bytes.fill(BLANK, offset, offset + length);
      if (await bucket.put(key, bytes, { onlyIf: { etagMatches: object.etag } })) return true;
    }
    throw new Error(`Chunk ${chunk} of sync ${syncId} is written by others all the time`);
  },
});
