import { type BucketEntry, packBucket } from './bucket.ts';
import { PackReader } from './pack.ts';

/** A packed chunk, and where in the snapshot it begins. */
export interface PlacedPack {
  firstOrdinal: number;
  pack: string;
}

/** Ordinals and users both fit into one number that sorts by user, then ordinal. */
const ORDINALS = 2 ** 22;

/**
 * Who is where in a snapshot: one pass over its packs, eight bytes a record, whatever the order of the feed.
 */
export class SnapshotIndex {
  /** `user × 2^22 + ordinal` of every record that is about a user, sorted. */
  readonly #places: Float64Array;
  /** Users with several records that compete for them. */
  readonly repeated: ReadonlySet<number>;
  readonly #present: Set<number>;

  /** @param records how many records the packs hold at most; 4 million is the most that a snapshot has */
  constructor(packs: readonly PlacedPack[], records: number) {
    // Beyond these bounds people would be looked for under other users' numbers, and count as absent.
    if (records > ORDINALS) throw new RangeError(`A snapshot of ${records} records is more than can be settled`);
    const places = new Float64Array(records);
    const standing = new Uint8Array((records >> 3) + 1);
    this.#present = new Set();
    let count = 0;
    for (const { firstOrdinal, pack } of packs) {
      let ordinal = firstOrdinal;
      for (const at = new PackReader(pack); at.next(); ordinal++) {
        if (at.alsoPresent > 0) this.#present.add(at.alsoPresent);
        if (at.userId === 0) continue;
        places[count++] = at.userId * ORDINALS + ordinal;
        if (at.stands) standing[ordinal >> 3] = (standing[ordinal >> 3] ?? 0) | (1 << (ordinal & 7));
      }
    }
    if (count > records) throw new RangeError(`The packs hold more than the ${records} records of the snapshot`);
    this.#places = places.subarray(0, count).sort();
    this.repeated = repeatedIn(this.#places, (ordinal) => ((standing[ordinal >> 3] ?? 0) & (1 << (ordinal & 7))) !== 0);
  }

  /** Whether any record matched this user, failed ones too. */
  has(userId: number): boolean {
    const at = firstAtLeast(this.#places, userId * ORDINALS);
    const place = this.#places[at];
    return (place !== undefined && Math.floor(place / ORDINALS) === userId) || this.#present.has(userId);
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
      const userId = Math.floor(place / ORDINALS);
      const next = bucketOf(userId);
      if (next !== bucket && entries.length > 0) yield sealed();
      if (next !== bucket) entries = [];
      bucket = next;
      entries.push({ userId, ordinal: place % ORDINALS });
    }
    if (entries.length > 0) yield sealed();
    for (const [own, rest] of absent)
      yield { bucket: own, pack: packBucket(rest.toSorted((a, b) => a.userId - b.userId)) };
  }
}

function repeatedIn(places: Float64Array, stands: (ordinal: number) => boolean): Set<number> {
  const repeated = new Set<number>();
  let user = 0;
  for (const place of places) {
    if (!stands(place % ORDINALS)) continue;
    const next = Math.floor(place / ORDINALS);
    if (next === user) repeated.add(user);
    user = next;
  }
  return repeated;
}

/** Index of the first value that is not below `wanted`. */
function firstAtLeast(sorted: Float64Array, wanted: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
