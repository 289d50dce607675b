import type { StoreScope } from '../scope.ts';

/** A user whom a data source owned that is no longer the one in use, and whom the one in use does not know. */
export interface Orphan {
  id: number;
  full_name: string;
  email: string;
  employee_id: string | null;
  owner_source: string;
  protected: boolean;
}

/** What becomes of an orphan: access ends, or nobody owns them and they are listed no more. */
export type OrphanDecision = 'end' | 'keep';

/** Which users to decide about: those named, or all of them. */
export type OrphanSelection = readonly number[] | 'all';

/** Users in one transaction. */
const MAX_USERS_PER_TRANSACTION = 500;

/**
 * Users whose data source was switched off. They count once the source in use has applied a full sync after the last one
 * of theirs: before that nobody knows whom it takes over.
 */
export const orphans = ({ d1, base, tenantId }: StoreScope) => {
  const orphan = `tenant_id = ?1 and state = 'active' and owner_source is not null
    and owner_source not in (select kind from data_sources where tenant_id = ?1 and enabled = 1)`;
  const chosen = `and (?2 is null or id in (select ${base} + value from json_each(?2)))`;
  const idsOf = (who: OrphanSelection): string | null => (who === 'all' ? null : JSON.stringify(who));

  return {
    /** Whether it is known who is left over: a full sync of the source in use was applied, after those of all others. */
    async known(enabled: string): Promise<boolean> {
      const row = await d1.first<{ source: string }>(
        `select source from syncs where id > ? and id < ? and scope = 'full' and applied_at is not null order by id desc limit 1`,
        base,
        base + 2 ** 30,
      );
      return row?.source === enabled;
    },

    /** How many active users a data source owns. */
    async ownedBy(kind: string): Promise<number> {
      const row = await d1.first<{ owned: number }>(
        `select count(*) as owned from users where tenant_id = ? and state = 'active' and owner_source = ?`,
        tenantId,
        kind,
      );
      return row?.owned ?? 0;
    },

    async count(): Promise<{ all: number; protected: number }> {
      const row = await d1.first<{ all: number; protected: number | null }>(
        `select count(*) as "all", sum(protected) as protected from users where ${orphan}`,
        tenantId,
      );
      return { all: row?.all ?? 0, protected: row?.protected ?? 0 };
    },

    /** In order of ID. @param after only later ones */
    async list(after: number, limit: number): Promise<Orphan[]> {
      const rows = await d1.all<Omit<Orphan, 'protected'> & { protected: number }>(
        `select id - ?2 as id, attributes->>'full_name' as full_name, attributes->>'email' as email,
           attributes->>'employee_id' as employee_id, owner_source, protected
         from users where ${orphan} and id > ?2 + ?3 order by id limit ?4`,
        tenantId,
        base,
        after,
        limit,
      );
      return rows.map((row) => ({ ...row, protected: row.protected === 1 }));
    },

    /**
     * Decides about some of those chosen, with the entry in the audit log for each, in one transaction; whoever is no
     * orphan any more is passed over. Protected users are never ended.
     * @returns how many; 0 when nobody is left
     */
    async decide(who: OrphanSelection, fate: OrphanDecision, by: string, now: number): Promise<number> {
      const spared = fate === 'end' ? 'and protected = 0' : '';
      const slice = `select id from users where ${orphan} ${chosen} ${spared} order by id limit ${MAX_USERS_PER_TRANSACTION}`;
      const written = d1
        .prepare(
          `insert into audit_log (tenant_id, at, actor, action, detail)
           select ?1, ?3, ?4, ?5, json_object('user_id', id - ${base}, 'owner', owner_source) from users where id in (${slice})`,
        )
        .bind(tenantId, idsOf(who), now, by, fate === 'end' ? 'user_terminated' : 'user_kept');
      // The source in use does not send them: should it do so one day, that lifts what was decided by hand.
      const ending = `state = 'terminated', override = 'terminated', override_seen = 'gone', terminated_at = ?3`;
      const decided = d1
        .prepare(
          `update users set ${fate === 'end' ? ending : 'owner_source = null'}, version = version + 1, changed_at = ?3
           where id in (${slice})`,
        )
        .bind(tenantId, idsOf(who), now);
      const [, changed] = await d1.batch([written, decided]);
      return changed?.meta.changes ?? 0;
    },
  };
};
