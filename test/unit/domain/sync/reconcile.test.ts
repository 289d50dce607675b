import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PackedRecord, RowRank } from '../../../../src/domain/sync/pack.ts';
import {
  groupRowsByPerson,
  type KeyClaim,
  resolveDuplicateRows,
  selectRow,
} from '../../../../src/domain/sync/reconcile.ts';

const rankOf = (more: Partial<RowRank> = {}): RowRank => ({
  eligibility: 'counts',
  active: true,
  primary: false,
  hireDay: 18_262,
  valuesHash: 1,
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

describe('the choice between several rows of one person', () => {
  const rows = fc.array(
    fc.record({
      eligibility: fc.constantFrom('counts', 'no_email', 'out_of_scope'),
      active: fc.boolean(),
      primary: fc.boolean(),
      hireDay: fc.option(fc.constantFrom(-1, 0, 18_262)),
      valuesHash: fc.constantFrom(1, 2),
    }),
    { minLength: 1, maxLength: 5 },
  );

  test('never depends on the order of the feed', () => {
    fc.assert(
      fc.property(rows, fc.infiniteStream(fc.nat()), (ranks, luck) => {
        const judge = (some: RowRank[]) => {
          const verdict = selectRow(some.map((one, ordinal) => ({ ordinal, rank: one })));
          if ('tie' in verdict) return 'tie';
          // Of rows that do not count the first will do, whatever it says.
          const winner = some[verdict.winner];
          return winner?.eligibility === 'counts' ? winner : winner?.eligibility;
        };
        const shuffled = ranks.map((one) => ({ one, by: luck.next().value })).sort((a, b) => a.by - b.by);
        expect(judge(shuffled.map(({ one }) => one))).toEqual(judge(ranks));
      }),
      { numRuns: 500 },
    );
  });

  test('prefers a row that is in scope and has an e-mail, whatever else the others say', () => {
    const order: RowRank['eligibility'][] = ['counts', 'no_email', 'out_of_scope'];
    const better = { active: true, primary: true, hireDay: null, valuesHash: 2 };
    for (const [at, eligibility] of order.entries()) {
      for (const lesser of order.slice(at + 1)) {
        const rows = [
          rankOf({ ...better, eligibility: lesser }),
          rankOf({ eligibility, active: false, hireDay: null }),
        ];
        expect(selectRow(rows.map((one, ordinal) => ({ ordinal, rank: one })))).toEqual({ winner: 1 });
      }
    }
  });

  test('never finds a tie between rows that do not count', () => {
    const rows = [1, 2].map((valuesHash, ordinal) => ({
      ordinal,
      rank: rankOf({ eligibility: 'out_of_scope', valuesHash }),
    }));
    expect(selectRow(rows)).toEqual({ winner: 0 });
  });

  test('prefers active, then primary, then the latest hire date, and a row without one last', () => {
    const cases: [Partial<RowRank>, Partial<RowRank>][] = [
      [{}, { active: false, primary: true, hireDay: 20_000 }],
      [{ primary: true, hireDay: null }, { hireDay: 20_000 }],
      [{ hireDay: 18_263 }, {}],
      [{}, { hireDay: null }],
    ];
    for (const [better, worse] of cases) {
      const judged = selectRow([
        { ordinal: 0, rank: rankOf({ ...worse, valuesHash: 2 }) },
        { ordinal: 1, rank: rankOf(better) },
      ]);
      expect(judged).toEqual({ winner: 1 });
    }
    expect(
      selectRow([
        { ordinal: 4, rank: rankOf() },
        { ordinal: 2, rank: rankOf() },
      ]),
    ).toEqual({ winner: 2 });
  });
});

describe('the grouping of records by person', () => {
  const record = (userId: number, more: Partial<PackedRecord> = {}): PackedRecord => ({
    outcome: 'skipped',
    hasRow: false,
    userId,
    alsoPresent: 0,
    length: 1,
    rank: rankOf(),
    ...more,
  });
  const groups = (repeated: [number, number][], claims: KeyClaim[]) =>
    groupRowsByPerson(
      repeated.map(([ordinal, userId]) => ({ ...record(userId), ordinal })),
      claims,
    ).map((ordinals) => ordinals.toSorted((a, b) => a - b));

  test('goes by user, by new employee ID, and by e-mail where an ID is missing', () => {
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

  test('takes two employee IDs with one e-mail for two people', () => {
    const two = [claim(0, { employeeKey: 'e1', emailKey: 'a' }), claim(1, { employeeKey: 'e2', emailKey: 'a' })];
    expect(groups([], two)).toEqual([]);
    // Matched to one user by that e-mail, they cannot both be that user.
    const matched = two.map((one) => ({ ...one, creates: false, userId: 7, emailKey: null }));
    const ranks = new Map([0, 1].map((at) => [at, rankOf({ hireDay: at })]));
    expect(resolveDuplicateRows([[0, 1]], ranks, matched).map(({ kind }) => kind)).toEqual(['duplicate', 'duplicate']);
  });

  test('prefers a row that matched a user to a better one that matched nobody', () => {
    const ranks = new Map([
      [0, rankOf({ hireDay: 20_000 })],
      [1, rankOf()],
    ]);
    const claims = [claim(0, { employeeKey: 'e1' }), claim(1, { employeeKey: 'e1', creates: false })];
    expect(resolveDuplicateRows([[0, 1]], ranks, claims)).toEqual([{ kind: 'secondary_row', ordinal: 0 }]);
  });
});
