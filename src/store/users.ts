import type { Attributes, Role } from '../domain/user/attributes.ts';
import type { UserFilter } from '../domain/user/filter/filter.ts';
import { Bindings } from './bindings.ts';
import type { StoreScope } from './scope.ts';
import { conditionsSql } from './user-conditions.ts';
import { searchSql } from './user-search.ts';

/** One user, as every door shows them. Times are milliseconds since the epoch. */
export interface UserView {
  id: number;
  fullName: string;
  email: string;
  employeeId: string | null;
  attributes: Attributes;
  role: Role;
  state: 'active' | 'terminated';
  override: 'terminated' | 'restored' | null;
  protected: boolean;
  ownerSource: string | null;
  version: number;
  lastSyncId: number | null;
  changedAt: number;
  createdAt: number;
  terminatedAt: number | null;
}

interface Row {
  id: number;
  attributes: string;
  role: Role;
  state: UserView['state'];
  override: UserView['override'];
  protected: number;
  owner_source: string | null;
  version: number;
  last_sync_id: number | null;
  changed_at: number;
  created_at: number;
  terminated_at: number | null;
}

const SELECT = `select id, attributes, role, state, override, protected, owner_source, version, last_sync_id, changed_at, created_at, terminated_at from users`;
/** Users of one tenant. */
export const usersOf = ({ db, base, tenantId }: StoreScope) => {
  const read = (row: Row): UserView => {
    const attributes: Attributes = JSON.parse(row.attributes);
    const text = (key: string): string | null => {
      const value = attributes[key];
      return typeof value === 'string' ? value : null;
    };
    return {
      id: row.id - base,
      fullName: text('full_name') ?? '',
      email: text('email') ?? '',
      employeeId: text('employee_id'),
      attributes,
      role: row.role,
      state: row.state,
      override: row.override,
      protected: row.protected === 1,
      ownerSource: row.owner_source,
      version: row.version,
      lastSyncId: row.last_sync_id === null ? null : row.last_sync_id - base,
      changedAt: row.changed_at,
      createdAt: row.created_at,
      terminatedAt: row.terminated_at,
    };
  };

  return {
    async get(id: number): Promise<UserView | null> {
      const row = await db.first<Row>(`${SELECT} where id = ? and tenant_id = ?`, base + id, tenantId);
      return row && read(row);
    },

    /** SQL for the users that a filter asks for, of this tenant alone. */
    which({ search, state, conditions = [] }: UserFilter, bindings: Bindings): string {
      const tenant = bindings.add(tenantId);
      // The state as a literal, so that the index of those who left is used; `+` keeps every other index away, because
      // reading in order of ID ends with the page.
      const own =
        state === 'terminated'
          ? `tenant_id = ${tenant} and state = 'terminated'`
          : `+tenant_id = ${tenant} ${state ? `and state = 'active'` : ''}`;
      const searched = search?.trim() ? ` and ${searchSql(search, tenant, bindings)}` : '';
      return `${own}${searched}${conditionsSql(conditions, bindings, `users.tenant_id = ${tenant}`)}`;
    },

    /** In order of ID. @param page.after only later ones @param page.before only earlier ones, nearest last */
    async list(page: { after?: number; before?: number; limit: number }, filter: UserFilter = {}): Promise<UserView[]> {
      const bindings = new Bindings();
      const back = page.before !== undefined;
      const from = bindings.add(base + (page.after ?? 0));
      const to = bindings.add(base + (page.before ?? 2 ** 30));
      const which = this.which(filter, bindings);
      const rows = await db.all<Row>(
        `${SELECT} where id > ${from} and id < ${to} and ${which} order by id ${back ? 'desc' : 'asc'} limit ${bindings.add(page.limit)}`,
        ...bindings.values,
      );
      const users = rows.map(read);
      return back ? users.reverse() : users;
    },

    /** How many users a filter asks for. */
    async matching(filter: UserFilter): Promise<number> {
      const bindings = new Bindings();
      const own = `id > ${bindings.add(base)} and id < ${bindings.add(base + 2 ** 30)}`;
      const sql = `select count(*) as count from users where ${own} and ${this.which(filter, bindings)}`;
      return (await db.first<{ count: number }>(sql, ...bindings.values))?.count ?? 0;
    },

    async count(): Promise<{ active: number; terminated: number }> {
      // Both from an index alone: the second has only those who left.
      const row = await db.first<{ total: number; terminated: number }>(
        `select (select count(*) from users where tenant_id = ?1) as total,
           (select count(*) from users where tenant_id = ?1 and state = 'terminated') as terminated`,
        tenantId,
      );
      const terminated = row?.terminated ?? 0;
      return { active: (row?.total ?? 0) - terminated, terminated };
    },

    /** Names and e-mails of some users. */
    async labels(ids: readonly number[]): Promise<Map<number, { id: number; full_name: string; email: string }>> {
      if (ids.length === 0) return new Map();
      const rows = await db.all<{ id: number; full_name: string; email: string }>(
        `select id - ?1 as id, attributes->>'full_name' as full_name, attributes->>'email' as email from users
         where id in (select ?1 + value from json_each(?2))`,
        base,
        JSON.stringify(ids),
      );
      return new Map(rows.map((row) => [row.id, row]));
    },

    /** The manager as given, resolved now: by employee ID or e-mail, old e-mails too. */
    async manager(reference: string): Promise<{ id: number; full_name: string } | null> {
      const key = reference.trim().toLowerCase();
      return db.first<{ id: number; full_name: string }>(
        `select id - ?1 as id, attributes->>'full_name' as full_name from users where tenant_id = ?2 and (employee_key = ?3 or email_key = ?4
           or id = (select user_id from user_aliases where tenant_id = ?2 and email_key = ?4 order by since desc limit 1)) limit 1`,
        base,
        tenantId,
        key.replace(/^0+(?=.)/, ''),
        key,
      );
    },

    async newestId(): Promise<number> {
      const row = await db.first<{ id: number | null }>(
        'select max(id) as id from users where id > ? and id < ?',
        base,
        base + 2 ** 30,
      );
      return row?.id == null ? 0 : row.id - base;
    },

    /** Keeps a user from being terminated by a sync, also by a plan made before. @returns false when it was so already */
    async protect(id: number, on: boolean): Promise<boolean> {
      const where = 'where id = ?2 and tenant_id = ?3 and protected <> ?1';
      return (await db.run(`update users set protected = ?1 ${where}`, Number(on), base + id, tenantId)) === 1;
    },

    /**
     * An admin's own hand: ends or restores access, visibly, until the data source's own state changes. Taking that back
     * leaves the user as the source has them, so nothing is overridden any more.
     * @returns false when the user is already so
     */
    async override(id: number, override: 'terminated' | 'restored', now: number): Promise<boolean> {
      const state = override === 'terminated' ? 'terminated' : 'active';
      const changed = await db.run(
        `update users set state = ?3, override = case when override is null then ?4 end,
           override_seen = case when override is not null then null when state = 'active' then 'active' else 'gone' end,
           terminated_at = case when ?3 = 'terminated' then ?5 else null end, version = version + 1, changed_at = ?5
         where id = ?1 and tenant_id = ?2 and state <> ?3`,
        base + id,
        tenantId,
        state,
        override,
        now,
      );
      return changed === 1;
    },
  };
};
