import { and, asc, count, desc, eq, gt, isNotNull, isNull, lt, lte, max, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { AccessEnds } from '../../domain/sync/termination.ts';
import type { UserFilter } from '../../domain/user/filter/filter.ts';
import { inList, ownRows } from '../columns.ts';
import { ID_SPAN } from '../ids.ts';
import type { StoreScope } from '../scope.ts';
import { userFilterSql } from './filter-sql.ts';
import { userAliases, users } from './tables.ts';

const columns = {
  id: users.id,
  attributes: users.attributes,
  role: users.role,
  state: users.state,
  override: users.override,
  protected: users.protected,
  ownerSource: users.ownerSource,
  version: users.version,
  lastSyncId: users.lastSyncId,
  changedAt: users.changedAt,
  createdAt: users.createdAt,
  terminatedAt: users.terminatedAt,
  legalHold: users.legalHold,
  anonymisedAt: users.anonymisedAt,
};
type UserColumns = Pick<typeof users.$inferSelect, keyof typeof columns>;

/** Times are milliseconds since the epoch. */
export interface User extends UserColumns {
  fullName: string;
  email: string;
  employeeId: string | null;
}

export interface UserLabel {
  id: number;
  full_name: string;
  email: string;
}

/** A user whose termination date has passed. */
export type Leaver = Pick<User, 'id' | 'version'>;

const MAX_LEAVERS = 20_000;

const fullName = sql`${users.attributes}->>'full_name'`.mapWith(String).as('full_name');
const isTerminated = sql`${users.state} = 'terminated'`;
const countsSchema = z.object({ total: z.number(), terminated: z.number() });

export const usersReader = ({ db, base, rowId, tenantId }: StoreScope) => {
  const inTenant = eq(users.tenantId, tenantId);
  // Worded as the partial index `users_ending` is.
  const hasLeft = (today: string, accessEnds: AccessEnds) =>
    and(
      inTenant,
      isNotNull(users.endsOn),
      sql`${users.state} = 'active'`,
      accessEnds === 'end_of_day' ? lt(users.endsOn, today) : lte(users.endsOn, today),
      eq(users.protected, false),
      isNull(users.override),
    );

  return {
    async get(id: number): Promise<User | null> {
      const row = await db
        .select(columns)
        .from(users)
        .where(and(eq(users.id, rowId(id)), inTenant))
        .get();
      return row ? toUser(row) : null;
    },

    /** In order of ID. @param page.after only later ones @param page.before only earlier ones, nearest last */
    async list(page: { after?: number; before?: number; limit: number }, filter: UserFilter = {}): Promise<User[]> {
      const backwards = page.before !== undefined;
      const rows = await db
        .select(columns)
        .from(users)
        .where(
          and(
            gt(users.id, base + (page.after ?? 0)),
            lt(users.id, base + (page.before ?? ID_SPAN)),
            userFilterSql(tenantId, filter),
          ),
        )
        .orderBy(backwards ? desc(users.id) : asc(users.id))
        .limit(page.limit);
      const found = rows.map(toUser);
      return backwards ? found.reverse() : found;
    },

    async count(filter: UserFilter): Promise<number> {
      const row = await db
        .select({ count: count() })
        .from(users)
        .where(and(ownRows(users.id, base), userFilterSql(tenantId, filter)))
        .get();
      return row?.count ?? 0;
    },

    async countByState(): Promise<{ active: number; terminated: number }> {
      // Both are counted in an index alone; the second one holds terminated users only.
      const [row] = await db.rows(
        countsSchema,
        sql`select (select count(*) from ${users} where ${inTenant}) as total,
          (select count(*) from ${users} where ${inTenant} and ${isTerminated}) as terminated`,
      );
      const { total, terminated } = row ?? { total: 0, terminated: 0 };
      return { active: total - terminated, terminated };
    },

    /** `removed`: whose personal data was removed. */
    async labels(ids: readonly number[]): Promise<{ labels: Map<number, UserLabel>; removed: Set<number> }> {
      if (ids.length === 0) return { labels: new Map(), removed: new Set() };
      const rows = await db
        .select({
          id: users.id,
          full_name: fullName,
          email: sql`coalesce(${users.attributes}->>'email', '')`.mapWith(String).as('email'),
          anonymisedAt: users.anonymisedAt,
        })
        .from(users)
        .where(inList(users.id, ids.map(rowId)));
      return {
        labels: new Map(rows.map(({ anonymisedAt: _, ...label }) => [label.id, label])),
        removed: new Set(rows.flatMap(({ id, anonymisedAt }) => (anonymisedAt === null ? [] : [id]))),
      };
    },

    /** @param reference an employee ID or an e-mail, old e-mails too */
    async findManager(reference: string): Promise<{ id: number; full_name: string } | null> {
      const key = reference.trim().toLowerCase();
      const byOldEmail = sql`(select ${userAliases.userId} from ${userAliases}
        where ${userAliases.tenantId} = ${tenantId} and ${userAliases.emailKey} = ${key}
        order by ${userAliases.since} desc limit 1)`;
      const row = await db
        .select({ id: users.id, full_name: fullName })
        .from(users)
        .where(
          and(
            inTenant,
            or(eq(users.employeeKey, key.replace(/^0+(?=.)/, '')), eq(users.emailKey, key), eq(users.id, byOldEmail)),
          ),
        )
        .limit(1)
        .get();
      return row ?? null;
    },

    async newestId(): Promise<number> {
      const row = await db
        .select({ id: max(users.id) })
        .from(users)
        .where(ownRows(users.id, base))
        .get();
      return row?.id ?? 0;
    },

    /** Read by every cron tick. */
    async hasLeavers(today: string, accessEnds: AccessEnds): Promise<boolean> {
      const row = await db.select({ id: users.id }).from(users).where(hasLeft(today, accessEnds)).limit(1).get();
      return row !== undefined;
    },

    /** In order of ID. */
    listLeavers(today: string, accessEnds: AccessEnds): Promise<Leaver[]> {
      return db
        .select({ id: users.id, version: users.version })
        .from(users)
        .where(hasLeft(today, accessEnds))
        .orderBy(asc(users.id))
        .limit(MAX_LEAVERS);
    },
  };
};

function toUser(row: UserColumns): User {
  const { full_name, email, employee_id } = row.attributes;
  return {
    ...row,
    fullName: typeof full_name === 'string' ? full_name : '',
    email: typeof email === 'string' ? email : '',
    employeeId: typeof employee_id === 'string' ? employee_id : null,
  };
}
