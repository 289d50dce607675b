import { integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { enumColumn } from '../columns.ts';

export const FILTERABLE_LISTS = ['users', 'syncs'] as const;
export type FilterableList = (typeof FILTERABLE_LISTS)[number];

/** One of users is a segment. */
export const savedFilters = sqliteTable(
  'saved_filters',
  {
    id: integer().primaryKey(),
    tenantId: integer('tenant_id').notNull(),
    list: enumColumn(FILTERABLE_LISTS).notNull(),
    name: text().notNull(),
    /** As in the URL, without the question mark. */
    query: text().notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [uniqueIndex('saved_filters_by_name').on(t.tenantId, t.list, t.name)],
);
