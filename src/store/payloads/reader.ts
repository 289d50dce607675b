import type { Cost } from '../cost.ts';

export const chunkKey = (tenantId: number, syncId: number, attempt: number, chunk: number): string =>
  `tenants/${tenantId}/syncs/${syncId}/${attempt}/${String(chunk).padStart(6, '0')}.ndjson`;
export const countsKey = (tenantId: number, syncId: number, name: string): string =>
  `tenants/${tenantId}/syncs/${syncId}/counts/${name}.json`;

/** Newline-delimited chunks in R2, whose bytes ARE the stored payloads. */
export const payloadsReader = (bucket: R2Bucket, tenantId: number, cost: Cost) => ({
  /** @throws when it is not stored: the step is tried again */
  async getChunk(syncId: number, attempt: number, chunk: number): Promise<Uint8Array> {
    cost.r2Operations += 1;
    const object = await bucket.get(chunkKey(tenantId, syncId, attempt, chunk));
    if (!object) throw new Error(`Chunk ${chunk} of sync ${syncId} is not stored`);
    return new Uint8Array(await object.arrayBuffer());
  },

  /** As it was received; null when it is no longer stored. */
  async getPayload(
    syncId: number,
    attempt: number,
    place: { chunk: number; offset: number; length: number },
  ): Promise<string | null> {
    cost.r2Operations += 1;
    const object = await bucket.get(chunkKey(tenantId, syncId, attempt, place.chunk), {
      range: { offset: place.offset, length: place.length },
    });
    return object ? object.text() : null;
  },

  async hasSnapshot(syncId: number, attempt: number): Promise<boolean> {
    cost.r2Operations += 1;
    return (await bucket.head(chunkKey(tenantId, syncId, attempt, 0))) !== null;
  },

  async getCounts(syncId: number, name: string): Promise<unknown> {
    cost.r2Operations += 1;
    return (await bucket.get(countsKey(tenantId, syncId, name)))?.json() ?? null;
  },
});
