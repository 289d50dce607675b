import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packRecords, rowRank, unpackRecords } from '../../../../src/domain/sync/pack.ts';
import { findOrdinals, packBucket } from '../../../../src/domain/sync/snapshot-index.ts';
import { OUTCOMES } from '../../../../src/domain/sync/vocabulary.ts';

const id = fc.nat({ max: 2 ** 30 - 1 });
const day = fc.integer({ min: -719_162, max: 2_932_896 });
const rank = fc.record({
  eligibility: fc.constant('counts' as const),
  active: fc.boolean(),
  primary: fc.boolean(),
  hireDay: fc.option(day),
  valuesHash: fc.nat({ max: 2 ** 31 - 1 }).map((number) => number * 2 ** 21 + 1),
});
const ineligible = rank.chain((one) =>
  fc
    .constantFrom('no_email' as const, 'out_of_scope' as const)
    .map((eligibility) => ({ ...one, eligibility, hireDay: null })),
);
const record = fc.record({
  outcome: fc.constantFrom(...OUTCOMES),
  hasRow: fc.boolean(),
  userId: id,
  alsoPresent: fc.oneof(fc.constant(0), id),
  length: fc.nat({ max: 50_000_000 }),
  rank: fc.option(fc.oneof(rank, ineligible)),
});

test('a pack gives back what was packed', () => {
  fc.assert(
    fc.property(fc.array(record, { maxLength: 60 }), (records) => {
      expect([...unpackRecords(packRecords(records))]).toEqual(records);
    }),
  );
});

test('an unchanged record takes about fifteen bytes', () => {
  const one = (at: number) => ({
    outcome: 'skipped' as const,
    hasRow: false,
    userId: 90_000 + at,
    alsoPresent: 0,
    length: 700,
    rank: rowRank('counts', true, false, '2020-01-01', 'f123456789abcdef'),
  });
  expect(packRecords(Array.from({ length: 1000 }, (_, at) => one(at))).length * 0.75).toBeLessThan(16_000);
});

test('a bucket gives each user’s ordinals back, and nobody else’s', () => {
  const entry = fc.record({ userId: fc.integer({ min: 1, max: 600 }), ordinal: fc.nat({ max: 2 ** 31 }) });
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 80 }), fc.integer({ min: 1, max: 600 }), (entries, other) => {
      const sorted = entries.toSorted((a, b) => a.userId - b.userId || a.ordinal - b.ordinal);
      const packed = packBucket(sorted);
      for (const userId of [other, ...sorted.map((one) => one.userId)]) {
        expect(findOrdinals(packed, userId)).toEqual(
          sorted.filter((one) => one.userId === userId).map((one) => one.ordinal),
        );
      }
    }),
  );
});

test('a rank is what a payload says, in numbers', () => {
  expect(rowRank('counts', true, false, '1970-01-02', '00000000000010ff')).toEqual({
    eligibility: 'counts',
    active: true,
    primary: false,
    hireDay: 1,
    valuesHash: 1,
  });
  expect(rowRank('counts', false, true, null, 'ffffffffffffffff')).toMatchObject({
    hireDay: null,
    valuesHash: 2 ** 52 - 1,
  });
});
