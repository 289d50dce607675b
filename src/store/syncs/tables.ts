import { sql } from 'drizzle-orm';
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { z } from 'zod';
import { mappingSchema } from '../../domain/mapping/mapping.ts';
import { feedFileSchema } from '../../domain/sync/feed-file.ts';
import { GUARD_CODES } from '../../domain/sync/guards.ts';
import { pinnedSchema } from '../../domain/sync/pinned.ts';
import { type OUTCOMES, SYNC_PHASES, SYNC_SCOPES, SYNC_STATES, TRIGGERS } from '../../domain/sync/vocabulary.ts';
import { enumColumn, jsonColumn, localId } from '../columns.ts';

const count = z.number().default(0);

/** What is not counted yet is zero. */
export const outcomeCountsSchema = z.object({
  created: count,
  updated: count,
  restored: count,
  terminated: count,
  skipped: count,
  failed: count,
} satisfies Record<(typeof OUTCOMES)[number], typeof count>);

export const costSchema = z.object({
  d1Calls: count,
  rowsRead: count,
  rowsWritten: count,
  r2Operations: count,
  messages: count,
});

export const guardFindingSchema = z.object({
  code: z.enum(GUARD_CODES),
  holds: z.enum(['terminations', 'all']),
  message: z.string(),
  limit: z.number(),
  found: z.number(),
});

const personKeySchema = z.object({ employee_id: z.string().nullable(), email: z.string().nullable() });

/** Like ones in a row are one, counted. */
export const exchangeSchema = z.object({
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

/** IDs are the tenant's own counters, times milliseconds since the epoch. */
export const syncs = sqliteTable('syncs', {
  id: localId().primaryKey(),
  tenantId: integer('tenant_id').notNull(),
  trigger: enumColumn(TRIGGERS).notNull(),
  scope: enumColumn(SYNC_SCOPES).notNull(),
  /** The admin asked for received data to update users. */
  persisted: integer({ mode: 'boolean' }).notNull(),
  state: enumColumn(SYNC_STATES).notNull(),
  phase: enumColumn(SYNC_PHASES),
  source: text().notNull(),
  mappingVersion: integer('mapping_version').notNull(),
  /** Pinned when the sync starts: the date in the tenant's time zone, and the settings of guards. */
  today: text().notNull(),
  pinned: jsonColumn(pinnedSchema).notNull(),
  fetchStartedAt: integer('fetch_started_at'),
  attempt: integer().notNull().default(1),
  /** The snapshot: its size, and whether the feed ended cleanly. */
  records: integer().notNull().default(0),
  bytes: integer().notNull().default(0),
  complete: integer({ mode: 'boolean' }).notNull().default(false),
  /** Fixed at the end. */
  counts: jsonColumn(outcomeCountsSchema).notNull().default(sql`'{}'`),
  /** Terminations applied, for the rolling count of the guard. */
  ended: integer().notNull().default(0),
  /** Records without a usable key. */
  unidentified: integer().notNull().default(0),
  reason: text(),
  reasonCode: text('reason_code'),
  guards: jsonColumn(z.array(guardFindingSchema)).notNull().default([]),
  /** The sync whose plan this one applies. */
  planOf: localId('plan_of'),
  /** The sync whose stored snapshot this one reads, instead of its data source: a preview. */
  snapshotOf: localId('snapshot_of'),
  /** Where its data source gives files. */
  feed: jsonColumn(feedFileSchema),
  /** The one that started itself after this one's fetch died, or the one this retries. */
  retryOf: localId('retry_of'),
  /** Whom a single-user sync is about. */
  personKey: jsonColumn(personKeySchema, 'person_key'),
  userId: localId('user_id'),
  createdBy: text('created_by').notNull(),
  createdAt: integer('created_at').notNull(),
  finishedAt: integer('finished_at'),
  approvedAt: integer('approved_at'),
  appliedAt: integer('applied_at'),
  cost: jsonColumn(costSchema).notNull().default(sql`'{}'`),
  exchanges: jsonColumn(z.array(exchangeSchema)).notNull().default([]),
});

export const mappingDrafts = sqliteTable('mapping_drafts', {
  syncId: localId('sync_id').primaryKey(),
  body: jsonColumn(mappingSchema).notNull(),
});
