import type { Mapping } from '../../domain/mapping/mapping.ts';
import type { FeedFile } from '../../domain/sync/feed-file.ts';
import type { GuardFinding } from '../../domain/sync/guards.ts';
import type { Pinned } from '../../domain/sync/pinned.ts';
import type { OutcomeCounts, SyncPhase, SyncScope, SyncState, Trigger } from '../../domain/sync/vocabulary.ts';
import type { Cost } from '../cost.ts';
import type { StoreScope } from '../scope.ts';
import { type Sync, type SyncFilter, toSync } from './reader.ts';

export interface NewSync {
  id: number;
  trigger: Trigger;
  scope: SyncScope;
  persisted: boolean;
  state: SyncState;
  phase: SyncPhase | null;
  pinned: Pinned;
  createdBy: string;
  createdAt: number;
  reason?: string | null;
  planOf?: number | null;
  snapshotOf?: number | null;
  /** The unsaved mapping that it tries. */
  draft?: Mapping;
  retryOf?: number | null;
  personKey?: { employee_id: string | null; email: string | null } | null;
  userId?: number | null;
}

/** What may change of a sync after it was made. */
export interface SyncPatch {
  state?: SyncState;
  phase?: SyncPhase | null;
  persisted?: boolean;
  pinned?: Pinned;
  fetchStartedAt?: number;
  attempt?: number;
  records?: number;
  bytes?: number;
  complete?: boolean;
  counts?: OutcomeCounts;
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
  exchanges?: Sync['exchanges'];
  feed?: FeedFile | null;
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
  feed: 'feed',
};

const toSql = (value: unknown): unknown =>
  typeof value === 'boolean'
    ? Number(value)
    : typeof value === 'object' && value !== null
      ? JSON.stringify(value)
      : value;

/** Syncs of one tenant. */
export const syncsWriter = ({ d1, base, tenantId }: StoreScope) => ({
  async insert(sync: NewSync): Promise<void> {
    const { pinned, planOf, snapshotOf, draft, retryOf, personKey, userId } = sync;
    const values = [
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
      snapshotOf == null ? null : base + snapshotOf,
      retryOf == null ? null : base + retryOf,
      personKey ? JSON.stringify(personKey) : null,
      userId == null ? null : base + userId,
      sync.createdBy,
      sync.createdAt,
      sync.state === 'not_run' ? sync.createdAt : null,
    ];
    const insert = `insert into syncs (id, tenant_id, trigger, scope, persisted, state, phase, source, mapping_version, today, pinned,
         reason, plan_of, snapshot_of, retry_of, person_key, user_id, created_by, created_at, finished_at)
       values (${values.map(() => '?').join(', ')})`;
    const statements = [d1.prepare(insert).bind(...values)];
    if (draft) {
      const keep = d1.prepare('insert into mapping_drafts (sync_id, body) values (?, ?)');
      statements.push(keep.bind(base + sync.id, JSON.stringify(draft)));
    }
    await d1.batch(statements);
  },

  async update(id: number, patch: SyncPatch): Promise<void> {
    await this.updateFrom(null, id, patch);
  },

  /**
   * Changes a sync that is in a state, in one statement: of two who act on it at once, one comes too late.
   * @param from null for any state
   * @returns false when the sync is in another state
   */
  async updateFrom(from: SyncState | null, id: number, patch: SyncPatch): Promise<boolean> {
    const fields = Object.entries(patch).filter(([, value]) => value !== undefined);
    if (fields.length === 0) return true;
    const names = fields.map(([key]) => `${COLUMN[key as keyof SyncPatch]} = ?`);
    const values = fields.map(([key, value]) => (key === 'userId' ? base + Number(value) : toSql(value)));
    const where = 'where id = ? and (? is null or state = ?)';
    return (await d1.run(`update syncs set ${names.join(', ')} ${where}`, ...values, base + id, from, from)) === 1;
  },

  async get(id: number): Promise<Sync | null> {
    const row = await d1.first('select * from syncs where id = ? and tenant_id = ?', base + id, tenantId);
    return row && toSync(row, base);
  },

  /** Newest first. @param before only older than this ID @param after only newer than this ID (then nearest first) */
  async list(page: { before?: number; after?: number; limit: number }, filter: SyncFilter = {}): Promise<Sync[]> {
    const { where, values } = filterConditions(filter);
    const newer = page.after !== undefined;
    const rows = await d1.all(
      `select * from syncs where tenant_id = ? and id > ? and id < ? ${where} order by id ${newer ? 'asc' : 'desc'} limit ?`,
      tenantId,
      base + (page.after ?? 0),
      base + (page.before ?? 2 ** 30),
      ...values,
      page.limit,
    );
    const syncs = rows.map((row) => toSync(row, base));
    return newer ? syncs.reverse() : syncs;
  },

  /** The unsaved mapping that a preview tries, or null. */
  async draft(id: number): Promise<unknown> {
    const row = await d1.first<{ body: string }>('select body from mapping_drafts where sync_id = ?', base + id);
    return row && JSON.parse(row.body);
  },

  async newestId(): Promise<number> {
    const row = await d1.first<{ id: number | null }>(
      'select max(id) as id from syncs where id > ? and id < ?',
      base,
      base + 2 ** 30,
    );
    return row?.id == null ? 0 : row.id - base;
  },
});

function filterConditions(filter: SyncFilter): { where: string; values: unknown[] } {
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
