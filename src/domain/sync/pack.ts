import { ByteReader, ByteWriter } from '../../lib/bytes.ts';
import { OUTCOMES, type Outcome } from './words.ts';

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
  standing: Standing | null;
}

/** What decides between several rows of one person. */
export interface Standing {
  active: boolean;
  primary: boolean;
  /** ISO day, or null. */
  hireDate: string | null;
  /** Hash of the mapped values, 16 hexadecimal digits: equal hashes are identical rows. */
  fingerprint: string;
}

const HAS_ROW = 8;
const HAS_STANDING = 16;
const ACTIVE = 32;
const PRIMARY = 64;
const ALSO_PRESENT = 128;
const DAY = 86_400_000;

/** Packs the records of one chunk. */
export function pack(records: readonly PackedRecord[]): string {
  const out = new ByteWriter(records.length * 20 + 16);
  let before = 0;
  for (const { outcome, hasRow, userId, alsoPresent, length, standing } of records) {
    out.byte(
      OUTCOMES.indexOf(outcome) |
        (hasRow ? HAS_ROW : 0) |
        (standing ? HAS_STANDING : 0) |
        (standing?.active ? ACTIVE : 0) |
        (standing?.primary ? PRIMARY : 0) |
        (alsoPresent ? ALSO_PRESENT : 0),
    );
    out.unsigned(length);
    out.signed(userId - before);
    before = userId;
    if (alsoPresent) out.unsigned(alsoPresent);
    if (!standing) continue;
    out.unsigned(standing.hireDate === null ? 0 : Date.parse(standing.hireDate) / DAY + 1_000_000);
    for (let at = 0; at < 16; at += 2) out.byte(Number.parseInt(standing.fingerprint.slice(at, at + 2), 16));
  }
  return out.toBase64();
}

/** Reads a pack back, record by record in order. */
export function* unpack(packed: string): Generator<PackedRecord> {
  const bytes = new ByteReader(packed);
  let before = 0;
  while (!bytes.done) {
    const flags = bytes.byte();
    const length = bytes.unsigned();
    before += bytes.signed();
    const alsoPresent = flags & ALSO_PRESENT ? bytes.unsigned() : 0;
    yield {
      outcome: OUTCOMES[flags & 7] ?? 'failed',
      hasRow: (flags & HAS_ROW) !== 0,
      userId: before,
      alsoPresent,
      length,
      standing: flags & HAS_STANDING ? readStanding(bytes, flags) : null,
    };
  }
}

function readStanding(bytes: ByteReader, flags: number): Standing {
  const day = bytes.unsigned();
  let fingerprint = '';
  for (let at = 0; at < 8; at++) fingerprint += bytes.byte().toString(16).padStart(2, '0');
  return {
    active: (flags & ACTIVE) !== 0,
    primary: (flags & PRIMARY) !== 0,
    hireDate: day === 0 ? null : new Date((day - 1_000_000) * DAY).toISOString().slice(0, 10),
    fingerprint,
  };
}
