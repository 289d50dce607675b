import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PackedRecord, packRecords } from '../../../../src/domain/sync/pack.ts';
import { findOrdinals, SnapshotIndex } from '../../../../src/domain/sync/snapshot-index.ts';

const record = (userId: number, more: Partial<PackedRecord> = {}): PackedRecord => ({
  outcome: 'skipped',
  hasRow: false,
  userId,
  alsoPresent: 0,
  length: 1,
  rank: { eligibility: 'counts', active: true, primary: false, hireDay: null, valuesHash: 1 },
  ...more,
});
const whole = (records: PackedRecord[]) =>
  new SnapshotIndex([{ firstOrdinal: 0, pack: packRecords(records) }], records.length);

describe('the index of a snapshot', () => {
  test('finds users whom more than one record is about, leaving out records that failed or matched nobody', () => {
    const records = [record(8), record(9), record(8), record(0), record(0), record(9, { rank: null })];
    expect(whole(records).repeatedUsers).toEqual(new Set([8]));
  });

  test('counts as present whoever a record matched, failed or not, and whoever has its e-mail', () => {
    const index = whole([
      record(8, { rank: null, outcome: 'failed' }),
      record(0, { alsoPresent: 5 }),
      record(2 ** 30 - 1),
    ]);
    expect([8, 5, 2 ** 30 - 1, 7, 9, 0].map((user) => index.has(user))).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  test('finds everybody where they are, whatever the order of chunks and users, and nobody else', () => {
    const user = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 2 ** 29, max: 2 ** 29 + 20 }));
    const chunks = fc.array(fc.array(user, { maxLength: 12 }), { maxLength: 5 });
    fc.assert(
      fc.property(
        chunks,
        fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 4 }),
        fc.boolean(),
        (people, gone, turned) => {
          const flat = people.flat();
          const absent = gone.map((userId, at) => ({ userId, ordinal: flat.length + at }));
          let firstOrdinal = 0;
          const packs = people.map((ids) => {
            const placed = { firstOrdinal, pack: packRecords(ids.map((id) => record(id))) };
            firstOrdinal += ids.length;
            return placed;
          });
          const index = new SnapshotIndex(turned ? packs.toReversed() : packs, flat.length);
          const where = new Map<number, number[]>();
          for (const [ordinal, id] of flat.entries()) if (id > 0) where.set(id, [...(where.get(id) ?? []), ordinal]);
          for (const id of [...flat, ...gone, 41]) expect(index.has(id)).toBe(where.has(id));
          expect(index.repeatedUsers).toEqual(new Set([...where].filter(([, at]) => at.length > 1).map(([id]) => id)));
          for (const { userId, ordinal } of absent) where.set(userId, [...(where.get(userId) ?? []), ordinal]);
          const buckets = [...index.buckets((id) => Math.floor(id / 8), absent)];
          expect(new Set(buckets.map(({ bucket }) => bucket)).size).toBe(buckets.length);
          for (const [id, ordinals] of where) {
            const own = buckets.find(({ bucket }) => bucket === Math.floor(id / 8));
            expect(own && findOrdinals(own.pack, id)).toEqual(ordinals);
          }
        },
      ),
    );
  });

  test('refuses more records than fit, rather than taking them for other people', () => {
    expect(() => new SnapshotIndex([], 2 ** 22 + 1)).toThrow(RangeError);
    expect(() => new SnapshotIndex([{ firstOrdinal: 0, pack: packRecords([record(1), record(2)]) }], 1)).toThrow(
      RangeError,
    );
  });
});
