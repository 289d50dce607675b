import { describe, expect, test } from 'vitest';
import { nonZeroCounts, type Person, people, person, SyncHarness } from '../harness/sync-harness.ts';

/** Two rows of one person, and the title that must win whatever their order; null: they all fail. */
const CASES: { name: string; rows: [Person, Person]; wins: string | null }[] = [
  { name: 'identical rows are one', rows: [{}, {}], wins: 'Engineer' },
  {
    name: 'active goes before terminated',
    rows: [{ ends: '2024-01-01', hired: '2023-01-01', main: true }, { title: 'Lead' }],
    wins: 'Lead',
  },
  {
    name: 'the primary row goes before a later hire date',
    rows: [
      { title: 'Second', hired: '2024-01-01' },
      { title: 'Lead', main: 'yes' },
    ],
    wins: 'Lead',
  },
  {
    name: 'the later hire date',
    rows: [
      { title: 'Lead', hired: '2021-05-05' },
      { title: 'Old', hired: null },
    ],
    wins: 'Lead',
  },
  { name: 'nothing tells them apart', rows: [{ title: 'A' }, { title: 'B' }], wins: null },
  { name: 'a row that fails does not compete', rows: [{ hired: 'soon', main: true }, { title: 'Lead' }], wins: 'Lead' },
];

/** Row by row, each person's first rows, then all second ones. */
const feedOf = (turned: boolean) => {
  const first = CASES.map(({ rows }, at) => person(at + 1, rows[turned ? 1 : 0]));
  const second = CASES.map(({ rows }, at) => person(at + 1, rows[turned ? 0 : 1]));
  return [...first, ...people(30).slice(CASES.length), ...second];
};

describe.each([
  ['known', 'so', true, false],
  ['known', 'turned', true, true],
  ['new', 'so', false, false],
  ['new', 'turned', false, true],
])('several rows of one %s person, in order “%s”:', (_known, _order, known, turned) => {
  test('one row wins, or all fail', async () => {
    const harness = await SyncHarness.open();
    await harness.sync(known ? people(30) : people(30).slice(CASES.length));
    const sync = await harness.sync(feedOf(turned));
    expect(sync.state).toBe('completed');
    expect(nonZeroCounts(sync).terminated).toBeUndefined();
    const records = await harness.records(sync);
    const users = await harness.users();
    for (const [at, { name, wins }] of CASES.entries()) {
      const both = records.filter(({ ordinal }) => ordinal === at || ordinal === 30 + at);
      const user = users.get(`E${at + 1}`);
      if (wins === null) {
        expect(
          both.map(({ errors }) => errors[0]?.code),
          name,
        ).toEqual(['duplicate_in_feed', 'duplicate_in_feed']);
        expect(user?.state, name).toBe(known ? 'active' : undefined);
      } else {
        expect(user, name).toMatchObject({ state: 'active', attributes: { title: wins } });
        const lost = both.filter(
          ({ outcome, reason }) => outcome === 'failed' || (reason ?? 'unchanged') !== 'unchanged',
        );
        expect(lost.length, name).toBe(1);
      }
    }
  });
});
