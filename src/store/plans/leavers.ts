import { packBucket } from '../../domain/sync/snapshot-index.ts';
import type { AccessEnds } from '../../domain/sync/termination.ts';
import type { OutcomeCounts } from '../../domain/sync/vocabulary.ts';
import type { StoreScope } from '../scope.ts';
import { reconcileStore } from './reconcile.ts';
import { blankRecord, plansWriter } from './writer.ts';

/** A user whose termination date has passed. */
export interface Leaver {
  id: number;
  version: number;
}

/** Users who leave by date. */
export const leaversByDate = (scope: StoreScope) => {
  const { d1, base, tenantId } = scope;
  const passed = (
    accessEnds: AccessEnds,
  ) => `tenant_id = ? and ends_on is not null and state = 'active' and ends_on ${accessEnds === 'end_of_day' ? '<' : '<='} ?
    and protected = 0 and override is null`;
  return {
    /** Whether the job has anything to do: read by every cron tick. */
    any: async (today: string, accessEnds: AccessEnds): Promise<boolean> =>
      (await d1.first(`select 1 as one from users where ${passed(accessEnds)} limit 1`, tenantId, today)) !== null,

    async find(today: string, accessEnds: AccessEnds): Promise<Leaver[]> {
      return d1.all<{ id: number; version: number }>(
        `select id - ${base} as id, version from users where ${passed(accessEnds)} order by id limit 20000`,
        tenantId,
        today,
      );
    },

    /** Writes their plan, once. */
    async plan(syncId: number, leavers: readonly Leaver[], counts: OutcomeCounts): Promise<void> {
      const plans = plansWriter(scope);
      const settling = reconcileStore(scope);
      const records = leavers.map(({ id, version }, ordinal) => ({
        ...blankRecord(ordinal, id, 'terminated'),
        changes: [{ attribute: 'state', before: 'active', after: 'terminated' }],
        baseVersion: version,
      }));
      const buckets = Map.groupBy(
        leavers.map(({ id }, ordinal) => ({ userId: id, ordinal })),
        (entry) => settling.bucketOf(entry.userId),
      );
      const packed = buckets.entries().map(([bucket, entries]) => ({ bucket, pack: packBucket(entries) }));
      await plans.once([
        plans.markerStatement(syncId, {
          step: 'plan',
          part: 0,
          firstOrdinal: 0,
          records: leavers.length,
          counts,
          pack: null,
        }),
        ...plans.recordStatements(syncId, records),
        ...settling.bucketStatements(syncId, packed),
      ]);
    },
  };
};
