import { and, asc, count, desc, eq, gt, inArray, isNotNull, sql } from 'drizzle-orm';
import type { SelectResultFields } from 'drizzle-orm/query-builders/select.types';
import { auditLog } from '../audit/tables.ts';
import { inList, ownRows } from '../columns.ts';
import type { StoreScope } from '../scope.ts';
import { dataSources } from '../sources/tables.ts';
import { syncs } from '../syncs/tables.ts';
import { users } from './tables.ts';

const columns = {
  id: users.id,
  full_name: sql`${users.attributes}->>'full_name'`.mapWith(String).as('full_name'),
  email: sql`${users.attributes}->>'email'`.mapWith(String).as('email'),
  employee_id: sql<string | null>`${users.attributes}->>'employee_id'`.as('employee_id'),
  owner_source: sql`${users.ownerSource}`.mapWith(String).as('owner_source'),
  protected: users.protected,
};

/** A user whom a data source owned that is no longer the one in use, and whom the one in use does not know. */
export type Orphan = SelectResultFields<typeof columns>;

/** `end`: access ends. `keep`: they have no owner any more, and are no longer listed. */
export type OrphanDecision = 'end' | 'keep';

/** Which users to decide about: those named, or all of them. */
export type OrphanSelection = readonly number[] | 'all';

const MAX_USERS_PER_TRANSACTION = 500;

/** Active users whose data source is switched off. */
const isOrphan = (tenantId: number) =>
  and(
    eq(users.tenantId, tenantId),
    eq(users.state, 'active'),
    isNotNull(users.ownerSource),
    sql`${users.ownerSource} not in (select ${dataSources.kind} from ${dataSources}
      where ${dataSources.tenantId} = ${tenantId} and ${dataSources.enabled} = 1)`,
  );

/**
 * Users whose data source was switched off. They are orphans once the source in use has applied a full sync after the last
 * one of theirs: before that it is not known whom it takes over.
 */
export const orphansReader = ({ db, base, tenantId, rowId }: StoreScope) => ({
  /** Whether it is known who is left over: a full sync of the source in use was applied, after those of all others. */
  async known(enabled: string): Promise<boolean> {
    const newest = await db
      .select({ source: syncs.source })
      .from(syncs)
      .where(and(ownRows(syncs.id, base), eq(syncs.scope, 'full'), isNotNull(syncs.appliedAt)))
      .orderBy(desc(syncs.id))
      .limit(1)
      .get();
    return newest?.source === enabled;
  },

  /** How many active users a data source owns. */
  async countOwnedBy(kind: string): Promise<number> {
    const row = await db
      .select({ count: count() })
      .from(users)
      .where(and(eq(users.tenantId, tenantId), eq(users.state, 'active'), eq(users.ownerSource, kind)))
      .get();
    return row?.count ?? 0;
  },

  async count(): Promise<{ all: number; protected: number }> {
    const row = await db
      .select({ all: count(), protected: sql`coalesce(sum(${users.protected}), 0)`.mapWith(Number) })
      .from(users)
      .where(isOrphan(tenantId))
      .get();
    return row ?? { all: 0, protected: 0 };
  },

  /** In order of ID. @param after only later ones */
  list(after: number, limit: number): Promise<Orphan[]> {
    return db
      .select(columns)
      .from(users)
      .where(and(isOrphan(tenantId), gt(users.id, rowId(after))))
      .orderBy(asc(users.id))
      .limit(limit);
  },
});

export const orphansWriter = (scope: StoreScope) => {
  const { db, base, tenantId, rowId } = scope;
  return {
    ...orphansReader(scope),

    /**
     * Decides about some of those chosen, with the entry in the audit log for each, in one transaction; whoever is no
     * orphan any more is passed over. Protected users are never ended.
     * @returns how many; 0 when nobody is left
     */
    async decide(who: OrphanSelection, decision: OrphanDecision, by: string, now: number): Promise<number> {
      const ends = decision === 'end';
      const some = db
        .select({ id: users.id })
        .from(users)
        .where(
          and(
            isOrphan(tenantId),
            who === 'all' ? undefined : inList(users.id, who.map(rowId)),
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
        .where(inArray(users.id, some));
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
          .where(inArray(users.id, some)),
      ]);
      return changed ?? 0;
    },
  };
};
