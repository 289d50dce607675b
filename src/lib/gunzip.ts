import type { BlockStream } from './stream-blocks.ts';

interface GunzipLimits {
  bytes: number;
  /** Times its packed size; not judged before `from` bytes came out, because of a few it means nothing. */
  ratio: number;
  from: number;
}

/** Why a packed file could not be unpacked; bytes are those that came out of it. */
export interface GunzipEnd {
  is: 'packed';
  why: 'cut_off' | 'damaged' | 'too_large';
  bytes: number;
}

/** @param head the first bytes of a file. */
export const isGzip = (head: Uint8Array): boolean => head[0] === 0x1f && head[1] === 0x8b;

/**
 * Unpacks gzip while it comes in, holding a block or two.
 * @param isComplete tells whether the packed blocks ended as they should: else their own end is the answer
 * @returns the end of the packed blocks, or what is wrong with what was in them
 */
export async function* gunzip<End>(
  packed: BlockStream<End>,
  isComplete: (end: End) => boolean,
  bounds: GunzipLimits,
): BlockStream<End | GunzipEnd> {
  const { writable, readable } = new DecompressionStream('gzip');
  const feed = new DecompressorFeed(packed, writable.getWriter(), isComplete);
  const reader = readable.getReader();
  let bytes = 0;
  const end = (why: GunzipEnd['why']): GunzipEnd => ({ is: 'packed', why, bytes });
  try {
    for (;;) {
      const next = await reader.read().catch((error: unknown) => ({ error }));
      if ('error' in next || next.done) {
        const own = feed.own();
        if (own && (!('error' in next) || !isComplete(own.end))) return own.end;
        return end('error' in next && isTruncated(next.error) ? 'cut_off' : 'damaged');
      }
      bytes += next.value.length;
      if (bytes > bounds.bytes || (bytes > bounds.from && bytes > feed.bytes * bounds.ratio)) return end('too_large');
      yield next.value;
    }
  } finally {
    await reader.cancel().catch(() => {});
    await feed.stop();
  }
}

/** Node gives this error a code, workerd only a message. */
const isTruncated = (error: unknown): boolean =>
  error instanceof Error && (('code' in error && error.code === 'Z_BUF_ERROR') || /incomplete/.test(error.message));

/** Writes packed blocks into the decompressor as fast as it takes them. */
class DecompressorFeed<End> {
  bytes = 0;
  readonly #packed: BlockStream<End>;
  readonly #done: Promise<void>;
  #end: { end: End } | null = null;
  #broke: { error: unknown } | null = null;

  constructor(
    packed: BlockStream<End>,
    writer: WritableStreamDefaultWriter<Uint8Array>,
    isComplete: (end: End) => boolean,
  ) {
    this.#packed = packed;
    this.#done = this.#feed(writer, isComplete);
  }

  /** How the packed blocks ended; null when they have not. Throws what they threw. */
  own(): { end: End } | null {
    if (this.#broke) throw this.#broke.error;
    return this.#end;
  }

  async stop(): Promise<void> {
    await this.#done;
    if (!this.#end && !this.#broke) await this.#packed.return?.(undefined as never);
  }

  async #feed(writer: WritableStreamDefaultWriter<Uint8Array>, isComplete: (end: End) => boolean): Promise<void> {
    for (;;) {
      let next: IteratorResult<Uint8Array, End>;
      try {
        next = await this.#packed.next();
      } catch (error) {
        this.#broke = { error };
        return void writer.abort(error).catch(() => {});
      }
      try {
        if (!next.done) {
          this.bytes += next.value.length;
          await writer.write(next.value);
          continue;
        }
        this.#end = { end: next.value };
        return await (isComplete(next.value) ? writer.close() : writer.abort());
      } catch {
        // The reader of the other side gets the error.
        return;
      }
    }
  }
}
