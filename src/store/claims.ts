import type { KeyClaim } from '../domain/sync/settle.ts';
import type { StoreScope } from './scope.ts';

/** A value of D1 holds 2 MB: a feed in which everybody comes twice has more claims than that. */
const CLAIMS_A_READ = 10_000;

type FlatClaim = [
  ordinal: number,
  userId: number,
  employeeKey: string | null,
  emailKey: string | null,
  emailHolder: number | null,
  creates: 0 | 1,
];

/** ?1 sync ?2 base of IDs ?3 after this ordinal ?4 how many */
const CLAIMS = `with claims as materialized (select ordinal, user_id, outcome, employee_key, email_key, email_holder from user_records
    where sync_id = ?1 and outcome in ('created', 'updated', 'restored') and (email_key is not null or employee_key is not null)),
  chosen as materialized (
    select ordinal from claims where email_key in (select email_key from claims where email_key is not null group by email_key having count(*) > 1)
    union select ordinal from claims where employee_key in (select employee_key from claims where employee_key is not null group by employee_key having count(*) > 1)
    union select ordinal from claims where user_id in (select user_id from claims where employee_key is not null and outcome <> 'created' group by user_id having count(*) > 1)
    union select ordinal from claims where email_holder is not null
    union select ordinal from claims where user_id in (select email_holder from claims where email_holder is not null))
  select json_group_array(json_array(ordinal, user_id - ?2, employee_key, email_key, email_holder - ?2, outcome = 'created')) as found
  from (select * from claims where ordinal in chosen and ordinal > ?3 order by ordinal limit ?4)`;

/** Keys that the records of a plan take. */
export const claimsOf = ({ db, base }: StoreScope) => ({
  /** Records whose keys meet those of others: planned twice, or held by another user; and what those holders take. */
  async meeting(syncId: number): Promise<KeyClaim[]> {
    const claims: KeyClaim[] = [];
    for (;;) {
      const row = await db.first<{ found: string }>(
        CLAIMS,
        base + syncId,
        base,
        claims.at(-1)?.ordinal ?? -1,
        CLAIMS_A_READ,
      );
      const found: FlatClaim[] = JSON.parse(row?.found ?? '[]');
      for (const [ordinal, userId, employeeKey, emailKey, emailHolder, creates] of found) {
        claims.push({ ordinal, userId, employeeKey, emailKey, emailHolder, creates: creates === 1 });
      }
      if (found.length < CLAIMS_A_READ) return claims;
    }
  },
});
