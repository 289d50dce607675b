import type { Cost } from '../cost.ts';

/** R2 wants parts of one size, and none but the last below five megabytes. */
const PART_BYTES = 8 * 1024 * 1024;

/** In R2 until the sync that reads them has ended. */
export function uploadStore(env: Env, tenantId: number, cost: Cost) {
  const key = (id: string) => `tenants/${tenantId}/uploads/${id}`;
  return { put, open, remove };

  /**
   * Holds one part of the file at a time. What the body throws, it throws.
   * @returns how many bytes came; null, with nothing stored, when they are more than allowed
   */
  async function put(id: string, body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<number | null> {
    const part = new Uint8Array(PART_BYTES);
    let filled = 0;
    let size = 0;
    let multipart: R2MultipartUpload | null = null;
    const uploaded: R2UploadedPart[] = [];
    const sendPart = async (upload: R2MultipartUpload): Promise<void> => {
      cost.r2Operations += 1;
      uploaded.push(await upload.uploadPart(uploaded.length + 1, part.subarray(0, filled)));
      filled = 0;
    };
    try {
      for await (const block of body) {
        size += block.length;
        if (size > maxBytes) {
          await multipart?.abort();
          return null;
        }
        for (let at = 0; at < block.length; ) {
          if (filled === PART_BYTES) {
            multipart ??= await env.PAYLOADS.createMultipartUpload(key(id));
            await sendPart(multipart);
          }
          const piece = block.subarray(at, at + PART_BYTES - filled);
          part.set(piece, filled);
          filled += piece.length;
          at += piece.length;
        }
      }
      if (multipart) {
        await sendPart(multipart);
        await multipart.complete(uploaded);
      } else {
        cost.r2Operations += 1;
        await env.PAYLOADS.put(key(id), part.subarray(0, filled));
      }
    } catch (breakage) {
      await multipart?.abort().catch(() => {});
      throw breakage;
    }
    return size;
  }

  async function open(id: string): Promise<ReadableStream<Uint8Array> | null> {
    cost.r2Operations += 1;
    return (await env.PAYLOADS.get(key(id)))?.body ?? null;
  }

  async function remove(id: string): Promise<void> {
    cost.r2Operations += 1;
    await env.PAYLOADS.delete(key(id));
  }
}
