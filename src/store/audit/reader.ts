import { and, desc, eq, getTableColumns, lt } from 'drizzle-orm';
import type { StoreScope } from '../scope.ts';
import { auditLog } from './tables.ts';

export type AuditEntry = Omit<typeof auditLog.$inferSelect, 'tenantId'>;

const { tenantId: _, ...columns } = getTableColumns(auditLog);

/** Rows are added and read, never changed. */
export const auditReader = ({ db, tenantId }: StoreScope) => ({
  /** Newest first; `before` is the ID of the last entry of the page before. */
  list: (limit: number, before: number = Number.MAX_SAFE_INTEGER): Promise<AuditEntry[]> =>
    db
      .select(columns)
      .from(auditLog)
      .where(and(eq(auditLog.tenantId, tenantId), lt(auditLog.id, before)))
      .orderBy(desc(auditLog.id))
      .limit(limit),
});
