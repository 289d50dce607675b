import { describe, expect, test } from 'vitest';
import { evaluateGuards, type GuardFacts } from '../../../../src/domain/sync/guards.ts';
import { guardSettingsSchema } from '../../../../src/domain/sync/settings.ts';
import { zeroCounts } from '../../../../src/domain/sync/vocabulary.ts';

const settings = guardSettingsSchema.parse({});
const facts = (
  more: Partial<Omit<GuardFacts, 'counts'>> & { terminated?: number; failed?: number; created?: number },
): GuardFacts => {
  const { terminated = 0, failed = 0, created = 0, ...rest } = more;
  return {
    scope: 'full',
    records: 100,
    unidentified: 0,
    idConflicts: 0,
    activeOwned: 100,
    recentTerminations: 0,
    appliedRecords: [],
    appliedUnidentified: null,
    emailsChanged: 0,
    roles: { restricted: 0, regular: 0 },
    outOfScope: 0,
    fillCounts: { people: 0, attributes: {} },
    appliedFillCounts: null,
    announcedLeavers: 0,
    ...rest,
    counts: { ...zeroCounts(), terminated, failed, created },
  };
};
const guardCodes = (more: Parameters<typeof facts>[0]) => evaluateGuards(facts(more), settings).map(({ code }) => code);

describe('the guards', () => {
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
    ['a first sync', { created: 100, activeOwned: 0 }, []],
    ['twenty new ones', { created: 20, appliedRecords: [100] }, []],
    ['twenty-one', { created: 21, appliedRecords: [100] }, ['created_or_email_changed']],
    [
      'new ones and new e-mails',
      { created: 11, emailsChanged: 10, appliedRecords: [100] },
      ['created_or_email_changed'],
    ],
    ['twenty-one of few', { created: 21, activeOwned: 10, appliedRecords: [100] }, ['created_or_email_changed']],
    ['a fifth of many', { emailsChanged: 200, activeOwned: 1000, appliedRecords: [100] }, []],
    ['five other roles', { roles: { restricted: 3, regular: 2 } }, []],
    ['six', { roles: { restricted: 3, regular: 3 } }, ['role_flips']],
    ['five per cent of a thousand roles', { roles: { restricted: 50, regular: 0 }, activeOwned: 1000 }, []],
    ['leavers as announced', { terminated: 65, announcedLeavers: 60 }, []],
    ['one more than announced', { terminated: 66, announcedLeavers: 60 }, ['terminations']],
    [
      'announced, and used up in the last day',
      { terminated: 5, recentTerminations: 61, activeOwned: 39, announcedLeavers: 60 },
      ['terminations'],
    ],
  ])('decide the case: %s', (_name, more, expected) => {
    expect(guardCodes(more)).toEqual(expected);
  });

  test('never hold exactly ten per cent fewer records, whatever the size', () => {
    for (let usual = 10; usual <= 20_000; usual += 10) {
      expect(guardCodes({ records: usual * 0.9, appliedRecords: [usual] })).toEqual([]);
      expect(guardCodes({ records: usual * 0.9 - 1, appliedRecords: [usual] })).toEqual(['fewer_records']);
    }
  });

  const filled = (people: number, title: number) => ({ people, attributes: { title } });
  test.each<[string, [people: number, having: number], [people: number, having: number], boolean]>([
    ['over half had it, and less than half of those do', [100, 51], [100, 25], true],
    ['just half of those do', [100, 52], [100, 26], false],
    ['just half had it', [100, 50], [100, 1], false],
    ['the feed shrank with it', [100, 100], [40, 40], false],
    ['the feed shrank, and it more', [100, 100], [40, 19], true],
    ['many came who have none', [100, 60], [300, 60], false],
    ['nothing in any record, and more than a few had it', [100, 11], [100, 0], true],
    ['nothing in any record, and few had it', [100, 10], [100, 0], false],
    ['nothing in any record, of many', [1000, 50], [1000, 0], false],
    ['nobody in the feed', [100, 100], [0, 0], false],
    ['nobody before', [0, 0], [100, 0], false],
  ])('decide about an attribute that is emptied: %s', (_name, before, now, trips) => {
    const found = guardCodes({ fillCounts: filled(...now), appliedFillCounts: filled(...before) });
    expect(found).toEqual(trips ? ['emptied_attribute'] : []);
  });

  test('take no attribute for emptied that is mapped no more, or never was before', () => {
    const mapped = { people: 100, attributes: { title: 100 } };
    const other = { people: 100, attributes: { department: 0 } };
    expect(guardCodes({ fillCounts: other, appliedFillCounts: mapped })).toEqual([]);
    expect(guardCodes({ fillCounts: mapped, appliedFillCounts: null })).toEqual([]);
  });

  test('hold terminations only for terminations and unidentified records, and everything for the others, with numbers', () => {
    const findings = evaluateGuards(
      facts({
        terminated: 1200,
        activeOwned: 5000,
        unidentified: 3,
        failed: 40,
        idConflicts: 9,
        appliedRecords: [5000],
        created: 1300,
        emailsChanged: 20,
        roles: { restricted: 300, regular: 1 },
        outOfScope: 200,
        fillCounts: { people: 4000, attributes: { title: 2, department: 0, location: 4000 } },
        appliedFillCounts: { people: 5000, attributes: { title: 4900, department: 4000, location: 4000 } },
      }),
      settings,
    );
    expect(findings.map(({ code, holds }) => [code, holds])).toEqual([
      ['terminations', 'terminations'],
      ['unidentified', 'terminations'],
      ['fewer_records', 'all'],
      ['failed', 'all'],
      ['id_conflicts', 'all'],
      ['created_or_email_changed', 'all'],
      ['emptied_attribute', 'all'],
      ['role_flips', 'all'],
    ]);
    expect(findings.map(({ message }) => message)).toMatchInlineSnapshot(`
      [
        "This would end access for 1,200 people of 5,000; the limit is 250. 200 people are in the feed, but outside the scope of the mapping.",
        "3 records have no usable employee ID or e-mail, against 0 before: the people who seem to be gone may be among them.",
        "The feed has 100 records; the last syncs had 5,000. Fewer than 4,500 looks like a feed that broke.",
        "40 people of 100 could not be processed; the limit is 20. See the failed records for the reason they share.",
        "9 people came with an employee ID that contradicts a known one; the limit is 3. The data source may have renumbered its people.",
        "This would create 1,300 people and give 20 people another e-mail, beside 5,000 active users; the limit is 1,000 together. The data source may have renumbered or renamed its people.",
        "The attribute “Title” had a value for 4,900 people in the last applied sync, and now 2 people have one; fewer than 1,960 looks like a column that was lost or renamed, or an expression that does not fit. The same is true of “Department”.",
        "This would change the role of 301 people of 5,000: 300 to restricted and 1 to regular; the limit is 250. Look at the expression of the restricted role.",
      ]
    `);
    const announced = facts({ terminated: 70, announcedLeavers: 60, recentTerminations: 2, outOfScope: 70 });
    expect(evaluateGuards(announced, settings)[0]?.message).toBe(
      'This would end access for 70 people of 100, after 2 in the last 24 hours; the limit is 65, with the 60 that were announced. All of them are in the feed, but outside the scope of the mapping.',
    );
  });
});
