import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { auditLog } from '../audit/tables.ts';
import { inList } from '../columns.ts';
import type { StoreScope } from '../scope.ts';
import { users } from '../users/tables.ts';
import { isOrphan, type OrphanDecision, type OrphanSelection, orphansReader } from './reader.ts';

const MAX_USERS_PER_TRANSACTION = 500;

export const orphansWriter = (scope: StoreScope) => {
  const { db, base, tenantId, rowId } = scope;
  return {
    ...orphansReader(scope),

    /**
     * Up to 500 of the selected, with an entry in the audit log for each, in one transaction. Users who are no orphans any
     * more are skipped; protected ones are never ended.
     * @returns how many users changed; 0 when nobody is left
     */
    async decide(selection: OrphanSelection, decision: OrphanDecision, by: string, now: number): Promise<number> {
      const ends = decision === 'end';
      const batch = db
        .select({ id: users.id })
        .from(users)
        .where(
          and(
            isOrphan(tenantId),
            selection === 'all' ? undefined : inList(users.id, selection.map(rowId)),
            ends ? eq(users.protected, false) : undefined,
          ),
        )
        .orderBy(asc(users.id))
        .limit(MAX_USERS_PER_TRANSACTION);
      const userId = sql`${users.id} - ${sql.raw(String(base))}`;
      const entries = db
        .select({
          id: sql`null`.as('id'),
          tenantId: users.tenantId,
          at: sql`${now}`.as('at'),
          actor: sql`${by}`.as('actor'),
          action: sql`${sql.param(ends ? 'user_terminated' : 'user_kept', auditLog.action)}`.as('action'),
          detail: sql`json_object('user_id', ${userId}, 'owner', ${users.ownerSource})`.as('detail'),
        })
        .from(users)
        .where(inArray(users.id, batch));
      const [, changed] = await db.batch([
        db.insert(auditLog).select(entries),
        db
          .update(users)
          .set({
            // The source in use does not send them: should it do so one day, that lifts the override.
            ...(ends
              ? { state: 'terminated', override: 'terminated', overrideSeen: 'gone', terminatedAt: now }
              : { ownerSource: null }),
            version: sql`${users.version} + 1`,
            changedAt: now,
          })
          .where(inArray(users.id, batch)),
      ]);
      return changed ?? 0;
    },
  };
};
