import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { KeyClaim } from '../../domain/sync/reconcile.ts';
import type { TalliedRecord } from '../../domain/sync/tally.ts';
import { USER_ROLES } from '../../domain/user/attributes.ts';
import type { KnownUser } from '../../domain/user/matching.ts';
import { inList } from '../columns.ts';
import { ID_SPAN } from '../ids.ts';
import { userRecords } from '../records/tables.ts';
import type { StoreScope } from '../scope.ts';
import { changedAtIgnoring } from './match.ts';

const USERS_PER_READ = 20_000;
const RECORDS_PER_READ = 10_000;
/** A value of D1 holds 2 MB: a feed in which everybody comes twice has more claims than that. */
const CLAIMS_PER_READ = 10_000;

type OwnedUserRow = [
  id: number,
  active: 0 | 1,
  isProtected: 0 | 1,
  changedAt: number,
  version: number,
  override: KnownUser['override'],
  overrideSeen: KnownUser['overrideSeen'],
];

const ownedPageSchema = z.object({ found: z.string(), last: z.number().nullable() });

const claimSchema = z.tuple([
  z.number(),
  z.number(),
  z.string().nullable(),
  z.string().nullable(),
  z.number().nullable(),
  z.number(),
]);
const claimPageSchema = z.object({
  found: z.string().transform((text) => z.array(claimSchema).parse(JSON.parse(text))),
});

const attributeKeysSchema = z.array(z.string());
const roleSchema = z.enum(USER_ROLES);
const talliedColumns = {
  ordinal: userRecords.ordinal,
  outcome: userRecords.outcome,
  reason: userRecords.reason,
  changesEmail: sql`${userRecords.emailKey} is not null`.mapWith(Boolean).as('moves_email'),
  changed: sql`(select json_group_array(c.value->>'attribute') from json_each(${userRecords.changes}) c)`
    .mapWith((text: string) => attributeKeysSchema.parse(JSON.parse(text)))
    .as('changed'),
  role: sql`(select c.value->>'after' from json_each(${userRecords.changes}) c where c.value->>'attribute' = 'role')`
    .mapWith((role: string) => roleSchema.parse(role))
    .as('role'),
};

export const reconciliationReader = ({ db, base, rowId, tenantId }: StoreScope) => ({
  /**
   * Users of this source that a complete snapshot may find absent: the active ones, and those whom an admin terminated
   * while the source still had them.
   * @param writers as in `matchUsers`
   */
  async *ownedUsers(source: string, writers: readonly number[] = []): AsyncGenerator<KnownUser[]> {
    const changedAt = changedAtIgnoring(writers.map(rowId));
    let after = 0;
    for (;;) {
      const [page] = await db.rows(
        ownedPageSchema,
        sql`select json_group_array(json_array(id - ${base}, state = 'active', protected, ${changedAt}, version, override,
            override_seen)) as found, max(id) - ${base} as last
          from (select * from users where id > ${rowId(after)} and id < ${base + ID_SPAN} and tenant_id = ${tenantId}
            and owner_source = ${source}
            and (state = 'active' or (override = 'terminated' and override_seen = 'active'))
            order by id limit ${USERS_PER_READ}) u`,
      );
      // Not held against a schema, like the rows of match.ts.
      const found: OwnedUserRow[] = JSON.parse(page?.found ?? '[]');
      if (found.length > 0) {
        yield found.map(([id, active, isProtected, changedAt, version, override, overrideSeen]) => ({
          id,
          state: active ? 'active' : 'terminated',
          protected: isProtected === 1,
          changedAt,
          version,
          override,
          overrideSeen,
          ownerSource: source,
          details: null,
        }));
      }
      if (found.length < USERS_PER_READ || !page?.last) return;
      after = page.last;
    }
  },

  /** By ordinal; for subtracting them from the counts. */
  async talliedRecords(syncId: number, ordinals: readonly number[]): Promise<Map<number, TalliedRecord>> {
    const found = new Map<number, TalliedRecord>();
    for (let at = 0; at < ordinals.length; at += RECORDS_PER_READ) {
      const rows = await db
        .select(talliedColumns)
        .from(userRecords)
        .where(
          and(
            eq(userRecords.syncId, rowId(syncId)),
            inList(userRecords.ordinal, ordinals.slice(at, at + RECORDS_PER_READ)),
          ),
        );
      for (const { ordinal, ...record } of rows) found.set(ordinal, record);
    }
    return found;
  },

  /** Records whose keys conflict: planned twice, or held by another user; and the records of those holders. */
  async findKeyConflicts(syncId: number): Promise<KeyClaim[]> {
    const claims: KeyClaim[] = [];
    for (;;) {
      const [page] = await db.rows(
        claimPageSchema,
        sql`with claims as materialized (
            select ordinal, user_id, outcome, employee_key, email_key, email_holder from user_records
            where sync_id = ${rowId(syncId)} and outcome in ('created', 'updated', 'restored')
              and (email_key is not null or employee_key is not null)),
          chosen as materialized (
            select ordinal from claims where email_key in (
              select email_key from claims where email_key is not null group by email_key having count(*) > 1)
            union select ordinal from claims where employee_key in (
              select employee_key from claims where employee_key is not null group by employee_key having count(*) > 1)
            union select ordinal from claims where user_id in (
              select user_id from claims where employee_key is not null and outcome <> 'created'
              group by user_id having count(*) > 1)
            union select ordinal from claims where email_holder is not null
            union select ordinal from claims where user_id in (
              select email_holder from claims where email_holder is not null))
          select json_group_array(json_array(ordinal, user_id - ${base}, employee_key, email_key, email_holder - ${base},
            outcome = 'created')) as found
          from (select * from claims where ordinal in chosen and ordinal > ${claims.at(-1)?.ordinal ?? -1}
            order by ordinal limit ${CLAIMS_PER_READ})`,
      );
      const found = page?.found ?? [];
      for (const [ordinal, userId, employeeKey, emailKey, emailHolder, creates] of found) {
        claims.push({ ordinal, userId, employeeKey, emailKey, emailHolder, creates: creates === 1 });
      }
      if (found.length < CLAIMS_PER_READ) return claims;
    }
  },
});
