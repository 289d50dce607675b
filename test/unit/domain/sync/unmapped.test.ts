import { expect, test } from 'vitest';
import { summarizeUnmapped, UnmappedTally } from '../../../../src/domain/sync/unmapped.ts';

const report = (...tallies: UnmappedTally[]) =>
  summarizeUnmapped(
    tallies.flatMap((tally) => Object.entries(tally.counts())),
    200,
  );

test('values that no table has are counted by people, without case, over all chunks', () => {
  const [one, two] = [new UnmappedTally(), new UnmappedTally()];
  one.add([
    { table: 'a', value: 'FIN' },
    { table: 'b', value: 'x:y' },
  ]);
  one.add([{ table: 'a', value: 'fin' }]);
  one.add(undefined);
  two.add([{ table: 'a', value: 'Fin' }]);
  expect(report(one, two)).toEqual({
    values: [
      { table: 'a', value: 'FIN', people: 3 },
      { table: 'b', value: 'x:y', people: 1 },
    ],
    people: 3,
    more: false,
  });
});

test('a chunk without such values counts nothing', () => {
  const tally = new UnmappedTally();
  tally.add(undefined);
  expect(tally.counts()).toEqual({});
});

test('a chunk reports at most 200 values of a table and 1,000 in all, and that there were more', () => {
  const tally = new UnmappedTally();
  for (let at = 0; at < 300; at++) tally.add([{ table: 'a', value: `v${at}` }]);
  expect([report(tally).values.length, report(tally).people, report(tally).more]).toEqual([200, 300, true]);
  for (let at = 0; at < 3000; at++) tally.add([{ table: `t${at % 100}`, value: `v${at}` }]);
  expect(Object.keys(tally.counts())).toHaveLength(1002);
});

test('a report of missing values is cut, and says so', () => {
  const counts = Array.from({ length: 5 }, (_, at) => [`unmapped:t:v${at}`, at] as const);
  expect(summarizeUnmapped(counts, 2)).toEqual({
    values: [
      { table: 't', value: 'v4', people: 4 },
      { table: 't', value: 'v3', people: 3 },
    ],
    people: 0,
    more: true,
  });
});
