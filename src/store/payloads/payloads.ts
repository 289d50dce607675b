import type { Cost } from '../cost.ts';

const BLANK = 32;
/** How often a chunk is read again because another one wrote it meanwhile; then the queue tries later. */
const MAX_TRIES = 5;

/** Where the payloads of one tenant's syncs lie in R2: newline-delimited chunks, whose bytes ARE the stored payloads. */
export function payloadStore(env: Env, tenantId: number, cost: Cost) {
  const key = (syncId: number, attempt: number, chunk: number) =>
    `tenants/${tenantId}/syncs/${syncId}/${attempt}/${String(chunk).padStart(6, '0')}.ndjson`;
  const countsKey = (syncId: number, name: string) => `tenants/${tenantId}/syncs/${syncId}/counts/${name}.json`;
  return {
    async put(syncId: number, attempt: number, chunk: number, bytes: Uint8Array): Promise<void> {
      cost.r2Operations += 1;
      await env.PAYLOADS.put(key(syncId, attempt, chunk), bytes);
    },

    /** A whole chunk; breakage when it is not there, so that the step is tried again. */
    async get(syncId: number, attempt: number, chunk: number): Promise<Uint8Array> {
      cost.r2Operations += 1;
      const object = await env.PAYLOADS.get(key(syncId, attempt, chunk));
      if (!object) throw new Error(`Chunk ${chunk} of sync ${syncId} is not stored`);
      return new Uint8Array(await object.arrayBuffer());
    },

    /** What was counted over a snapshot, or null: numbers alone, nobody's data. */
    async counts(syncId: number, name: string): Promise<unknown> {
      cost.r2Operations += 1;
      return (await env.PAYLOADS.get(countsKey(syncId, name)))?.json() ?? null;
    },

    async putCounts(syncId: number, name: string, counts: unknown): Promise<void> {
      cost.r2Operations += 1;
      await env.PAYLOADS.put(countsKey(syncId, name), JSON.stringify(counts));
    },

    /** Whether a snapshot is still kept: its first chunk is there. */
    async kept(syncId: number, attempt: number): Promise<boolean> {
      cost.r2Operations += 1;
      return (await env.PAYLOADS.head(key(syncId, attempt, 0))) !== null;
    },

    /**
     * Overwrites payloads of one chunk with blanks: every other one keeps its place. Coming twice is harmless, and so are
     * several at once: each writes only over what it has read.
     * @returns false when the chunk is no longer there
     */
    async blank(
      syncId: number,
      attempt: number,
      chunk: number,
      places: readonly { offset: number; length: number }[],
    ): Promise<boolean> {
      for (let tries = 0; tries < MAX_TRIES; tries++) {
        cost.r2Operations += 2;
        const object = await env.PAYLOADS.get(key(syncId, attempt, chunk));
        if (!object) return false;
        const bytes = new Uint8Array(await object.arrayBuffer());
        for (const { offset, length } of places) bytes.fill(BLANK, offset, offset + length);
        const onlyIf = { etagMatches: object.etag };
        if (await env.PAYLOADS.put(key(syncId, attempt, chunk), bytes, { onlyIf })) return true;
      }
      throw new Error(`Chunk ${chunk} of sync ${syncId} is written by others all the time`);
    },

    /** One payload as it came in, or null when it is no longer kept. */
    async one(
      syncId: number,
      attempt: number,
      at: { chunk: number; offset: number; length: number },
    ): Promise<string | null> {
      cost.r2Operations += 1;
      const object = await env.PAYLOADS.get(key(syncId, attempt, at.chunk), {
        range: { offset: at.offset, length: at.length },
      });
      return object ? object.text() : null;
    },
  };
}
