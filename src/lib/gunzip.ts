import type { BlockStream } from './stream-blocks.ts';

interface GunzipLimits {
  maxBytes: number;
  maxRatio: number;
  /** In unpacked bytes: the ratio of a small file means nothing. */
  ratioCheckedFrom: number;
}

/** `bytes`: unpacked until then. */
export interface GunzipEnd {
  is: 'packed';
  reason: 'cut_off' | 'damaged' | 'too_large';
  bytes: number;
}

export const isGzip = (head: Uint8Array): boolean => head[0] === 0x1f && head[1] === 0x8b;

interface StreamEnds<End> {
  /** False for an end that is itself the result, whatever was unpacked. */
  isComplete: (end: End) => boolean;
  cancelled: End;
}

/** Holds a block or two. @returns the end of the packed blocks, or why they could not be unpacked */
export async function* gunzip<End>(
  packed: BlockStream<End>,
  ends: StreamEnds<End>,
  limits: GunzipLimits,
): BlockStream<End | GunzipEnd> {
  const { writable, readable } = new DecompressionStream('gzip');
  const compressedInput = new DecompressorWriter(packed, writable.getWriter(), ends);
  const reader = readable.getReader();
  let bytes = 0;
  const end = (reason: GunzipEnd['reason']): GunzipEnd => ({ is: 'packed', reason, bytes });
  try {
    for (;;) {
      const next = await reader.read().catch((error: unknown) => ({ error }));
      if ('error' in next || next.done) {
        const packedEnd = compressedInput.packedEnd();
        if (packedEnd && (!('error' in next) || !ends.isComplete(packedEnd.end))) return packedEnd.end;
        return end('error' in next && isTruncated(next.error) ? 'cut_off' : 'damaged');
      }
      bytes += next.value.length;
      if (
        bytes > limits.maxBytes ||
        (bytes > limits.ratioCheckedFrom && bytes > compressedInput.bytes * limits.maxRatio)
      )
        return end('too_large');
      yield next.value;
    }
  } finally {
    await reader.cancel().catch(() => {});
    await compressedInput.stop();
  }
}

/** Node gives this error a code, workerd only a message. */
const isTruncated = (error: unknown): boolean =>
  error instanceof Error && (('code' in error && error.code === 'Z_BUF_ERROR') || /incomplete/.test(error.message));

class DecompressorWriter<End> {
  bytes = 0;
  readonly #packed: BlockStream<End>;
  readonly #ends: StreamEnds<End>;
  readonly #done: Promise<void>;
  #end: { end: End } | null = null;
  #sourceError: { error: unknown } | null = null;

  constructor(packed: BlockStream<End>, writer: WritableStreamDefaultWriter<Uint8Array>, ends: StreamEnds<End>) {
    this.#packed = packed;
    this.#ends = ends;
    this.#done = this.#writeAll(writer);
  }

  /** @returns the end of the packed blocks, null before it. @throws what reading them threw */
  packedEnd(): { end: End } | null {
    if (this.#sourceError) throw this.#sourceError.error;
    return this.#end;
  }

  async stop(): Promise<void> {
    await this.#done;
    if (!this.#end && !this.#sourceError) await this.#packed.return(this.#ends.cancelled);
  }

  async #writeAll(writer: WritableStreamDefaultWriter<Uint8Array>): Promise<void> {
    for (;;) {
      let next: IteratorResult<Uint8Array, End>;
      try {
        next = await this.#packed.next();
      } catch (error) {
        this.#sourceError = { error };
        return void writer.abort(error).catch(() => {});
      }
      try {
        if (!next.done) {
          this.bytes += next.value.length;
          await writer.write(next.value);
          continue;
        }
        this.#end = { end: next.value };
        return await (this.#ends.isComplete(next.value) ? writer.close() : writer.abort());
      } catch {
        // The reader of the unpacked side gets the error.
        return;
      }
    }
  }
}
