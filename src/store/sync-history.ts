import type { StoreScope } from './scope.ts';
import { readSync, type SyncView } from './sync-row.ts';

/** What earlier syncs mean for a later one: which plan is the newest, what waits, and the baselines of the guards. */
export const syncHistoryOf = ({ db, base }: StoreScope) => ({
  /** Whether a leavers' job waits for an admin, or was rejected today: it is not asked again until tomorrow. */
  leaversDecided: async (today: string): Promise<boolean> =>
    (await db.first(
      `select 1 as one from syncs where id > ? and id < ? and scope = 'leavers' and (state = 'held' or (state = 'cancelled' and today = ?)) limit 1`,
      base,
      base + 2 ** 30,
      today,
    )) !== null,

  /** The newest sync of a source whose own snapshot is complete, or null. A preview has none of its own. */
  async newestComplete(source: string): Promise<SyncView | null> {
    const row = await db.first(
      `select * from syncs where id > ? and id < ? and source = ? and scope = 'full' and complete = 1 and snapshot_of is null
       order by id desc limit 1`,
      base,
      base + 2 ** 30,
      source,
    );
    return row && readSync(row, base);
  },

  /**
   * The newest sync of a source whose snapshot can be looked at again: complete, and every chunk of it was planned, so that
   * its markers say in which chunks it lies. Null without one.
   */
  async newestPlanned(source: string): Promise<SyncView | null> {
    const row = await db.first(
      `select * from syncs where id > ? and id < ? and source = ? and scope = 'full' and complete = 1 and snapshot_of is null
         and records = (select sum(m.records) from step_markers m where m.sync_id = syncs.id and m.step = 'plan')
       order by id desc limit 1`,
      base,
      base + 2 ** 30,
      source,
    );
    return row && readSync(row, base);
  },

  /** The newest sync of everybody whose plan was applied, to its end or with terminations that wait; or null. */
  async lastApplied(source: string): Promise<SyncView | null> {
    const row = await db.first(
      `select * from syncs where id > ? and id < ? and source = ? and scope = 'full' and applied_at is not null
       order by id desc limit 1`,
      base,
      base + 2 ** 30,
      source,
    );
    return row && readSync(row, base);
  },

  /** Syncs that wrote a snapshot to users, or began to: the one that fetched it, and those that applied its plan. */
  async writersOf(snapshot: number): Promise<number[]> {
    const rows = await db.all<{ id: number }>(
      'select id from syncs where id >= ?1 and id < ?2 and persisted = 1 and (id = ?1 or plan_of = ?1)',
      base + snapshot,
      base + 2 ** 30,
    );
    return rows.map(({ id }) => id - base);
  },

  /** Terminations of syncs that were cancelled or failed after they had begun to apply: nobody counted those. */
  async endedByStopped(source: string, since: number): Promise<number> {
    const stopped = await db.all<{ id: number }>(
      `select id from syncs where id > ? and id < ? and source = ? and persisted = 1 and state in ('cancelled', 'failed')
         and finished_at > ? and exists (select 1 from step_markers m where m.sync_id = syncs.id and m.step = 'end')`,
      base,
      base + 2 ** 30,
      source,
      since,
    );
    if (stopped.length === 0) return 0;
    const row = await db.first<{ ended: number }>(
      `select count(*) as ended from users where id > ? and id < ? and state = 'terminated' and terminated_at > ?
         and last_sync_id in (select value from json_each(?))`,
      base,
      base + 2 ** 30,
      since,
      JSON.stringify(stopped.map(({ id }) => id)),
    );
    return row?.ended ?? 0;
  },

  /** A later sync that has applied a plan, or null. */
  async appliedPlan(plan: number): Promise<number | null> {
    const row = await db.first<{ id: number }>(
      'select id from syncs where id > ? and id < ? and plan_of = ? and applied_at is not null limit 1',
      base + plan,
      base + 2 ** 30,
      base + plan,
    );
    return row && row.id - base;
  },

  /** Held syncs of a source that a newer plan has overtaken. */
  async heldBefore(source: string, id: number): Promise<SyncView[]> {
    const rows = await db.all(
      `select * from syncs where id > ? and id < ? and state = 'held' and source = ? and scope = 'full'`,
      base,
      base + id,
      source,
    );
    return rows.map((row) => readSync(row, base));
  },

  /**
   * What was applied before: the baselines of the guards. They start anew when an admin approves: the approved snapshot is
   * the first that counts, and the terminations approved with it are none that happened unseen.
   */
  async baselines(source: string, since: number) {
    const approved = await db.first<{ at: number | null }>(
      'select max(approved_at) as at from syncs where id > ? and id < ? and source = ? and applied_at >= approved_at',
      base,
      base + 2 ** 30,
      source,
    );
    const anew = approved?.at ?? 0;
    const applied = await db.all<{ plan: number; records: number; unidentified: number }>(
      `select coalesce(plan_of, id) - ?1 as plan, records, unidentified from syncs where id > ?1 and id < ?2 and source = ?3 and scope = 'full' and applied_at >= ?4
       order by id desc limit 5`,
      base,
      base + 2 ** 30,
      source,
      anew,
    );
    const recent = await db.first<{ terminated: number | null }>(
      `select sum(ended) as terminated from syncs
       where id > ? and id < ? and source = ? and applied_at > ? and approved_at is null`,
      base,
      base + 2 ** 30,
      source,
      Math.max(since, anew),
    );
    const unfinished = await this.endedByStopped(source, Math.max(since, anew));
    return {
      /** Whose plan was applied last; null when none was. */
      appliedPlan: applied[0]?.plan ?? null,
      appliedRecords: applied.map((row) => row.records),
      appliedUnidentified: applied[0]?.unidentified ?? null,
      recentTerminations: (recent?.terminated ?? 0) + unfinished,
    };
  },
});
