import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { z } from 'zod';
import { enumColumn, jsonColumn } from '../columns.ts';

export const AUDIT_ACTIONS = [
  'bootstrap',
  'sign_in',
  'sign_in_failed',
  'sign_out',
  'token_created',
  'token_revoked',
  'sync_started',
  'sync_approved',
  'sync_rejected',
  'sync_cancelled',
  'user_terminated',
  'user_restored',
  'user_kept',
  'user_protected',
  'user_unprotected',
  'user_held',
  'user_hold_lifted',
  'users_anonymised',
  'mapping_saved',
  'table_saved',
  'table_removed',
  'data_source_saved',
  'data_source_tested',
  'wrapper_registered',
  'settings_saved',
  'filter_saved',
  'filter_removed',
  'users_exported',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

const auditDetailSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

/** Never a secret. */
export type AuditDetail = z.output<typeof auditDetailSchema>;

export const auditLog = sqliteTable(
  'audit_log',
  {
    id: integer().primaryKey(),
    tenantId: integer('tenant_id').notNull(),
    at: integer().notNull(),
    /** The e-mail of a person, or the name of a token. */
    actor: text().notNull(),
    action: enumColumn(AUDIT_ACTIONS).notNull(),
    detail: jsonColumn(auditDetailSchema).notNull().default({}),
  },
  (t) => [index('audit_log_by_tenant').on(t.tenantId, t.id)],
);
