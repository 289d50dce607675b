import { and, desc, eq, lt } from 'drizzle-orm';
import type { StoreScope } from '../scope.ts';
import { auditLog } from './tables.ts';

export type AuditEntry = Omit<typeof auditLog.$inferSelect, 'tenantId'>;

const { id, at, actor, action, detail } = auditLog;

/** The tenant's audit log: rows are added and read, never changed. */
export const auditReader = ({ db, tenantId }: StoreScope) => ({
  /** Newest first; `before` is the ID of the last entry of the page before. */
  list: (limit: number, before: number = Number.MAX_SAFE_INTEGER): Promise<AuditEntry[]> =>
    db
      .select({ id, at, actor, action, detail })
      .from(auditLog)
      .where(and(eq(auditLog.tenantId, tenantId), lt(id, before)))
      .orderBy(desc(id))
      .limit(limit),
});
