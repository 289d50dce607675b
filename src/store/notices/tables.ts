import { integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { enumColumn } from '../columns.ts';

/** Closed, so that a page knows where to send an admin. */
const NOTICE_KINDS = ['wrapper'] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

export const notices = sqliteTable(
  'notices',
  {
    id: integer().primaryKey(),
    tenantId: integer('tenant_id').notNull(),
    kind: enumColumn(NOTICE_KINDS).notNull(),
    /** There is one notice for each kind and subject. */
    subject: text().notNull(),
    message: text().notNull(),
    createdAt: integer('created_at').notNull(),
    dismissedAt: integer('dismissed_at'),
    dismissedBy: text('dismissed_by'),
  },
  (t) => [uniqueIndex('notices_by_subject').on(t.tenantId, t.kind, t.subject)],
);
