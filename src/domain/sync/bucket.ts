import { ByteReader, ByteWriter } from '../../lib/bytes.ts';

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
export function ordinalsOf(packed: string, userId: number): number[] {
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
