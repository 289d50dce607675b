import type { Cost } from '../cost.ts';

/** R2 wants parts of one size, and none but the last below five megabytes. */
const PART_BYTES = 8 * 1024 * 1024;

/** Files that somebody uploaded to one tenant, in R2 until the sync that reads them has ended. */
export function uploadStore(env: Env, tenantId: number, cost: Cost) {
  const key = (id: string) => `tenants/${tenantId}/uploads/${id}`;

  return {
    /**
     * Stores a file while it comes in, holding one part of it at a time.
     * @param most bytes
     * @returns how many came; null, with nothing stored, when they are more than the most. What the body throws, it throws
     */
    async put(id: string, body: AsyncIterable<Uint8Array>, most: number): Promise<number | null> {
      const part = new Uint8Array(PART_BYTES);
      let used = 0;
      let size = 0;
      let whole: R2MultipartUpload | null = null;
      const parts: R2UploadedPart[] = [];
      const send = async (upload: R2MultipartUpload): Promise<void> => {
        cost.r2Operations += 1;
        parts.push(await upload.uploadPart(parts.length + 1, part.subarray(0, used)));
        used = 0;
      };
      try {
        for await (const block of body) {
          size += block.length;
          if (size > most) {
            await whole?.abort();
            return null;
          }
          for (let at = 0; at < block.length; ) {
            if (used === PART_BYTES) {
              whole ??= await env.PAYLOADS.createMultipartUpload(key(id));
              await send(whole);
            }
            const piece = block.subarray(at, at + PART_BYTES - used);
            part.set(piece, used);
            used += piece.length;
            at += piece.length;
          }
        }
        if (!whole) {
          cost.r2Operations += 1;
          await env.PAYLOADS.put(key(id), part.subarray(0, used));
        } else {
          await send(whole);
          await whole.complete(parts);
        }
      } catch (breakage) {
        await whole?.abort().catch(() => {});
        throw breakage;
      }
      return size;
    },

    async open(id: string): Promise<ReadableStream<Uint8Array> | null> {
      cost.r2Operations += 1;
      return (await env.PAYLOADS.get(key(id)))?.body ?? null;
    },

    async remove(id: string): Promise<void> {
      cost.r2Operations += 1;
      await env.PAYLOADS.delete(key(id));
    },
  };
}
