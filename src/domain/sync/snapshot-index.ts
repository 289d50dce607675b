import { ByteReader, ByteWriter } from '../../lib/bytes.ts';
import { PackReader } from './pack.ts';

interface PlacedPack {
  firstOrdinal: number;
  pack: string;
}

/** User ID and ordinal are packed into one number, which sorts by user, then ordinal. */
const MAX_ORDINALS = 2 ** 22;

/** One pass over the packs, eight bytes a record, in any order of the feed. */
export class SnapshotIndex {
  /** `user × 2^22 + ordinal` of every record with a user, sorted. */
  readonly #places: Float64Array;
  /** Users with several records that compete. */
  readonly repeatedUsers: ReadonlySet<number>;
  /** Named by a record beside its own user. */
  readonly #alsoPresent = new Set<number>();

  /** @param records in all packs at most; a snapshot has at most 4 million */
  constructor(packs: readonly PlacedPack[], records: number) {
    // Beyond this bound the places of one user would run into those of the next, who would count as absent.
    if (records > MAX_ORDINALS) throw new RangeError(`A snapshot of ${records} records is more than can be reconciled`);
    const places = new Float64Array(records);
    const ranked = new Uint8Array((records >> 3) + 1);
    let count = 0;
    for (const { firstOrdinal, pack } of packs) {
      let ordinal = firstOrdinal;
      for (const reader = new PackReader(pack); reader.next(); ordinal++) {
        if (reader.alsoPresent > 0) this.#alsoPresent.add(reader.alsoPresent);
        if (reader.userId === 0) continue;
        places[count++] = reader.userId * MAX_ORDINALS + ordinal;
        if (reader.hasRank) ranked[ordinal >> 3] = (ranked[ordinal >> 3] ?? 0) | (1 << (ordinal & 7));
      }
    }
    if (count > records) throw new RangeError(`The packs hold more than the ${records} records of the snapshot`);
    this.#places = places.subarray(0, count).sort();
    this.repeatedUsers = findRepeatedUsers(
      this.#places,
      (ordinal) => ((ranked[ordinal >> 3] ?? 0) & (1 << (ordinal & 7))) !== 0,
    );
  }

  /** Any record matched the user, failed ones too. */
  has(userId: number): boolean {
    const place = this.#places[lowerBound(this.#places, userId * MAX_ORDINALS)];
    return (place !== undefined && Math.floor(place / MAX_ORDINALS) === userId) || this.#alsoPresent.has(userId);
  }

  /**
   * @param bucketOf monotonic in the user ID
   * @param absentEntries records that no pack holds: absent users
   */
  *buckets(
    bucketOf: (userId: number) => number,
    absentEntries: readonly BucketEntry[],
  ): Generator<{ bucket: number; pack: string }> {
    const absent = Map.groupBy(absentEntries, (entry) => bucketOf(entry.userId));
    let entries: BucketEntry[] = [];
    let bucket = -1;
    const closeBucket = () => {
      const all = [...entries, ...(absent.get(bucket) ?? [])].sort(
        (a, b) => a.userId - b.userId || a.ordinal - b.ordinal,
      );
      absent.delete(bucket);
      return { bucket, pack: packBucket(all) };
    };
    for (const place of this.#places) {
      const userId = Math.floor(place / MAX_ORDINALS);
      const next = bucketOf(userId);
      if (next !== bucket && entries.length > 0) yield closeBucket();
      if (next !== bucket) entries = [];
      bucket = next;
      entries.push({ userId, ordinal: place % MAX_ORDINALS });
    }
    if (entries.length > 0) yield closeBucket();
    // Buckets in which nobody is present.
    for (const [absentBucket, rest] of absent) {
      yield { bucket: absentBucket, pack: packBucket(rest.toSorted((a, b) => a.userId - b.userId)) };
    }
  }
}

function findRepeatedUsers(places: Float64Array, hasRank: (ordinal: number) => boolean): Set<number> {
  const repeated = new Set<number>();
  let user = 0;
  for (const place of places) {
    if (!hasRank(place % MAX_ORDINALS)) continue;
    const next = Math.floor(place / MAX_ORDINALS);
    if (next === user) repeated.add(user);
    user = next;
  }
  return repeated;
}

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

interface BucketEntry {
  userId: number;
  ordinal: number;
}

/** @param entries sorted by user, then ordinal */
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
