import { expect, test } from 'vitest';
import { guardSettingsSchema } from '../../../src/domain/sync/settings.ts';
import { newRun, parseRun } from '../../../src/sync/coordinator/run.ts';

const pinned = {
  source: 'workday',
  mappingVersion: 3,
  today: '2026-11-22',
  accessEnds: 'end_of_day' as const,
  guards: guardSettingsSchema.parse({}),
};

test('a run that an earlier release began goes on as what it is', () => {
  const { snapshotOf: _, ...before } = newRun(
    // A sync pinned less then.
    { tenant: 1, sync: 7, scope: 'full', step: 'plan', persisted: true, pinned: JSON.parse(JSON.stringify(pinned)) },
    5,
  );
  const run = parseRun(JSON.stringify({ ...before, records: 9 }));
  // Not a preview, whose mapping would be looked for among the drafts.
  expect(run).toMatchObject({ sync: 7, snapshotOf: null, records: 9, startedAt: 5 });
  expect(run.pinned).toMatchObject({ tables: {}, upload: null, announcedLeavers: 0, terminations: 'guarded' });
});
