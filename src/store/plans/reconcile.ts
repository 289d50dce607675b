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
import { changedAtIgnoringWriters } from './match.ts';

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

type ClaimRow = [
  ordinal: number,
  userId: number,
  employeeKey: string | null,
  emailKey: string | null,
  emailHolder: number | null,
  creates: 0 | 1,
];

/** ?1 base of IDs ?2 after this ID ?3 tenant ?4 source ?5 how many ?6 writers, as in match.ts */
const OWNED_USERS = `select json_group_array(json_array(id - ?1, state = 'active', protected, ${changedAtIgnoringWriters('?6', 'owned')},
    version, override, override_seen)) as found, max(id) - ?1 as last
  from (select * from users where id > ?1 + ?2 and id < ?1 + ${ID_SPAN} and tenant_id = ?3 and owner_source = ?4
    and (state = 'active' or (override = 'terminated' and override_seen = 'active')) order by id limit ?5) owned`;

/** ?1 sync ?2 base of IDs ?3 after this ordinal ?4 how many */
const CONFLICTING_CLAIMS = `with claims as materialized (select ordinal, user_id, outcome, employee_key, email_key, email_holder from user_records
    where sync_id = ?1 and outcome in ('created', 'updated', 'restored') and (email_key is not null or employee_key is not null)),
  chosen as materialized (
    select ordinal from claims where email_key in (select email_key from claims where email_key is not null group by email_key having count(*) > 1)
    union select ordinal from claims where employee_key in (select employee_key from claims where employee_key is not null group by employee_key having count(*) > 1)
    union select ordinal from claims where user_id in (select user_id from claims where employee_key is not null and outcome <> 'created' group by user_id having count(*) > 1)
    union select ordinal from claims where email_holder is not null
    union select ordinal from claims where user_id in (select email_holder from claims where email_holder is not null))
  select json_group_array(json_array(ordinal, user_id - ?2, employee_key, email_key, email_holder - ?2, outcome = 'created')) as found
  from (select * from claims where ordinal in chosen and ordinal > ?3 order by ordinal limit ?4)`;

const attributesSchema = z.array(z.string());
const roleSchema = z.enum(USER_ROLES);
const talliedColumns = {
  ordinal: userRecords.ordinal,
  outcome: userRecords.outcome,
  reason: userRecords.reason,
  changesEmail: sql`${userRecords.emailKey} is not null`.mapWith(Boolean).as('moves_email'),
  changed: sql`(select json_group_array(c.value->>'attribute') from json_each(${userRecords.changes}) c)`
    .mapWith((text: string) => attributesSchema.parse(JSON.parse(text)))
    .as('changed'),
  role: sql`(select c.value->>'after' from json_each(${userRecords.changes}) c where c.value->>'attribute' = 'role')`
    .mapWith((role: string) => roleSchema.parse(role))
    .as('role'),
};

/** What is looked at across the chunks of a plan before it is sealed. */
export const reconciliationReader = ({ d1, db, base, rowId, tenantId }: StoreScope) => ({
  /**
   * Users of this source that a complete snapshot may find absent: the active ones, and those whom an admin terminated
   * while the source still had them.
   * @param writers as in match.ts
   */
  async *ownedUsers(source: string, writers: readonly number[] = []): AsyncGenerator<KnownUser[]> {
    let after = 0;
    for (;;) {
      const row = await d1.first<{ found: string; last: number | null }>(
        OWNED_USERS,
        base,
        after,
        tenantId,
        source,
        USERS_PER_READ,
        JSON.stringify(writers.map(rowId)),
      );
      const found: OwnedUserRow[] = JSON.parse(row?.found ?? '[]');
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
      if (found.length < USERS_PER_READ || !row?.last) return;
      after = row.last;
    }
  },

  /** What of some planned records was tallied, to be taken back. */
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
      const row = await d1.first<{ found: string }>(
        CONFLICTING_CLAIMS,
        rowId(syncId),
        base,
        claims.at(-1)?.ordinal ?? -1,
        CLAIMS_PER_READ,
      );
      const found: ClaimRow[] = JSON.parse(row?.found ?? '[]');
      for (const [ordinal, userId, employeeKey, emailKey, emailHolder, creates] of found) {
        claims.push({ ordinal, userId, employeeKey, emailKey, emailHolder, creates: creates === 1 });
      }
      if (found.length < CLAIMS_PER_READ) return claims;
    }
  },
});
