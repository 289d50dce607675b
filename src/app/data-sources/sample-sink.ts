import type { FeedEnd, FeedSize, RecordSink } from '../../sources/source.ts';

/** Records that a test shows. */
const SHOWN_RECORDS = 5;
/** A small answer is read to its end, so that its total and the way to the next page can be judged as well. */
const SMALL_BYTES = 1_000_000;
/** Milliseconds that an answer may take to come to its end, once there is enough to show. */
const DRAIN_TIMEOUT_MS = 3_000;

/** How many people there seem to be, and how that is known. */
export interface SizeEstimate {
  people: number;
  how: 'all' | 'declared' | 'size' | 'at_least';
}

/** Takes the first records of a feed and says stop. */
export class SampleSink implements RecordSink {
  readonly records: Uint8Array[] = [];
  #seen = 0;
  #size = 0;
  #enoughSince = 0;
  #paged = false;
  readonly #told: { records?: number; bytes?: number; page?: number } = {};

  record(bytes: Uint8Array, start: number, end: number): void {
    this.#seen++;
    this.#size += end - start;
    if (this.records.length >= SHOWN_RECORDS) return;
    this.records.push(bytes.slice(start, end));
    if (this.records.length === SHOWN_RECORDS) this.#enoughSince = Date.now();
  }

  async ready(): Promise<boolean> {
    if (this.records.length < SHOWN_RECORDS) return true;
    return !this.#paged && this.#size < SMALL_BYTES && Date.now() - this.#enoughSince < DRAIN_TIMEOUT_MS;
  }

  expects(size: FeedSize): void {
    Object.assign(this.#told, size);
    this.#paged ||= 'page' in size;
  }

  /** @param end null when the feed broke @returns null when nothing can be said */
  estimate(end: FeedEnd | null): SizeEstimate | null {
    if (end && !end.cancelled) return { people: end.records, how: 'all' };
    const { records, bytes } = this.#told;
    if (records !== undefined) return { people: records, how: 'declared' };
    if (bytes !== undefined && end && end.records > 0)
      return { people: roundEstimate((bytes / end.bytes) * end.records), how: 'size' };
    return this.#seen > 0 ? { people: this.#seen, how: 'at_least' } : null;
  }
}

/** Two digits that count: more would be a promise. */
const roundEstimate = (count: number): number => {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(count, 1))) - 1);
  return Math.round(count / unit) * unit;
};
