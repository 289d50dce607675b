import { ByteReader, ByteWriter } from '../../lib/bytes.ts';
import { OUTCOMES, type Outcome } from './vocabulary.ts';

/**
 * One record of a chunk in about fifteen bytes. A pack holds every record of its chunk in order: it is where plain
 * *unchanged* records live, and all that settling needs to judge several rows of one person.
 */
export interface PackedRecord {
  outcome: Outcome;
  /** Stored in user_records too, with its reason, changes or errors. */
  hasRow: boolean;
  /** The user matched or to be created; 0 for none. */
  userId: number;
  /** Another user who must count as present: one whose e-mail this record came with. 0 for none. */
  alsoPresent: number;
  /** Bytes of the payload; payloads of a chunk follow each other with one newline between. */
  length: number;
  /** How this row competes with other rows of the same person; null when it does not (it failed). */
  rank: RowRank | null;
}

/** Whether a row of a person says who they are to be; if not, why. */
export type RowEligibility = 'counts' | 'no_email' | 'out_of_scope';

/** What decides between several rows of one person. */
export interface RowRank {
  eligibility: RowEligibility;
  active: boolean;
  primary: boolean;
  /** Days since 1970, or null. A row that does not count has none. */
  hireDay: number | null;
  /** 52 bits of the fingerprint of the mapped values: equal ones are identical rows. */
  valuesHash: number;
}

const HAS_ROW = 8;
const HAS_RANK = 16;
const ACTIVE = 32;
const PRIMARY = 64;
const ALSO_PRESENT = 128;
const DAY = 86_400_000;
/** Keeps days before 1970 above zero, where zero is no date. */
const DAY_OFFSET = 1_000_000;
/** In the place of the hire day, where no date is so early: a row that does not count. */
const ELIGIBILITIES: readonly RowEligibility[] = ['counts', 'no_email', 'out_of_scope'];

/** @param hireDate ISO day or null @param fingerprint 16 hexadecimal digits */
export const rowRank = (
  weight: RowEligibility,
  active: boolean,
  primary: boolean,
  hireDate: string | null,
  fingerprint: string,
): RowRank => ({
  eligibility: weight,
  active,
  primary,
  hireDay: hireDate === null || weight !== 'counts' ? null : Date.parse(hireDate) / DAY,
  valuesHash: Number.parseInt(fingerprint.slice(0, 13), 16),
});

/** Packs the records of one chunk. */
export function packRecords(records: readonly PackedRecord[]): string {
  const out = new ByteWriter(records.length * 20 + 16);
  let before = 0;
  for (const { outcome, hasRow, userId, alsoPresent, length, rank: standing } of records) {
    out.byte(
      OUTCOMES.indexOf(outcome) |
        (hasRow ? HAS_ROW : 0) |
        (standing ? HAS_RANK : 0) |
        (standing?.active ? ACTIVE : 0) |
        (standing?.primary ? PRIMARY : 0) |
        (alsoPresent ? ALSO_PRESENT : 0),
    );
    out.unsigned(length);
    out.signed(userId - before);
    before = userId;
    if (alsoPresent) out.unsigned(alsoPresent);
    if (!standing) continue;
    out.unsigned(
      standing.hireDay === null ? ELIGIBILITIES.indexOf(standing.eligibility) : standing.hireDay + DAY_OFFSET,
    );
    out.unsigned(standing.valuesHash);
  }
  return out.toBase64();
}

/**
 * Walks a pack without making an object a record: settling looks at every record of a snapshot.
 * `for (const at = new PackReader(pack); at.next(); )` gives each record's fields in turn.
 */
export class PackReader {
  userId = 0;
  alsoPresent = 0;
  length = 0;
  #flags = 0;
  #hireDay = 0;
  #print = 0;
  readonly #bytes: ByteReader;

  constructor(packed: string) {
    this.#bytes = new ByteReader(packed);
  }

  /** @returns false after the last record */
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
      this.#print = bytes.unsigned();
    }
    return true;
  }

  get hasRank(): boolean {
    return (this.#flags & HAS_RANK) !== 0;
  }

  get hasRow(): boolean {
    return (this.#flags & HAS_ROW) !== 0;
  }

  /** The record as an object of its own. */
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
            valuesHash: this.#print,
          }
        : null,
    };
  }
}

/** Reads a pack back, record by record in order. */
export function* unpackRecords(packed: string): Generator<PackedRecord> {
  for (const at = new PackReader(packed); at.next(); ) yield at.record();
}
