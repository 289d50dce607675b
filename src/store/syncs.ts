import type { GuardFinding } from '../domain/sync/guards.ts';
import type { Pinned } from '../domain/sync/pinned.ts';
import type { Counts, Outcome, Phase, Scope, State, Trigger } from '../domain/sync/words.ts';
import type { Cost } from './meter.ts';
import type { StoreScope } from './scope.ts';
import { readSync, type SyncView } from './sync-row.ts';

export interface NewSync {
  id: number;
  trigger: Trigger;
  scope: Scope;
  persisted: boolean;
  state: State;
  phase: Phase | null;
  pinned: Pinned;
  createdBy: string;
  createdAt: number;
  reason?: string | null;
  planOf?: number | null;
  retryOf?: number | null;
  personKey?: { employee_id: string | null; email: string | null } | null;
  userId?: number | null;
}

/** What may change of a sync after it was made. */
export interface SyncPatch {
  state?: State;
  phase?: Phase | null;
  persisted?: boolean;
  pinned?: Pinned;
  fetchStartedAt?: number;
  attempt?: number;
  records?: number;
  bytes?: number;
  complete?: boolean;
  counts?: Counts;
  unidentified?: number;
  ended?: number;
  reason?: string | null;
  reasonCode?: string | null;
  guards?: GuardFinding[];
  finishedAt?: number | null;
  approvedAt?: number;
  appliedAt?: number;
  userId?: number;
  cost?: Cost;
  exchanges?: SyncView['exchanges'];
}

export interface SyncFilter {
  state?: State | undefined;
  persisted?: boolean | undefined;
  createdBy?: string | undefined;
  trigger?: Trigger | undefined;
  /** At least so many records with this outcome. */
  atLeast?: { outcome: Outcome; count: number } | undefined;
  createdFrom?: number | undefined;
  createdTo?: number | undefined;
  finishedFrom?: number | undefined;
  finishedTo?: number | undefined;
}

const COLUMN: Record<keyof SyncPatch, string> = {
  state: 'state',
  phase: 'phase',
  persisted: 'persisted',
  pinned: 'pinned',
  fetchStartedAt: 'fetch_started_at',
  attempt: 'attempt',
  records: 'records',
  bytes: 'bytes',
  complete: 'complete',
  counts: 'counts',
  unidentified: 'unidentified',
  ended: 'ended',
  reason: 'reason',
  reasonCode: 'reason_code',
  guards: 'guards',
  finishedAt: 'finished_at',
  approvedAt: 'approved_at',
  appliedAt: 'applied_at',
  userId: 'user_id',
  cost: 'cost',
  exchanges: 'exchanges',
};

const toSql = (value: unknown): unknown =>
  typeof value === 'boolean'
    ? Number(value)
    : typeof value === 'object' && value !== null
      ? JSON.stringify(value)
      : value;

/** Syncs of one tenant. */
export const syncsOf = ({ db, base, tenantId }: StoreScope) => ({
  async insert(sync: NewSync): Promise<void> {
    const { pinned, planOf, retryOf, personKey, userId } = sync;
    await db.run(
      `insert into syncs (id, tenant_id, trigger, scope, persisted, state, phase, source, mapping_version, today, pinned,
         reason, plan_of, retry_of, person_key, user_id, created_by, created_at, finished_at)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      base + sync.id,
      tenantId,
      sync.trigger,
      sync.scope,
      Number(sync.persisted),
      sync.state,
      sync.phase,
      pinned.source,
      pinned.mappingVersion,
      pinned.today,
      JSON.stringify(pinned),
      sync.reason ?? null,
      planOf == null ? null : base + planOf,
      retryOf == null ? null : base + retryOf,
      personKey ? JSON.stringify(personKey) : null,
      userId == null ? null : base + userId,
      sync.createdBy,
      sync.createdAt,
      sync.state === 'not_run' ? sync.createdAt : null,
    );
  },

  async update(id: number, patch: SyncPatch): Promise<void> {
    const fields = Object.entries(patch).filter(([, value]) => value !== undefined);
    if (fields.length === 0) return;
    const names = fields.map(([key]) => `${COLUMN[key as keyof SyncPatch]} = ?`);
    const values = fields.map(([key, value]) => (key === 'userId' ? base + Number(value) : toSql(value)));
    await db.run(`update syncs set ${names.join(', ')} where id = ?`, ...values, base + id);
  },

  async get(id: number): Promise<SyncView | null> {
    const row = await db.first('select * from syncs where id = ? and tenant_id = ?', base + id, tenantId);
    return row && readSync(row, base);
  },

  /** Newest first. @param before only older than this ID @param after only newer than this ID (then nearest first) */
  async list(page: { before?: number; after?: number; limit: number }, filter: SyncFilter = {}): Promise<SyncView[]> {
    const { where, values } = conditions(filter);
    const newer = page.after !== undefined;
    const rows = await db.all(
      `select * from syncs where tenant_id = ? and id > ? and id < ? ${where} order by id ${newer ? 'asc' : 'desc'} limit ?`,
      tenantId,
      base + (page.after ?? 0),
      base + (page.before ?? 2 ** 30),
      ...values,
      page.limit,
    );
    const syncs = rows.map((row) => readSync(row, base));
    return newer ? syncs.reverse() : syncs;
  },

  hasHeld: async (scope: Scope): Promise<boolean> =>
    (await db.first(
      `select 1 as one from syncs where id > ? and id < ? and state = 'held' and scope = ? limit 1`,
      base,
      base + 2 ** 30,
      scope,
    )) !== null,

  async newestId(): Promise<number> {
    const row = await db.first<{ id: number | null }>(
      'select max(id) as id from syncs where id > ? and id < ?',
      base,
      base + 2 ** 30,
    );
    return row?.id == null ? 0 : row.id - base;
  },

  /** The newest sync of a source whose snapshot is complete, or null. */
  async newestComplete(source: string): Promise<SyncView | null> {
    const row = await db.first(
      `select * from syncs where id > ? and id < ? and source = ? and scope = 'full' and complete = 1 order by id desc limit 1`,
      base,
      base + 2 ** 30,
      source,
    );
    return row && readSync(row, base);
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
    const applied = await db.all<{ records: number; unidentified: number }>(
      `select records, unidentified from syncs where id > ? and id < ? and source = ? and scope = 'full' and applied_at >= ?
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
      appliedRecords: applied.map((row) => row.records),
      appliedUnidentified: applied[0]?.unidentified ?? null,
      recentTerminations: (recent?.terminated ?? 0) + unfinished,
    };
  },
});

function conditions(filter: SyncFilter): { where: string; values: unknown[] } {
  const parts: [string, unknown][] = [];
  if (filter.state) parts.push(['state = ?', filter.state]);
  if (filter.persisted !== undefined) parts.push(['persisted = ?', Number(filter.persisted)]);
  if (filter.createdBy) parts.push(['created_by = ?', filter.createdBy]);
  if (filter.trigger) parts.push(['trigger = ?', filter.trigger]);
  if (filter.atLeast) parts.push([`counts->>'${filter.atLeast.outcome}' >= ?`, filter.atLeast.count]);
  if (filter.createdFrom !== undefined) parts.push(['created_at >= ?', filter.createdFrom]);
  if (filter.createdTo !== undefined) parts.push(['created_at < ?', filter.createdTo]);
  if (filter.finishedFrom !== undefined) parts.push(['finished_at >= ?', filter.finishedFrom]);
  if (filter.finishedTo !== undefined) parts.push(['finished_at < ?', filter.finishedTo]);
  return { where: parts.map(([sql]) => `and ${sql}`).join(' '), values: parts.map(([, value]) => value) };
}
