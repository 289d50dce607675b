import { ByteReader, ByteWriter } from '../../lib/bytes.ts';
import { DAY_MS } from '../../lib/time.ts';
import { OUTCOMES, type Outcome } from './vocabulary.ts';

/**
 * One record of a chunk in about fifteen bytes. A pack holds every record of its chunk in order: plain *unchanged* records
 * are stored nowhere else, and reconciling several rows of one person needs nothing else.
 */
export interface PackedRecord {
  outcome: Outcome;
  /** Also a row of user_records, with reason, changes or errors. */
  hasRow: boolean;
  /** The user matched or to be created; 0 for none. */
  userId: number;
  /** Another user who must not count as absent: the holder of this record's e-mail. 0 for none. */
  alsoPresent: number;
  /** Of the payload in bytes; the payloads of a chunk are separated by one newline. */
  length: number;
  /** Null when the row failed and does not compete. */
  rank: RowRank | null;
}

export type RowEligibility = 'counts' | 'no_email' | 'out_of_scope';

export interface RowRank {
  eligibility: RowEligibility;
  active: boolean;
  primary: boolean;
  /** Days since 1970, or null; always null for a row that does not count. */
  hireDay: number | null;
  /** The first 52 bits of the fingerprint of the mapped values: equal for identical rows. */
  valuesHash: number;
}

const HAS_ROW = 8;
const HAS_RANK = 16;
const ACTIVE = 32;
const PRIMARY = 64;
const ALSO_PRESENT = 128;
/** Keeps days before 1970 positive: small numbers are eligibilities instead of days. */
const DAY_OFFSET = 1_000_000;
/** Indexes of this list are stored in place of a missing hire day: no date is so early. */
const ELIGIBILITIES: readonly RowEligibility[] = ['counts', 'no_email', 'out_of_scope'];

/** @param hireDate ISO day or null @param fingerprint 16 hexadecimal digits */
export const rowRank = (
  eligibility: RowEligibility,
  active: boolean,
  primary: boolean,
  hireDate: string | null,
  fingerprint: string,
): RowRank => ({
  eligibility,
  active,
  primary,
  hireDay: hireDate === null || eligibility !== 'counts' ? null : Date.parse(hireDate) / DAY_MS,
  valuesHash: Number.parseInt(fingerprint.slice(0, 13), 16),
});

export function packRecords(records: readonly PackedRecord[]): string {
  const out = new ByteWriter(records.length * 20 + 16);
  let previousUser = 0;
  for (const { outcome, hasRow, userId, alsoPresent, length, rank } of records) {
    out.byte(
      OUTCOMES.indexOf(outcome) |
        (hasRow ? HAS_ROW : 0) |
        (rank ? HAS_RANK : 0) |
        (rank?.active ? ACTIVE : 0) |
        (rank?.primary ? PRIMARY : 0) |
        (alsoPresent ? ALSO_PRESENT : 0),
    );
    out.unsigned(length);
    out.signed(userId - previousUser);
    previousUser = userId;
    if (alsoPresent) out.unsigned(alsoPresent);
    if (!rank) continue;
    out.unsigned(rank.hireDay === null ? ELIGIBILITIES.indexOf(rank.eligibility) : rank.hireDay + DAY_OFFSET);
    out.unsigned(rank.valuesHash);
  }
  return out.toBase64();
}

/**
 * Reads a pack without an object a record: reconciling visits every record of a snapshot.
 * `for (const reader = new PackReader(pack); reader.next(); )` gives the fields of each record in turn.
 */
export class PackReader {
  userId = 0;
  alsoPresent = 0;
  length = 0;
  #flags = 0;
  #hireDay = 0;
  #valuesHash = 0;
  readonly #bytes: ByteReader;

  constructor(packed: string) {
    this.#bytes = new ByteReader(packed);
  }

  next(): boolean {
    const bytes = this.#bytes;
    if (bytes.done) return false;
    const flags = bytes.byte();
    this.#flags = flags;
    this.length = bytes.unsigned();
    this.userId += bytes.signed();
    this.alsoPresent = flags & ALSO_PRESENT ? bytes.unsigned() : 0;
    if (flags & HAS_RANK) {
      this.#hireDay = bytes.unsigned();
      this.#valuesHash = bytes.unsigned();
    }
    return true;
  }

  get hasRank(): boolean {
    return (this.#flags & HAS_RANK) !== 0;
  }

  get hasRow(): boolean {
    return (this.#flags & HAS_ROW) !== 0;
  }

  record(): PackedRecord {
    return {
      outcome: OUTCOMES[this.#flags & 7] ?? 'failed',
      hasRow: this.hasRow,
      userId: this.userId,
      alsoPresent: this.alsoPresent,
      length: this.length,
      rank: this.hasRank
        ? {
            eligibility: ELIGIBILITIES[this.#hireDay] ?? 'counts',
            active: (this.#flags & ACTIVE) !== 0,
            primary: (this.#flags & PRIMARY) !== 0,
            hireDay: this.#hireDay < ELIGIBILITIES.length ? null : this.#hireDay - DAY_OFFSET,
            valuesHash: this.#valuesHash,
          }
        : null,
    };
  }
}

export function* unpackRecords(packed: string): Generator<PackedRecord> {
  for (const reader = new PackReader(packed); reader.next(); ) yield reader.record();
}
