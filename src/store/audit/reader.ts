import { z } from 'zod';
import type { StoreScope } from '../scope.ts';

/** What is written down about people who act on a tenant. Closed, so that a page can word each of them. */
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

const detailSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

/** Facts beside an action. Never a secret. */
export type AuditDetail = z.infer<typeof detailSchema>;

export interface AuditEntry {
  id: number;
  at: number;
  /** The e-mail of a person, or the name of a token. */
  actor: string;
  action: AuditAction;
  detail: AuditDetail;
}

interface AuditRow {
  id: number;
  at: number;
  actor: string;
  action: AuditAction;
  detail: string;
}

/** The tenant's audit log: rows are added and read, never changed. */
export function auditReader({ db, tenantId }: StoreScope) {
  return {
    async record(actor: string, action: AuditAction, detail: AuditDetail, now: number): Promise<void> {
      await db.run(
        'insert into audit_log (tenant_id, at, actor, action, detail) values (?, ?, ?, ?, ?)',
        tenantId,
        now,
        actor,
        action,
        JSON.stringify(detail),
      );
    },

    /** Newest first; `before` is the ID of the last entry of the page before. */
    async list(limit: number, before: number = Number.MAX_SAFE_INTEGER): Promise<AuditEntry[]> {
      const rows = await db.all<AuditRow>(
        'select id, at, actor, action, detail from audit_log where tenant_id = ? and id < ? order by id desc limit ?',
        tenantId,
        before,
        limit,
      );
      return rows.map((row) => ({ ...row, detail: detailSchema.parse(JSON.parse(row.detail)) }));
    },
  };
}
