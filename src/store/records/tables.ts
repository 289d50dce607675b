import { sql } from 'drizzle-orm';
import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { z } from 'zod';
import { RECORD_ERROR_CODES } from '../../domain/shared/record-error.ts';
import { OUTCOMES } from '../../domain/sync/vocabulary.ts';
import { USER_ROLES } from '../../domain/user/attributes.ts';
import { enumColumn, jsonColumn, localId } from '../columns.ts';
import { attributesSchema } from '../users/tables.ts';

const labelSchema = z.object({ full_name: z.string().nullable(), email: z.string().nullable() });

const changeSchema = z.object({ attribute: z.string(), before: z.unknown(), after: z.unknown() });

const recordErrorSchema = z.object({
  code: z.enum(RECORD_ERROR_CODES),
  attribute: z.string().nullable(),
  expression: z.string().nullable(),
  received: z.string().nullable(),
  message: z.string(),
});

const nextUserSchema = z.object({
  attributes: attributesSchema,
  role: z.enum(USER_ROLES),
  endsOn: z.string().nullable(),
  fingerprint: z.string(),
});

/**
 * One row a person, but for plain *unchanged*, which lives packed in step_markers.pack. WITHOUT ROWID (by hand in the
 * migration): one written row a record.
 */
export const userRecords = sqliteTable(
  'user_records',
  {
    syncId: localId('sync_id').notNull(),
    /** Position in the snapshot; absent users come after the last. */
    ordinal: integer().notNull(),
    /** The user matched, or the ID put aside for the one to create. */
    userId: localId('user_id'),
    outcome: enumColumn(OUTCOMES).notNull(),
    reason: text(),
    /** The payload's own name and e-mail, for when nobody matched. */
    label: jsonColumn(labelSchema),
    /** Keys that the user will take when this record is applied; null when they stay. */
    employeeKey: text('employee_key'),
    emailKey: text('email_key'),
    /** Another user who held that e-mail when the plan was made. */
    emailHolder: localId('email_holder'),
    /** Group of records whose e-mails move among each other; applied in one transaction. */
    handover: integer(),
    /** Where the payload lies in R2; offset and length are bytes. */
    chunk: integer(),
    offset: integer(),
    length: integer(),
    /** A single-user sync keeps its payload here. */
    payload: text(),
    changes: jsonColumn(z.array(changeSchema)),
    errors: jsonColumn(z.array(recordErrorSchema)),
    /** All that users will hold after apply, see NextUser in domain/sync/decision.ts. */
    next: jsonColumn(nextUserSchema),
    baseVersion: integer('base_version'),
  },
  (t) => [primaryKey({ columns: [t.syncId, t.ordinal] })],
);

export const MARKER_STEPS = ['plan', 'judge', 'absent', 'buckets', 'handovers', 'write', 'end'] as const;

/** A step of a sync that is done: its primary key makes a second delivery harmless. */
export const stepMarkers = sqliteTable(
  'step_markers',
  {
    syncId: localId('sync_id').notNull(),
    step: enumColumn(MARKER_STEPS).notNull(),
    part: integer().notNull(),
    firstOrdinal: integer('first_ordinal').notNull(),
    records: integer().notNull(),
    /** By outcome, by error and by changed attribute. */
    counts: jsonColumn(z.record(z.string(), z.number())).notNull().default(sql`'{}'`),
    /** Every record of the chunk in few bytes, see domain/sync/pack.ts. */
    pack: text(),
  },
  (t) => [primaryKey({ columns: [t.syncId, t.step, t.part] })],
);

/** Per 2,048 users and sync one packed row of user and ordinal. */
export const recordBuckets = sqliteTable(
  'record_buckets',
  {
    bucket: integer().notNull(),
    syncId: localId('sync_id').notNull(),
    pack: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.bucket, t.syncId] })],
);
