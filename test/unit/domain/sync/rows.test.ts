import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PackedRecord, pack, type Standing } from '../../../../src/domain/sync/pack.ts';
import { judgeRows } from '../../../../src/domain/sync/rows-of-one-person.ts';
import { judgePeople, type KeyClaim, rowsByPerson } from '../../../../src/domain/sync/settle.ts';
<<<<<<< HEAD
import { SnapshotIndex } from '../../../../src/domain/sync/snapshot-index.ts';
=======
>>>>>>> road

const dayOf = (date: string): number => Date.parse(date) / 86_400_000;
const standing = (more: Partial<Standing> = {}): Standing => ({
  active: true,
  primary: false,
<<<<<<< HEAD
  hireDay: dayOf('2020-01-01'),
=======
  hireDay: 18_262,
>>>>>>> road
  print: 1,
  ...more,
});
const claim = (ordinal: number, more: Partial<KeyClaim> = {}): KeyClaim => ({
  ordinal,
  userId: 100 + ordinal,
  employeeKey: null,
  emailKey: null,
  emailHolder: null,
  creates: true,
  ...more,
});

describe('which row of one person counts', () => {
  const rows = fc.array(
    fc.record({
      active: fc.boolean(),
      primary: fc.boolean(),
<<<<<<< HEAD
      hireDay: fc.option(fc.constantFrom(dayOf('2019-01-01'), dayOf('2020-01-01'))),
=======
      hireDay: fc.option(fc.constantFrom(-1, 0, 18_262)),
>>>>>>> road
      print: fc.constantFrom(1, 2),
    }),
    { minLength: 1, maxLength: 5 },
  );

  test('never depends on the order of the feed', () => {
    fc.assert(
      fc.property(rows, fc.infiniteStream(fc.nat()), (standings, luck) => {
        const judge = (some: Standing[]) => {
          const verdict = judgeRows(some.map((one, ordinal) => ({ ordinal, standing: one })));
          return 'tie' in verdict ? 'tie' : some[verdict.winner];
        };
        const shuffled = standings.map((one) => ({ one, by: luck.next().value })).sort((a, b) => a.by - b.by);
        expect(judge(shuffled.map(({ one }) => one))).toEqual(judge(standings));
      }),
      { numRuns: 500 },
    );
  });

  test('active, then primary, then the latest hire date; a row without one last', () => {
    const cases: [Partial<Standing>, Partial<Standing>][] = [
<<<<<<< HEAD
      [{}, { active: false, primary: true, hireDay: dayOf('2025-01-01') }],
      [{ primary: true, hireDay: null }, { hireDay: dayOf('2025-01-01') }],
      [{ hireDay: dayOf('2020-01-02') }, {}],
=======
      [{}, { active: false, primary: true, hireDay: 20_000 }],
      [{ primary: true, hireDay: null }, { hireDay: 20_000 }],
      [{ hireDay: 18_263 }, {}],
>>>>>>> road
      [{}, { hireDay: null }],
    ];
    for (const [better, worse] of cases) {
      const judged = judgeRows([
        { ordinal: 0, standing: standing({ ...worse, print: 2 }) },
        { ordinal: 1, standing: standing(better) },
      ]);
      expect(judged).toEqual({ winner: 1 });
    }
    expect(
      judgeRows([
        { ordinal: 4, standing: standing() },
        { ordinal: 2, standing: standing() },
      ]),
    ).toEqual({ winner: 2 });
  });
});

describe('which records are of one person', () => {
  const record = (userId: number, more: Partial<PackedRecord> = {}): PackedRecord => ({
    outcome: 'skipped',
    hasRow: false,
    userId,
    alsoPresent: 0,
    length: 1,
    standing: standing(),
    ...more,
  });
  const groups = (repeated: [number, number][], claims: KeyClaim[]) =>
    rowsByPerson(
      repeated.map(([ordinal, userId]) => ({ ...record(userId), ordinal })),
      claims,
    ).map((ordinals) => ordinals.toSorted((a, b) => a - b));

<<<<<<< HEAD
  test('users that more than one record is about; records that failed or matched nobody do not count', () => {
    const records = [record(8), record(9), record(8), record(0), record(0), record(9, { standing: null })];
    const index = new SnapshotIndex([{ firstOrdinal: 0, pack: pack(records) }], records.length);
    expect(index.repeated).toEqual(new Set([8]));
  });

=======
>>>>>>> road
  test('one user, one new employee ID, one e-mail where an ID is missing', () => {
    expect(
      groups(
        [
          [0, 5],
          [1, 5],
        ],
        [],
      ),
    ).toEqual([[0, 1]]);
    expect(groups([], [claim(0, { employeeKey: 'e1' }), claim(1, { employeeKey: 'e1' })])).toEqual([[0, 1]]);
    expect(groups([], [claim(0, { employeeKey: 'e1', creates: false }), claim(1, { employeeKey: 'e1' })])).toEqual([
      [0, 1],
    ]);
    expect(groups([], [claim(0, { employeeKey: 'e1', emailKey: 'a' }), claim(1, { emailKey: 'a' })])).toEqual([[0, 1]]);
  });

  test('two employee IDs with one e-mail are two people', () => {
    const two = [claim(0, { employeeKey: 'e1', emailKey: 'a' }), claim(1, { employeeKey: 'e2', emailKey: 'a' })];
    expect(groups([], two)).toEqual([]);
    // Matched to one user by that e-mail, they cannot both be that user.
    const matched = two.map((one) => ({ ...one, creates: false, userId: 7, emailKey: null }));
<<<<<<< HEAD
    const standings = new Map([0, 1].map((at) => [at, standing({ hireDay: dayOf(`202${at}-01-01`) })]));
=======
    const standings = new Map([0, 1].map((at) => [at, standing({ hireDay: at })]));
>>>>>>> road
    expect(judgePeople([[0, 1]], standings, matched).map(({ kind }) => kind)).toEqual(['duplicate', 'duplicate']);
  });

  test('a row that matched a user goes before a better one that matched nobody', () => {
    const standings = new Map([
<<<<<<< HEAD
      [0, standing({ hireDay: dayOf('2025-01-01') })],
=======
      [0, standing({ hireDay: 20_000 })],
>>>>>>> road
      [1, standing()],
    ]);
    const claims = [claim(0, { employeeKey: 'e1' }), claim(1, { employeeKey: 'e1', creates: false })];
    expect(judgePeople([[0, 1]], standings, claims)).toEqual([{ kind: 'secondary_row', ordinal: 0 }]);
  });
});
