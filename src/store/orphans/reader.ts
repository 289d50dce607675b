import { and, asc, count, desc, eq, gt, isNotNull, sql } from 'drizzle-orm';
import type { SelectResultFields } from 'drizzle-orm/query-builders/select.types';
import { ownRows } from '../columns.ts';
import type { StoreScope } from '../scope.ts';
import { dataSources } from '../sources/tables.ts';
import { syncs } from '../syncs/tables.ts';
import { users } from '../users/tables.ts';

const columns = {
  id: users.id,
  full_name: sql`${users.attributes}->>'full_name'`.mapWith(String).as('full_name'),
  email: sql`${users.attributes}->>'email'`.mapWith(String).as('email'),
  employee_id: sql<string | null>`${users.attributes}->>'employee_id'`.as('employee_id'),
  owner_source: sql`${users.ownerSource}`.mapWith(String).as('owner_source'),
  protected: users.protected,
};

export type Orphan = SelectResultFields<typeof columns>;

/** `end`: access ends. `keep`: they have no owner any more, and are no longer listed. */
export type OrphanDecision = 'end' | 'keep';

export type OrphanSelection = readonly number[] | 'all';

export const isOrphan = (tenantId: number) =>
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
  async areKnown(enabled: string): Promise<boolean> {
    const newest = await db
      .select({ source: syncs.source })
      .from(syncs)
      .where(and(ownRows(syncs.id, base), eq(syncs.scope, 'full'), isNotNull(syncs.appliedAt)))
      .orderBy(desc(syncs.id))
      .limit(1)
      .get();
    return newest?.source === enabled;
  },

  /** Active ones only. */
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
