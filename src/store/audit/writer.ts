import type { StoreScope } from '../scope.ts';
import { auditReader } from './reader.ts';
import { type AuditAction, type AuditDetail, auditLog } from './tables.ts';

export const auditWriter = (scope: StoreScope) => ({
  ...auditReader(scope),

  async record(actor: string, action: AuditAction, detail: AuditDetail, now: number): Promise<void> {
    await scope.db.insert(auditLog).values({ tenantId: scope.tenantId, at: now, actor, action, detail });
  },
});
