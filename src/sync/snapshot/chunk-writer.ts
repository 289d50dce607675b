import { copyOnOneLine } from '../../lib/json-split/ndjson.ts';
import type { RecordSink } from '../../sources/source.ts';
import type { SnapshotChunk } from '../coordinator/run-store.ts';

const NEWLINE = 10;
/** A chunk is full at whichever limit it reaches first. */
const MAX_CHUNK_RECORDS = 1000;
const MAX_CHUNK_BYTES = 1_500_000;
const BUFFER_BYTES = MAX_CHUNK_BYTES + 65_536;
const MAX_PUTS_IN_FLIGHT = 4;
/** Chunks are reported together: fewer calls, and planning still overlaps the download. */
const CHUNKS_PER_CALL = 8;
const HEARTBEAT_MS = 2_000;

interface ChunkTarget {
  put(chunk: number, bytes: Uint8Array): Promise<void>;
  /** Called with chunks that were stored since, and the bytes of all so far. @returns false: stop reading */
  report(chunks: SnapshotChunk[], bytes: number): Promise<boolean>;
}

/** Reconciling needs eight bytes of memory for each. */
export const MAX_SNAPSHOT_RECORDS = 2 ** 22;

/** Stores chunks while the feed is read: only a few are in memory, whatever its size. */
export class ChunkWriter implements RecordSink {
  readonly #target: ChunkTarget;
  readonly #spareBuffers: Uint8Array<ArrayBuffer>[] = [];
  #buffer: Uint8Array<ArrayBuffer> = new Uint8Array(BUFFER_BYTES);
  #used = 0;
  #records = 0;
  #chunk = 0;
  #first = 0;
  #bytes = 0;
  #isWanted = true;
  #heartbeatAt = Date.now();
  readonly #inFlight = new Set<Promise<void>>();
  #stored: SnapshotChunk[] = [];
  #breakage: unknown = null;

  constructor(target: ChunkTarget) {
    this.#target = target;
  }

  record(bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    const isFull = this.#records >= MAX_CHUNK_RECORDS || this.#used + length + 1 > MAX_CHUNK_BYTES;
    if (this.#records > 0 && isFull) this.#seal();
    this.#reserve(length + 1);
    this.#used = copyOnOneLine(bytes, start, end, this.#buffer, this.#used);
    this.#buffer[this.#used++] = NEWLINE;
    this.#records += 1;
    this.#bytes += length;
  }

  get overflows(): boolean {
    return this.#first + this.#records > MAX_SNAPSHOT_RECORDS;
  }

  async ready(): Promise<boolean> {
    if (this.overflows) return false;
    while (this.#inFlight.size >= MAX_PUTS_IN_FLIGHT) await Promise.race(this.#inFlight);
    if (this.#stored.length >= CHUNKS_PER_CALL || Date.now() - this.#heartbeatAt > HEARTBEAT_MS) await this.#report();
    if (this.#breakage) throw this.#breakage;
    return this.#isWanted;
  }

  /** @returns false when the sync no longer runs */
  async close(): Promise<boolean> {
    if (this.#records > 0) this.#seal();
    await Promise.all(this.#inFlight);
    await this.#report();
    if (this.#breakage) throw this.#breakage;
    return this.#isWanted;
  }

  async #report(): Promise<void> {
    const stored = this.#stored;
    this.#stored = [];
    this.#heartbeatAt = Date.now();
    this.#isWanted = (await this.#target.report(stored, this.#bytes)) && this.#isWanted;
  }

  #seal(): void {
    const chunk: SnapshotChunk = { chunk: this.#chunk, first: this.#first, records: this.#records };
    const buffer = this.#buffer;
    const put = this.#target
      .put(chunk.chunk, buffer.subarray(0, this.#used))
      .then(() => {
        this.#stored.push(chunk);
        this.#spareBuffers.push(buffer);
      })
      .catch((breakage: unknown) => {
        this.#breakage ??= breakage;
      })
      .finally(() => this.#inFlight.delete(put));
    this.#inFlight.add(put);
    this.#chunk += 1;
    this.#first += this.#records;
    this.#records = 0;
    this.#used = 0;
    this.#buffer = this.#spareBuffers.pop() ?? new Uint8Array(BUFFER_BYTES);
  }

  #reserve(more: number): void {
    if (this.#used + more <= this.#buffer.length) return;
    const grown = new Uint8Array(this.#used + more);
    grown.set(this.#buffer.subarray(0, this.#used));
    this.#buffer = grown;
  }
}
