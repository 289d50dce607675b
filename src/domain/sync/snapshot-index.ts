import { ByteReader, ByteWriter } from '../../lib/bytes.ts';
import { PackReader } from './pack.ts';

/** A packed chunk, and where in the snapshot it begins. */
export interface PlacedPack {
  firstOrdinal: number;
  pack: string;
}

/** Ordinals and users both fit into one number that sorts by user, then ordinal. */
const MAX_ORDINALS = 2 ** 22;

/**
 * Who is where in a snapshot: one pass over its packs, eight bytes a record, whatever the order of the feed.
 */
export class SnapshotIndex {
  /** `user × 2^22 + ordinal` of every record that is about a user, sorted. */
  readonly #places: Float64Array;
  /** Users with several records that compete for them. */
  readonly repeatedUsers: ReadonlySet<number>;
  readonly #present: Set<number>;

  /** @param records how many records the packs hold at most; 4 million is the most that a snapshot has */
  constructor(packs: readonly PlacedPack[], records: number) {
    // Beyond these bounds people would be looked for under other users' numbers, and count as absent.
    if (records > MAX_ORDINALS) throw new RangeError(`A snapshot of ${records} records is more than can be settled`);
    const places = new Float64Array(records);
    const standing = new Uint8Array((records >> 3) + 1);
    this.#present = new Set();
    let count = 0;
    for (const { firstOrdinal, pack } of packs) {
      let ordinal = firstOrdinal;
      for (const at = new PackReader(pack); at.next(); ordinal++) {
        if (at.alsoPresent > 0) this.#present.add(at.alsoPresent);
        if (at.userId === 0) continue;
        places[count++] = at.userId * MAX_ORDINALS + ordinal;
        if (at.hasRank) standing[ordinal >> 3] = (standing[ordinal >> 3] ?? 0) | (1 << (ordinal & 7));
      }
    }
    if (count > records) throw new RangeError(`The packs hold more than the ${records} records of the snapshot`);
    this.#places = places.subarray(0, count).sort();
    this.repeatedUsers = findRepeatedUsers(
      this.#places,
      (ordinal) => ((standing[ordinal >> 3] ?? 0) & (1 << (ordinal & 7))) !== 0,
    );
  }

  /** Whether any record matched this user, failed ones too. */
  has(userId: number): boolean {
    const at = lowerBound(this.#places, userId * MAX_ORDINALS);
    const place = this.#places[at];
    return (place !== undefined && Math.floor(place / MAX_ORDINALS) === userId) || this.#present.has(userId);
  }

  /**
   * Transposes the snapshot: for each bucket of users, where their records are.
   * @param bucketOf the bucket of a user; never falls as user IDs rise
   * @param more records that no pack holds: absent users
   */
  *buckets(
    bucketOf: (userId: number) => number,
    more: readonly BucketEntry[],
  ): Generator<{ bucket: number; pack: string }> {
    const absent = Map.groupBy(more, (entry) => bucketOf(entry.userId));
    let entries: BucketEntry[] = [];
    let bucket = -1;
    const sealed = () => {
      const all = [...entries, ...(absent.get(bucket) ?? [])].sort(
        (a, b) => a.userId - b.userId || a.ordinal - b.ordinal,
      );
      absent.delete(bucket);
      return { bucket, pack: packBucket(all) };
    };
    for (const place of this.#places) {
      const userId = Math.floor(place / MAX_ORDINALS);
      const next = bucketOf(userId);
      if (next !== bucket && entries.length > 0) yield sealed();
      if (next !== bucket) entries = [];
      bucket = next;
      entries.push({ userId, ordinal: place % MAX_ORDINALS });
    }
    if (entries.length > 0) yield sealed();
    for (const [own, rest] of absent)
      yield { bucket: own, pack: packBucket(rest.toSorted((a, b) => a.userId - b.userId)) };
  }
}

function findRepeatedUsers(places: Float64Array, stands: (ordinal: number) => boolean): Set<number> {
  const repeated = new Set<number>();
  let user = 0;
  for (const place of places) {
    if (!stands(place % MAX_ORDINALS)) continue;
    const next = Math.floor(place / MAX_ORDINALS);
    if (next === user) repeated.add(user);
    user = next;
  }
  return repeated;
}

/** Index of the first value that is not below `wanted`. */
function lowerBound(sorted: Float64Array, wanted: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where one user is in a sync. */
export interface BucketEntry {
  userId: number;
  ordinal: number;
}

/** Packs the entries of one bucket of users, in order of user then ordinal. */
export function packBucket(entries: readonly BucketEntry[]): string {
  const out = new ByteWriter(entries.length * 6 + 16);
  let user = 0;
  for (const entry of entries) {
    out.unsigned(entry.userId - user);
    out.unsigned(entry.ordinal);
    user = entry.userId;
  }
  return out.toBase64();
}

/** Ordinals of one user in a packed bucket. */
export function findOrdinals(packed: string, userId: number): number[] {
  const bytes = new ByteReader(packed);
  const found: number[] = [];
  let user = 0;
  while (!bytes.done) {
    user += bytes.unsigned();
    const ordinal = bytes.unsigned();
    if (user === userId) found.push(ordinal);
    if (user > userId) break;
  }
  return found;
}
