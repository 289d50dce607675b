import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const syncs = sqliteTable('syncs', {
  id: integer().primaryKey(),
  tenantId: integer('tenant_id').notNull(),
  trigger: text().notNull(),
  scope: text().notNull(),
  /** The admin asked for received data to update users. */
  persisted: integer({ mode: 'boolean' }).notNull(),
  state: text().notNull(),
  phase: text(),
  source: text().notNull(),
  mappingVersion: integer('mapping_version').notNull(),
  /** Pinned when the sync starts: the date in the tenant's time zone, and the settings of guards. */
  today: text().notNull(),
  pinned: text({ mode: 'json' }).notNull(),
  fetchStartedAt: integer('fetch_started_at'),
  attempt: integer().notNull().default(1),
  /** The snapshot: its size, and whether the feed ended cleanly. */
  records: integer().notNull().default(0),
  bytes: integer().notNull().default(0),
  complete: integer({ mode: 'boolean' }).notNull().default(false),
  /** Counts by outcome as JSON, fixed at the end. */
  counts: text({ mode: 'json' }).notNull().default({}),
  /** Terminations applied, for the rolling count of the guard. */
  ended: integer().notNull().default(0),
  /** Records without a usable key. */
  unidentified: integer().notNull().default(0),
  reason: text(),
  reasonCode: text('reason_code'),
  guards: text({ mode: 'json' }).notNull().default([]),
  /** The sync whose plan this one applies. */
  planOf: integer('plan_of'),
  /** The sync whose stored snapshot this one reads, instead of its data source: a preview. */
  snapshotOf: integer('snapshot_of'),
  /** What the data source said of its feed, such as name, age and hash of a file; JSON. */
  feed: text({ mode: 'json' }),
  /** The one that started itself after this one's fetch died, or the one this retries. */
  retryOf: integer('retry_of'),
  /** Whom a single-user sync is about. */
  personKey: text('person_key', { mode: 'json' }),
  userId: integer('user_id'),
  createdBy: text('created_by').notNull(),
  createdAt: integer('created_at').notNull(),
  finishedAt: integer('finished_at'),
  approvedAt: integer('approved_at'),
  appliedAt: integer('applied_at'),
  /** Rows written, D1 calls, R2 operations and messages that this sync cost. */
  cost: text({ mode: 'json' }).notNull().default({}),
  exchanges: text({ mode: 'json' }).notNull().default([]),
});

/** Unsaved mappings under preview, each bound to its sync. */
export const mappingDrafts = sqliteTable('mapping_drafts', {
  syncId: integer('sync_id').primaryKey(),
  body: text({ mode: 'json' }).notNull(),
});
