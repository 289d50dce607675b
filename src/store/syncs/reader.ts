import { z } from 'zod';
import { type FeedFile, feedFileSchema } from '../../domain/sync/feed-file.ts';
import type { GuardFinding } from '../../domain/sync/guards.ts';
import { type Pinned, pinnedSchema } from '../../domain/sync/pinned.ts';
import {
  type Outcome,
  type OutcomeCounts,
  SYNC_PHASES,
  SYNC_SCOPES,
  SYNC_STATES,
  type SyncState,
  TRIGGERS,
  type Trigger,
  zeroCounts,
} from '../../domain/sync/vocabulary.ts';
import { type Cost, zeroCost } from '../cost.ts';
import type { StoreScope } from '../scope.ts';

const jsonColumn = <Schema extends z.ZodType>(schema: Schema) =>
  z.string().transform((text, context): z.infer<Schema> => {
    const parsed = schema.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
    context.addIssue({ code: 'custom', message: parsed.error.message });
    return z.NEVER;
  });

const exchangeSchema = z.object({
  method: z.string(),
  url: z.string(),
  status: z.number().nullable(),
  answer: z.string().optional(),
  milliseconds: z.number(),
  bytes: z.number(),
  attempt: z.number(),
  waited: z.number().default(0),
  count: z.number().default(1),
});

const syncRowSchema = z.object({
  id: z.number(),
  trigger: z.enum(TRIGGERS),
  scope: z.enum(SYNC_SCOPES),
  persisted: z.number(),
  state: z.enum(SYNC_STATES),
  phase: z.enum(SYNC_PHASES).nullable(),
  source: z.string(),
  mapping_version: z.number(),
  today: z.string(),
  pinned: jsonColumn(pinnedSchema),
  fetch_started_at: z.number().nullable(),
  attempt: z.number(),
  records: z.number(),
  bytes: z.number(),
  complete: z.number(),
  counts: jsonColumn(z.custom<Partial<OutcomeCounts>>()),
  unidentified: z.number(),
  ended: z.number(),
  reason: z.string().nullable(),
  reason_code: z.string().nullable(),
  guards: jsonColumn(z.custom<GuardFinding[]>()),
  plan_of: z.number().nullable(),
  snapshot_of: z.number().nullable(),
  retry_of: z.number().nullable(),
  person_key: jsonColumn(z.object({ employee_id: z.string().nullable(), email: z.string().nullable() })).nullable(),
  user_id: z.number().nullable(),
  created_by: z.string(),
  created_at: z.number(),
  finished_at: z.number().nullable(),
  approved_at: z.number().nullable(),
  applied_at: z.number().nullable(),
  feed: jsonColumn(feedFileSchema).nullable(),
  cost: jsonColumn(z.custom<Partial<Cost>>()),
  exchanges: jsonColumn(z.array(exchangeSchema)),
});

export interface SyncFilter {
  state?: SyncState | undefined;
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

/** One sync, as every door shows it. IDs are the tenant's own counters; times are milliseconds since the epoch. */
export interface Sync {
  id: number;
  trigger: (typeof TRIGGERS)[number];
  scope: (typeof SYNC_SCOPES)[number];
  persisted: boolean;
  state: (typeof SYNC_STATES)[number];
  phase: (typeof SYNC_PHASES)[number] | null;
  source: string;
  mappingVersion: number;
  today: string;
  pinned: Pinned;
  fetchStartedAt: number | null;
  attempt: number;
  records: number;
  bytes: number;
  complete: boolean;
  counts: OutcomeCounts;
  unidentified: number;
  ended: number;
  reason: string | null;
  reasonCode: string | null;
  guards: GuardFinding[];
  planOf: number | null;
  /** The sync whose snapshot this one looks at, as a preview does; null for its own. */
  snapshotOf: number | null;
  retryOf: number | null;
  personKey: { employee_id: string | null; email: string | null } | null;
  userId: number | null;
  createdBy: string;
  createdAt: number;
  finishedAt: number | null;
  approvedAt: number | null;
  appliedAt: number | null;
  /** The file that it read, where its data source gives files. */
  feed: FeedFile | null;
  cost: Cost;
  exchanges: z.infer<typeof exchangeSchema>[];
}

/** Reads a row of `syncs`. @param base what to take off its IDs */
export function toSync(stored: unknown, base: number): Sync {
  const read = syncRowSchema.parse(stored);
  const local = (id: number | null) => (id === null ? null : id - base);
  return {
    id: read.id - base,
    trigger: read.trigger,
    scope: read.scope,
    persisted: read.persisted === 1,
    state: read.state,
    phase: read.phase,
    source: read.source,
    mappingVersion: read.mapping_version,
    today: read.today,
    pinned: read.pinned,
    fetchStartedAt: read.fetch_started_at,
    attempt: read.attempt,
    records: read.records,
    bytes: read.bytes,
    complete: read.complete === 1,
    counts: { ...zeroCounts(), ...read.counts },
    unidentified: read.unidentified,
    ended: read.ended,
    reason: read.reason,
    reasonCode: read.reason_code,
    guards: read.guards,
    planOf: local(read.plan_of),
    snapshotOf: local(read.snapshot_of),
    retryOf: local(read.retry_of),
    personKey: read.person_key,
    userId: local(read.user_id),
    createdBy: read.created_by,
    createdAt: read.created_at,
    finishedAt: read.finished_at,
    approvedAt: read.approved_at,
    appliedAt: read.applied_at,
    feed: read.feed,
    cost: { ...zeroCost(), ...read.cost },
    exchanges: read.exchanges,
  };
}

/** What earlier syncs mean for a later one: which plan is the newest, what waits, and the baselines of the guards. */
export const syncHistory = ({ d1, base }: StoreScope) => ({
  /** Whether a leavers' job waits for an admin, or was rejected today: it is not asked again until tomorrow. */
  leaversDecided: async (today: string): Promise<boolean> =>
    (await d1.first(
      `select 1 as one from syncs where id > ? and id < ? and scope = 'leavers' and (state = 'held' or (state = 'cancelled' and today = ?)) limit 1`,
      base,
      base + 2 ** 30,
      today,
    )) !== null,

  /** The newest sync of a source whose own snapshot is complete, or null. A preview has none of its own. */
  async newestComplete(source: string): Promise<Sync | null> {
    const row = await d1.first(
      `select * from syncs where id > ? and id < ? and source = ? and scope = 'full' and complete = 1 and snapshot_of is null
       order by id desc limit 1`,
      base,
      base + 2 ** 30,
      source,
    );
    return row && toSync(row, base);
  },

  /**
   * The newest sync of a source whose snapshot can be looked at again: complete, and every chunk of it was planned, so that
   * its markers say in which chunks it lies. Null without one.
   */
  async newestPlanned(source: string): Promise<Sync | null> {
    const row = await d1.first(
      `select * from syncs where id > ? and id < ? and source = ? and scope = 'full' and complete = 1 and snapshot_of is null
         and records = (select sum(m.records) from step_markers m where m.sync_id = syncs.id and m.step = 'plan')
       order by id desc limit 1`,
      base,
      base + 2 ** 30,
      source,
    );
    return row && toSync(row, base);
  },

  /** The newest sync of everybody whose plan was applied, to its end or with terminations that wait; or null. */
  async lastApplied(source: string): Promise<Sync | null> {
    const row = await d1.first(
      `select * from syncs where id > ? and id < ? and source = ? and scope = 'full' and applied_at is not null
       order by id desc limit 1`,
      base,
      base + 2 ** 30,
      source,
    );
    return row && toSync(row, base);
  },

  /** Syncs that wrote a snapshot to users, or began to: the one that fetched it, and those that applied its plan. */
  async writersOf(snapshot: number): Promise<number[]> {
    const rows = await d1.all<{ id: number }>(
      'select id from syncs where id >= ?1 and id < ?2 and persisted = 1 and (id = ?1 or plan_of = ?1)',
      base + snapshot,
      base + 2 ** 30,
    );
    return rows.map(({ id }) => id - base);
  },

  /** Terminations of syncs that were cancelled or failed after they had begun to apply: nobody counted those. */
  async endedByStopped(source: string, since: number): Promise<number> {
    const stopped = await d1.all<{ id: number }>(
      `select id from syncs where id > ? and id < ? and source = ? and persisted = 1 and state in ('cancelled', 'failed')
         and finished_at > ? and exists (select 1 from step_markers m where m.sync_id = syncs.id and m.step = 'end')`,
      base,
      base + 2 ** 30,
      source,
      since,
    );
    if (stopped.length === 0) return 0;
    const row = await d1.first<{ ended: number }>(
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
    const row = await d1.first<{ id: number }>(
      'select id from syncs where id > ? and id < ? and plan_of = ? and applied_at is not null limit 1',
      base + plan,
      base + 2 ** 30,
      base + plan,
    );
    return row && row.id - base;
  },

  /** Held syncs of a source that a newer plan has overtaken. */
  async heldBefore(source: string, id: number): Promise<Sync[]> {
    const rows = await d1.all(
      `select * from syncs where id > ? and id < ? and state = 'held' and source = ? and scope = 'full'`,
      base,
      base + id,
      source,
    );
    return rows.map((row) => toSync(row, base));
  },

  /**
   * What was applied before: the baselines of the guards. They start anew when an admin approves: the approved snapshot is
   * the first that counts, and the terminations approved with it are none that happened unseen.
   */
  async baselines(source: string, since: number) {
    const approved = await d1.first<{ at: number | null }>(
      'select max(approved_at) as at from syncs where id > ? and id < ? and source = ? and applied_at >= approved_at',
      base,
      base + 2 ** 30,
      source,
    );
    const anew = approved?.at ?? 0;
    const applied = await d1.all<{ plan: number; records: number; unidentified: number }>(
      `select coalesce(plan_of, id) - ?1 as plan, records, unidentified from syncs where id > ?1 and id < ?2 and source = ?3 and scope = 'full' and applied_at >= ?4
       order by id desc limit 5`,
      base,
      base + 2 ** 30,
      source,
      anew,
    );
    const recent = await d1.first<{ terminated: number | null }>(
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
