import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ordinalsOf } from '../../../../src/domain/sync/bucket.ts';
import { pack } from '../../../../src/domain/sync/pack.ts';
import { SnapshotIndex } from '../../../../src/domain/sync/snapshot-index.ts';

const SIZE = 16;
const bucketOf = (userId: number): number => Math.floor(userId / SIZE);
const user = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 100 }), fc.integer({ min: 2 ** 29, max: 2 ** 30 - 1 }));

test('knows everybody whom a record matched, and gives each their records back by bucket', () => {
  const chunks = fc.array(fc.array(fc.tuple(user, user), { maxLength: 20 }), { maxLength: 4 });
  const absent = fc.uniqueArray(fc.integer({ min: 101, max: 140 }), { maxLength: 5 });
  fc.assert(
    fc.property(chunks, absent, (feed, gone) => {
      const places: { userId: number; ordinal: number }[] = [];
      const also = new Set<number>();
      let first = 0;
      const packs = feed.map((chunk) => {
        const firstOrdinal = first;
        const records = chunk.map(([userId, alsoPresent]) => {
          if (userId > 0) places.push({ userId, ordinal: first });
          if (alsoPresent > 0) also.add(alsoPresent);
          first += 1;
          return { outcome: 'skipped' as const, hasRow: false, userId, alsoPresent, length: 1, standing: null };
        });
        return { firstOrdinal, pack: pack(records) };
      });
      const index = new SnapshotIndex(packs, first);
      const present = new Set([...places.map((place) => place.userId), ...also]);
      for (const userId of [...present, 1, 50, 2 ** 29]) expect(index.has(userId)).toBe(present.has(userId));

      const missing = gone.map((userId, at) => ({ userId, ordinal: first + at }));
      const all = [...places, ...missing];
      const buckets = new Map([...index.buckets(bucketOf, missing)].map((one) => [one.bucket, one.pack]));
      expect([...buckets.keys()].toSorted()).toEqual(
        [...new Set(all.map(({ userId }) => bucketOf(userId)))].toSorted(),
      );
      for (const { userId } of all) {
        expect(ordinalsOf(buckets.get(bucketOf(userId)) ?? '', userId)).toEqual(
          all.filter((one) => one.userId === userId).map((one) => one.ordinal),
        );
      }
    }),
  );
});
