import type { FeedEnd, FeedSize, RecordSink } from '../../sources/source.ts';

const SHOWN_RECORDS = 5;
/** A smaller response is read to its end, so that its total and its next page can be checked too. */
const SMALL_BYTES = 1_000_000;
/** How long the rest of a small response is read, once there is enough to show. */
const DRAIN_TIMEOUT_MS = 3_000;

export interface SizeEstimate {
  people: number;
  how: 'all' | 'declared' | 'size' | 'at_least';
}

export class SampleSink implements RecordSink {
  readonly records: Uint8Array[] = [];
  #count = 0;
  #size = 0;
  #fullSince = 0;
  #paged = false;
  readonly #expected: { records?: number; bytes?: number; page?: number } = {};

  record(bytes: Uint8Array, start: number, end: number): void {
    this.#count++;
    this.#size += end - start;
    if (this.records.length >= SHOWN_RECORDS) return;
    this.records.push(bytes.slice(start, end));
    if (this.records.length === SHOWN_RECORDS) this.#fullSince = Date.now();
  }

  async ready(): Promise<boolean> {
    if (this.records.length < SHOWN_RECORDS) return true;
    return !this.#paged && this.#size < SMALL_BYTES && Date.now() - this.#fullSince < DRAIN_TIMEOUT_MS;
  }

  expectSize(size: FeedSize): void {
    Object.assign(this.#expected, size);
    this.#paged ||= 'page' in size;
  }

  /** @param end null when the feed broke @returns null when nothing is known */
  estimate(end: FeedEnd | null): SizeEstimate | null {
    if (end && !end.cancelled) return { people: end.records, how: 'all' };
    const { records, bytes } = this.#expected;
    if (records !== undefined) return { people: records, how: 'declared' };
    if (bytes !== undefined && end && end.records > 0) {
      return { people: roundEstimate((bytes / end.bytes) * end.records), how: 'size' };
    }
    return this.#count > 0 ? { people: this.#count, how: 'at_least' } : null;
  }
}

/** To two significant digits, since an estimate is no more precise. */
const roundEstimate = (count: number): number => {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(count, 1))) - 1);
  return Math.round(count / unit) * unit;
};
