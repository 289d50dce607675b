import type { SnapshotIndex } from '../../domain/sync/snapshot-index.ts';
import { decideTermination } from '../../domain/sync/termination.ts';
import { zeroCounts } from '../../domain/sync/vocabulary.ts';
import type { KnownUser } from '../../domain/user/matching.ts';
import type { TenantWriter } from '../../store/open-for-writing.ts';
import { blankRecord, type PlannedRecord } from '../../store/plans/writer.ts';
import type { SyncRun } from '../coordinator/run.ts';

/** Plans for users whom no record of a complete snapshot matched. One changed after the fetch began has newer data. */
export async function planAbsent(store: TenantWriter, run: SyncRun, present: SnapshotIndex): Promise<void> {
  if (await store.plans.doneCounts(run.sync, 'absent', 0)) return;
  const counts = zeroCounts();
  const rows: PlannedRecord[] = [];
  for await (const owned of store.plans.ownedUsers(run.pinned.source, run.pinned.snapshotWriters)) {
    for (const user of owned) {
      if (present.has(user.id)) continue;
      const row = absentRecord(user, run, run.records + rows.length);
      rows.push(row);
      counts[row.outcome] += 1;
    }
  }
  const marker = {
    step: 'absent',
    part: 0,
    firstOrdinal: run.records,
    records: rows.length,
    counts: { ...counts },
    pack: null,
  } as const;
  await store.plans.save(run.sync, marker, rows);
}

function absentRecord(user: KnownUser, run: SyncRun, ordinal: number): PlannedRecord {
  const match = { user, emailHolder: null };
  const { outcome, reason, changes } = decideTermination(match, user, run.fetchStartedAt ?? 0);
  return { ...blankRecord(ordinal, user.id, outcome), reason, changes, baseVersion: user.version };
}
