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

/** What the ends of a stream mean. */
interface StreamEnds<End> {
  /** Whether the packed blocks ended as they should: else their own end is the answer. */
  isComplete: (end: End) => boolean;
  /** How they end when nobody reads on. */
  cancelled: End;
}

/**
 * Unpacks gzip while it comes in, holding a block or two.
 * @returns the end of the packed blocks, or what is wrong with what was in them
 */
export async function* gunzip<End>(
  packed: BlockStream<End>,
  ends: StreamEnds<End>,
  limits: GunzipLimits,
): BlockStream<End | GunzipEnd> {
  const { writable, readable } = new DecompressionStream('gzip');
  const feed = new DecompressorFeed(packed, writable.getWriter(), ends);
  const reader = readable.getReader();
  let bytes = 0;
  const end = (why: GunzipEnd['why']): GunzipEnd => ({ is: 'packed', why, bytes });
  try {
    for (;;) {
      const next = await reader.read().catch((error: unknown) => ({ error }));
      if ('error' in next || next.done) {
        const own = feed.own();
        if (own && (!('error' in next) || !ends.isComplete(own.end))) return own.end;
        return end('error' in next && isTruncated(next.error) ? 'cut_off' : 'damaged');
      }
      bytes += next.value.length;
      if (bytes > limits.bytes || (bytes > limits.from && bytes > feed.bytes * limits.ratio)) return end('too_large');
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
  readonly #ends: StreamEnds<End>;
  readonly #done: Promise<void>;
  #end: { end: End } | null = null;
  #broke: { error: unknown } | null = null;

  constructor(packed: BlockStream<End>, writer: WritableStreamDefaultWriter<Uint8Array>, ends: StreamEnds<End>) {
    this.#packed = packed;
    this.#ends = ends;
    this.#done = this.#feed(writer);
  }

  /** How the packed blocks ended; null when they have not. Throws what they threw. */
  own(): { end: End } | null {
    if (this.#broke) throw this.#broke.error;
    return this.#end;
  }

  async stop(): Promise<void> {
    await this.#done;
    if (!this.#end && !this.#broke) await this.#packed.return(this.#ends.cancelled);
  }

  async #feed(writer: WritableStreamDefaultWriter<Uint8Array>): Promise<void> {
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
        return await (this.#ends.isComplete(next.value) ? writer.close() : writer.abort());
      } catch {
        // The reader of the other side gets the error.
        return;
      }
    }
  }
}
