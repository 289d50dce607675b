import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { z } from 'zod';
import { jsonColumn } from '../columns.ts';

const jsonObjectSchema = z.record(z.string(), z.unknown());

export const dataSources = sqliteTable(
  'data_sources',
  {
    tenantId: integer('tenant_id').notNull(),
    kind: text().notNull(),
    enabled: integer({ mode: 'boolean' }).notNull().default(false),
    /** Each data source parses its own (sources/). */
    settings: jsonColumn(jsonObjectSchema).notNull(),
    /** See seal.ts. Null when the source needs no secret. */
    sealed: text(),
    /** Set once an admin has applied a full sync of this source: before that the schedule writes nothing. */
    firstAppliedAt: integer('first_applied_at'),
    /** Settings or mapping changed at; the schedule writes again only after a dry run begun later was looked at. */
    changedAt: integer('changed_at').notNull(),
    reviewedAt: integer('reviewed_at'),
    /** Kept from one sync to the next, such as the hash of the last file. */
    memory: jsonColumn(jsonObjectSchema),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.kind] })],
);
