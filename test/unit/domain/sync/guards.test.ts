import { describe, expect, test } from 'vitest';
import { type GuardFacts, judgeGuards } from '../../../../src/domain/sync/guards.ts';
import { guardSettingsSchema } from '../../../../src/domain/sync/settings.ts';
import { noCounts } from '../../../../src/domain/sync/words.ts';

const settings = guardSettingsSchema.parse({});
const facts = (more: Partial<Omit<GuardFacts, 'counts'>> & { terminated?: number; failed?: number }): GuardFacts => {
  const { terminated = 0, failed = 0, ...rest } = more;
  return {
    scope: 'full',
    records: 100,
    unidentified: 0,
    idConflicts: 0,
    activeOwned: 100,
    recentTerminations: 0,
    appliedRecords: [],
    appliedUnidentified: null,
    ...rest,
    counts: { ...noCounts(), terminated, failed },
  };
};
const codes = (more: Parameters<typeof facts>[0]) => judgeGuards(facts(more), settings).map(({ code }) => code);

describe('guards', () => {
  test.each<[string, Parameters<typeof facts>[0], string[]]>([
    ['nothing', {}, []],
    ['five of a hundred', { terminated: 5 }, []],
    ['six of a hundred', { terminated: 6 }, ['terminations']],
    ['five per cent of a thousand', { terminated: 50, activeOwned: 1000 }, []],
    ['one more', { terminated: 51, activeOwned: 1000 }, ['terminations']],
    ['never more than 500', { terminated: 501, activeOwned: 100_000 }, ['terminations']],
    ['half of the active', { terminated: 4, activeOwned: 8 }, []],
    ['more than half of them', { terminated: 5, activeOwned: 9 }, ['terminations']],
    ['the only one', { terminated: 1, activeOwned: 1 }, ['terminations']],
    ['a day runs on', { terminated: 2, recentTerminations: 4, activeOwned: 96 }, ['terminations']],
    ['a day without any now', { recentTerminations: 50, activeOwned: 96 }, []],
    ['one push too many', { scope: 'single', records: 1, terminated: 1, recentTerminations: 5 }, ['terminations']],
    ['leavers by date', { scope: 'leavers', records: 0, terminated: 6, appliedRecords: [100] }, ['terminations']],
    ['unidentified, and nobody leaves', { unidentified: 9 }, []],
    ['unidentified as before', { unidentified: 2, appliedUnidentified: 2, terminated: 1 }, []],
    ['one more unidentified', { unidentified: 3, appliedUnidentified: 2, terminated: 1 }, ['unidentified']],
    ['ten per cent fewer', { records: 90, appliedRecords: [100] }, []],
    ['more than that', { records: 89, appliedRecords: [100] }, ['fewer_records']],
    ['against the median', { records: 90, appliedRecords: [10, 100, 100, 1000, 95] }, []],
    ['against the middle of an even number', { records: 89, appliedRecords: [90, 110] }, ['fewer_records']],
    ['ten failed', { failed: 10, records: 12 }, []],
    ['eleven of twelve failed', { failed: 11, records: 12 }, ['failed']],
    ['a fifth failed', { failed: 20 }, []],
    ['more than a fifth', { failed: 21 }, ['failed']],
    ['three ID conflicts', { idConflicts: 3 }, []],
    ['four', { idConflicts: 4 }, ['id_conflicts']],
    ['one per cent of a thousand', { idConflicts: 10, records: 1000 }, []],
  ])('%s', (_name, more, expected) => {
    expect(codes(more)).toEqual(expected);
  });

  test('exactly ten per cent fewer never trips, whatever the size', () => {
    for (let usual = 10; usual <= 20_000; usual += 10) {
      expect(codes({ records: usual * 0.9, appliedRecords: [usual] })).toEqual([]);
      expect(codes({ records: usual * 0.9 - 1, appliedRecords: [usual] })).toEqual(['fewer_records']);
    }
  });

  test('terminations and unidentified hold terminations only; the others hold all; numbers are in the words', () => {
    const findings = judgeGuards(
      facts({
        terminated: 1200,
        activeOwned: 5000,
        unidentified: 3,
        failed: 40,
        idConflicts: 9,
        appliedRecords: [5000],
      }),
      settings,
    );
    expect(findings.map(({ code, holds }) => [code, holds])).toEqual([
      ['terminations', 'terminations'],
      ['unidentified', 'terminations'],
      ['fewer_records', 'all'],
      ['failed', 'all'],
      ['id_conflicts', 'all'],
    ]);
    expect(findings[0]?.message).toBe('This would end access for 1,200 people of 5,000; the limit is 250.');
    for (const { message, found } of findings) expect(message).toContain(found.toLocaleString('en'));
  });
});
