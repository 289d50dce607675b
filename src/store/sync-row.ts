import { z } from 'zod';
import { type FeedFile, feedFileSchema } from '../domain/sync/feed-file.ts';
import type { GuardFinding } from '../domain/sync/guards.ts';
import { type Pinned, pinnedSchema } from '../domain/sync/pinned.ts';
import { type Counts, noCounts, PHASES, SCOPES, STATES, TRIGGERS } from '../domain/sync/words.ts';
import { type Cost, noCost } from './meter.ts';

const json = <Schema extends z.ZodType>(schema: Schema) =>
  z.string().transform((text, context): z.infer<Schema> => {
    const parsed = schema.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
    context.addIssue({ code: 'custom', message: parsed.error.message });
    return z.NEVER;
  });

const exchange = z.object({
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

const row = z.object({
  id: z.number(),
  trigger: z.enum(TRIGGERS),
  scope: z.enum(SCOPES),
  persisted: z.number(),
  state: z.enum(STATES),
  phase: z.enum(PHASES).nullable(),
  source: z.string(),
  mapping_version: z.number(),
  today: z.string(),
  pinned: json(pinnedSchema),
  fetch_started_at: z.number().nullable(),
  attempt: z.number(),
  records: z.number(),
  bytes: z.number(),
  complete: z.number(),
  counts: json(z.custom<Partial<Counts>>()),
  unidentified: z.number(),
  ended: z.number(),
  reason: z.string().nullable(),
  reason_code: z.string().nullable(),
  guards: json(z.custom<GuardFinding[]>()),
  plan_of: z.number().nullable(),
  snapshot_of: z.number().nullable(),
  retry_of: z.number().nullable(),
  person_key: json(z.object({ employee_id: z.string().nullable(), email: z.string().nullable() })).nullable(),
  user_id: z.number().nullable(),
  created_by: z.string(),
  created_at: z.number(),
  finished_at: z.number().nullable(),
  approved_at: z.number().nullable(),
  applied_at: z.number().nullable(),
  feed: json(feedFileSchema).nullable(),
  cost: json(z.custom<Partial<Cost>>()),
  exchanges: json(z.array(exchange)),
});

/** One sync, as every door shows it. IDs are the tenant's own counters; times are milliseconds since the epoch. */
export interface SyncView {
  id: number;
  trigger: (typeof TRIGGERS)[number];
  scope: (typeof SCOPES)[number];
  persisted: boolean;
  state: (typeof STATES)[number];
  phase: (typeof PHASES)[number] | null;
  source: string;
  mappingVersion: number;
  today: string;
  pinned: Pinned;
  fetchStartedAt: number | null;
  attempt: number;
  records: number;
  bytes: number;
  complete: boolean;
  counts: Counts;
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
  exchanges: z.infer<typeof exchange>[];
}

/** Reads a row of `syncs`. @param base what to take off its IDs */
export function readSync(stored: unknown, base: number): SyncView {
  const read = row.parse(stored);
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
    counts: { ...noCounts(), ...read.counts },
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
    cost: { ...noCost(), ...read.cost },
    exchanges: read.exchanges,
  };
}
