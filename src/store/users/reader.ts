import type { Attributes, UserRole } from '../../domain/user/attributes.ts';
import type { UserFilter } from '../../domain/user/filter/filter.ts';
import type { StoreScope } from '../scope.ts';
import { Bindings } from '../text-search.ts';
import { userConditionsSql, userSearchSql } from './filter-sql.ts';

/** One user, as every door shows them. Times are milliseconds since the epoch. */
export interface User {
  id: number;
  fullName: string;
  email: string;
  employeeId: string | null;
  attributes: Attributes;
  role: UserRole;
  state: 'active' | 'terminated';
  override: 'terminated' | 'restored' | null;
  protected: boolean;
  ownerSource: string | null;
  version: number;
  lastSyncId: number | null;
  changedAt: number;
  createdAt: number;
  terminatedAt: number | null;
  /** Personal data stays, whatever the deprovisioning delay says. */
  legalHold: boolean;
  /** When personal data was removed; null while it is here. */
  anonymisedAt: number | null;
}

/** What a list calls a user. */
export interface UserLabel {
  id: number;
  full_name: string;
  email: string;
}

interface Row {
  id: number;
  attributes: string;
  role: UserRole;
  state: User['state'];
  override: User['override'];
  protected: number;
  owner_source: string | null;
  version: number;
  last_sync_id: number | null;
  changed_at: number;
  created_at: number;
  terminated_at: number | null;
  legal_hold: number;
  anonymised_at: number | null;
}

const SELECT = `select id, attributes, role, state, override, protected, owner_source, version, last_sync_id, changed_at, created_at, terminated_at, legal_hold, anonymised_at from users`;
/** Users of one tenant. */
export const usersReader = ({ d1, base, tenantId }: StoreScope) => {
  const read = (row: Row): User => {
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
      legalHold: row.legal_hold === 1,
      anonymisedAt: row.anonymised_at,
    };
  };

  return {
    async get(id: number): Promise<User | null> {
      const row = await d1.first<Row>(`${SELECT} where id = ? and tenant_id = ?`, base + id, tenantId);
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
      const searched = search?.trim() ? ` and ${userSearchSql(search, tenant, bindings)}` : '';
      return `${own}${searched}${userConditionsSql(conditions, bindings, `users.tenant_id = ${tenant}`)}`;
    },

    /** In order of ID. @param page.after only later ones @param page.before only earlier ones, nearest last */
    async list(page: { after?: number; before?: number; limit: number }, filter: UserFilter = {}): Promise<User[]> {
      const bindings = new Bindings();
      const back = page.before !== undefined;
      const from = bindings.add(base + (page.after ?? 0));
      const to = bindings.add(base + (page.before ?? 2 ** 30));
      const which = this.which(filter, bindings);
      const rows = await d1.all<Row>(
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
      return (await d1.first<{ count: number }>(sql, ...bindings.values))?.count ?? 0;
    },

    async count(): Promise<{ active: number; terminated: number }> {
      // Both from an index alone: the second has only those who left.
      const row = await d1.first<{ total: number; terminated: number }>(
        `select (select count(*) from users where tenant_id = ?1) as total,
           (select count(*) from users where tenant_id = ?1 and state = 'terminated') as terminated`,
        tenantId,
      );
      const terminated = row?.terminated ?? 0;
      return { active: (row?.total ?? 0) - terminated, terminated };
    },

    /** Names and e-mails of some users, and whose personal data was removed. */
    async labels(ids: readonly number[]): Promise<{ labels: Map<number, UserLabel>; removed: Set<number> }> {
      if (ids.length === 0) return { labels: new Map(), removed: new Set() };
      const rows = await d1.all<UserLabel & { removed: number }>(
        `select id - ?1 as id, attributes->>'full_name' as full_name, coalesce(attributes->>'email', '') as email,
           anonymised_at is not null as removed from users where id in (select ?1 + value from json_each(?2))`,
        base,
        JSON.stringify(ids),
      );
      return {
        labels: new Map(rows.map(({ removed: _, ...label }) => [label.id, label])),
        removed: new Set(rows.flatMap(({ id, removed }) => (removed === 1 ? [id] : []))),
      };
    },

    /** The manager as given, resolved now: by employee ID or e-mail, old e-mails too. */
    async manager(reference: string): Promise<{ id: number; full_name: string } | null> {
      const key = reference.trim().toLowerCase();
      return d1.first<{ id: number; full_name: string }>(
        `select id - ?1 as id, attributes->>'full_name' as full_name from users where tenant_id = ?2 and (employee_key = ?3 or email_key = ?4
           or id = (select user_id from user_aliases where tenant_id = ?2 and email_key = ?4 order by since desc limit 1)) limit 1`,
        base,
        tenantId,
        key.replace(/^0+(?=.)/, ''),
        key,
      );
    },

    async newestId(): Promise<number> {
      const row = await d1.first<{ id: number | null }>(
        'select max(id) as id from users where id > ? and id < ?',
        base,
        base + 2 ** 30,
      );
      return row?.id == null ? 0 : row.id - base;
    },
  };
};
