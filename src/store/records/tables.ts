import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/**
 * What a sync did, or would do, with one person — one row each, but for plain *unchanged*, which lives packed in
 * step_markers.pack. WITHOUT ROWID (by hand in the migration): one written row a record.
 */
export const userRecords = sqliteTable(
  'user_records',
  {
    syncId: integer('sync_id').notNull(),
    /** Position in the snapshot; absent users come after the last. */
    ordinal: integer().notNull(),
    /** The user matched, or the ID put aside for the one to create. */
    userId: integer('user_id'),
    outcome: text().notNull(),
    reason: text(),
    /** The payload's own name and e-mail, for when nobody matched. */
    label: text(),
    /** Keys that the user will take when this record is applied; null when they stay. */
    employeeKey: text('employee_key'),
    emailKey: text('email_key'),
    /** Who holds that e-mail when the plan was made, if another user does. */
    emailHolder: integer('email_holder'),
    /** People whose e-mails move among each other; applied in one transaction. */
    handover: integer(),
    chunk: integer(),
    offset: integer(),
    length: integer(),
    /** A single-user sync keeps its payload here. */
    payload: text(),
    changes: text(),
    errors: text(),
    /** All that users will hold after apply, see domain/sync/plan.ts. */
    next: text(),
    baseVersion: integer('base_version'),
  },
  (t) => [primaryKey({ columns: [t.syncId, t.ordinal] })],
);

/** A step of a sync that is done: its primary key makes a second delivery harmless. */
export const stepMarkers = sqliteTable(
  'step_markers',
  {
    syncId: integer('sync_id').notNull(),
    step: text().notNull(),
    part: integer().notNull(),
    firstOrdinal: integer('first_ordinal').notNull(),
    records: integer().notNull(),
    /** Counts by outcome, by error and by changed attribute. */
    counts: text({ mode: 'json' }).notNull().default({}),
    /** Every record of the chunk in few bytes, see domain/sync/pack.ts. */
    pack: text(),
  },
  (t) => [primaryKey({ columns: [t.syncId, t.step, t.part] })],
);

/** Where a user's records are: per 2,048 users and sync one packed row of user and ordinal. */
export const recordBuckets = sqliteTable(
  'record_buckets',
  {
    bucket: integer().notNull(),
    syncId: integer('sync_id').notNull(),
    pack: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.bucket, t.syncId] })],
);
