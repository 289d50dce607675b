import { and, count, desc, eq, gt, gte, inArray, isNotNull, isNull, max, sql, sum } from 'drizzle-orm';
import { inList, ownRows } from '../columns.ts';
import { bucketOf } from '../ids.ts';
import { stepMarkers, userRecords } from '../records/tables.ts';
import type { StoreScope } from '../scope.ts';
import { type Sync, syncColumns } from '../syncs/reader.ts';
import { syncs } from '../syncs/tables.ts';
import { users } from '../users/tables.ts';
import { markersReader } from './markers.ts';
import { userMatcher } from './match.ts';
import { reconciliationReader } from './reconcile.ts';

/** How many applied syncs the baseline of a feed's size is made of. */
const APPLIED_SYNCS = 5;

export const plansReader = (scope: StoreScope) => {
  const { db, base, rowId, tenantId } = scope;

  /** Terminations by syncs that were cancelled or failed after they had begun to apply: their `ended` is not set. */
  const countUnfinishedTerminations = async (source: string, since: number): Promise<number> => {
    const ended = db
      .select({ part: stepMarkers.part })
      .from(stepMarkers)
      .where(and(eq(stepMarkers.syncId, syncs.id), eq(stepMarkers.step, 'end')));
    const stopped = await db
      .select({ id: syncs.id })
      .from(syncs)
      .where(
        and(
          ownRows(syncs.id, base),
          eq(syncs.source, source),
          eq(syncs.persisted, true),
          inArray(syncs.state, ['cancelled', 'failed']),
          gt(syncs.finishedAt, since),
          sql`exists ${ended}`,
        ),
      );
    if (stopped.length === 0) return 0;
    const row = await db
      .select({ count: count() })
      .from(users)
      .where(
        and(
          ownRows(users.id, base),
          sql`${users.state} = 'terminated'`,
          gt(users.terminatedAt, since),
          inList(
            users.lastSyncId,
            stopped.map(({ id }) => rowId(id)),
          ),
        ),
      )
      .get();
    return row?.count ?? 0;
  };

  return {
    ...markersReader(scope),
    ...userMatcher(scope),
    ...reconciliationReader(scope),

    /** Its snapshot can be read again: complete, and every chunk planned, so that markers say in which chunks it lies. */
    async newestPlanned(source: string): Promise<Sync | null> {
      const planned = db
        .select({ records: sum(stepMarkers.records) })
        .from(stepMarkers)
        .where(and(eq(stepMarkers.syncId, syncs.id), eq(stepMarkers.step, 'plan')));
      const row = await db
        .select(syncColumns)
        .from(syncs)
        .where(
          and(
            ownRows(syncs.id, base),
            eq(syncs.source, source),
            eq(syncs.scope, 'full'),
            eq(syncs.complete, true),
            isNull(syncs.snapshotOf),
            eq(syncs.records, sql`${planned}`),
          ),
        )
        .orderBy(desc(syncs.id))
        .limit(1)
        .get();
      return row ?? null;
    },

    /**
     * An approval by an admin resets them: the approved snapshot is the first that counts, and the terminations approved
     * with it are not counted.
     * @param since only terminations later than this count, in milliseconds since the epoch
     */
    async baselines(source: string, since: number) {
      const ofSource = and(ownRows(syncs.id, base), eq(syncs.source, source));
      const approved = await db
        .select({ at: max(syncs.approvedAt) })
        .from(syncs)
        .where(and(ofSource, gte(syncs.appliedAt, syncs.approvedAt)))
        .get();
      const countedFrom = approved?.at ?? 0;
      const applied = await db
        .select({
          plan: sql`coalesce(${syncs.planOf}, ${syncs.id})`.mapWith(syncs.id).as('plan'),
          records: syncs.records,
          unidentified: syncs.unidentified,
        })
        .from(syncs)
        .where(and(ofSource, eq(syncs.scope, 'full'), gte(syncs.appliedAt, countedFrom)))
        .orderBy(desc(syncs.id))
        .limit(APPLIED_SYNCS);
      const recent = await db
        .select({ terminated: sql`coalesce(sum(${syncs.ended}), 0)`.mapWith(Number).as('terminated') })
        .from(syncs)
        .where(and(ofSource, gt(syncs.appliedAt, Math.max(since, countedFrom)), isNull(syncs.approvedAt)))
        .get();
      const unfinished = await countUnfinishedTerminations(source, Math.max(since, countedFrom));
      return {
        appliedPlan: applied[0]?.plan ?? null,
        appliedRecords: applied.map((row) => row.records),
        appliedUnidentified: applied[0]?.unidentified ?? null,
        recentTerminations: (recent?.terminated ?? 0) + unfinished,
      };
    },

    async countActiveOwned(source: string): Promise<number> {
      const row = await db
        .select({ count: count() })
        .from(users)
        .where(and(ownRows(users.id, base), eq(users.ownerSource, source), eq(users.state, 'active')))
        .get();
      return row?.count ?? 0;
    },

    async employeeIds(userIds: readonly number[]): Promise<Map<number, string | null>> {
      const rows = await db
        .select({ id: users.id, employeeId: users.employeeId })
        .from(users)
        .where(inList(users.id, userIds.map(rowId)));
      return new Map(rows.map(({ id, employeeId }) => [id, employeeId]));
    },

    /** @param from the first ordinal behind the snapshot */
    async absentUsers(syncId: number, from: number): Promise<{ userId: number; ordinal: number }[]> {
      return db
        .select({ userId: sql`${userRecords.userId}`.mapWith(users.id).as('user_id'), ordinal: userRecords.ordinal })
        .from(userRecords)
        .where(and(eq(userRecords.syncId, rowId(syncId)), gte(userRecords.ordinal, from)));
    },

    /** @returns the ordinal behind each whole part */
    async partBoundaries(plan: number, outcomes: readonly string[], size: number): Promise<number[]> {
      const numbered = db
        .select({
          ordinal: userRecords.ordinal,
          n: sql`row_number() over (order by ${userRecords.ordinal})`.mapWith(Number).as('n'),
        })
        .from(userRecords)
        .where(and(eq(userRecords.syncId, rowId(plan)), inList(userRecords.outcome, outcomes)))
        .as('numbered');
      const rows = await db
        .select({ ordinal: numbered.ordinal })
        .from(numbered)
        .where(sql`${numbered.n} % ${size} = 0`);
      return rows.map(({ ordinal }) => ordinal + 1);
    },

    async hasHandovers(plan: number): Promise<boolean> {
      const row = await db
        .select({ ordinal: userRecords.ordinal })
        .from(userRecords)
        .where(and(eq(userRecords.syncId, rowId(plan)), isNotNull(userRecords.handover)))
        .limit(1)
        .get();
      return row !== undefined;
    },

    async leftOutCounts(plan: number, except: readonly number[]): Promise<{ people: number; terminated: number }> {
      if (except.length === 0) return { people: 0, terminated: 0 };
      const row = await db
        .select({
          people: count().as('people'),
          terminated: sql`coalesce(sum(${userRecords.outcome} = 'terminated'), 0)`.mapWith(Number).as('terminated'),
        })
        .from(userRecords)
        .where(
          and(
            eq(userRecords.syncId, rowId(plan)),
            inArray(userRecords.outcome, ['created', 'updated', 'restored', 'terminated']),
            inList(userRecords.userId, except.map(rowId)),
          ),
        )
        .get();
      return row ?? { people: 0, terminated: 0 };
    },

    bucketOf: (userId: number): number => bucketOf(tenantId, userId),
  };
};
