import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Attributes, UserRole } from '../../domain/user/attributes.ts';
import type { KnownUser } from '../../domain/user/matching.ts';
import type { StoreScope } from '../scope.ts';

/**
 * When a user (`u`) was last changed by anything but some syncs; 0 when one of them wrote the user last.
 * @param writers their row IDs
 */
export const changedAtIgnoring = (writers: readonly number[]): SQL =>
  writers.length === 0
    ? sql`u.changed_at`
    : sql`iif(u.last_sync_id in (select value from json_each(${JSON.stringify(writers)})), 0, u.changed_at)`;

export interface UserKeys {
  employeeKey: string | null;
  emailKey: string | null;
  fingerprint: string;
}

export interface KeyMatches {
  byEmployee: KnownUser | null;
  /** The user with the payload's e-mail, when it is another one. */
  byEmail: KnownUser | null;
}

type MatchRow = [
  index: number,
  byEmail: 0 | 1,
  id: number,
  version: number,
  changedAt: number,
  active: 0 | 1,
  override: KnownUser['override'],
  overrideSeen: KnownUser['overrideSeen'],
  isProtected: 0 | 1,
  ownerSource: string | null,
  details?:
    | [employeeId: string | null, employeeKey: string | null, emailKey: string, role: UserRole, attributes: Attributes]
    | null,
];

/** Keys whose users come back as one value: D1 gives no value above 2 MB, and a thousand fat users are more. */
const KEYS_PER_VALUE = 64;

const pageSchema = z.object({ found: z.string() });

export const userMatcher = ({ db, tenantId, base, rowId }: StoreScope) => ({
  /**
   * @param writers syncs that wrote the very data that is planned: a user whom one of them wrote last counts as
   * never changed
   * @returns one entry per key, in order
   */
  async matchUsers(keys: readonly UserKeys[], source: string, writers: readonly number[] = []): Promise<KeyMatches[]> {
    const matches: KeyMatches[] = keys.map(() => ({ byEmployee: null, byEmail: null }));
    const keysJson = JSON.stringify(keys.map((key) => [key.employeeKey, key.emailKey, key.fingerprint]));
    const changedAt = changedAtIgnoring(writers.map(rowId));
    const page = sql`k.key / ${sql.raw(String(KEYS_PER_VALUE))}`;
    // Details come along only where something may have changed: for a user whose fingerprint is the payload's and who is
    // active, owned by this source and not overridden, ten small values say all.
    const matchedUser = (by: SQL) => sql`json_array(k.key, ${by}, u.id - ${base}, u.version, ${changedAt},
      u.state = 'active', u.override, u.override_seen, u.protected, u.owner_source,
      case when u.fingerprint = k.value->>2 and u.state = 'active' and u.override is null and u.owner_source = ${source}
        then null
        else json_array(u.employee_id, u.employee_key, u.email_key, u.role, json(u.attributes)) end)`;
    const pages = await db.rows(
      pageSchema,
      sql`select json_group_array(json(found)) as found from (
        select ${page} as page, ${matchedUser(sql`0`)} as found from json_each(${keysJson}) k
          cross join users u on u.tenant_id = ${tenantId} and u.employee_key = k.value->>0
        union all
        select ${page}, ${matchedUser(sql`1`)} from json_each(${keysJson}) k
          cross join users u on u.tenant_id = ${tenantId} and u.email_key = k.value->>1
          where u.employee_key is not k.value->>0 or u.employee_key is null
      ) group by page`,
    );
    for (const { found } of pages) {
      // Not held against a schema: that takes five times as long as parsing, for every person of a feed.
      const rows: MatchRow[] = JSON.parse(found);
      for (const row of rows) {
        const [index, byEmail] = row;
        const match = matches[index];
        if (!match) continue;
        if (byEmail) match.byEmail = toKnownUser(row);
        else match.byEmployee = toKnownUser(row);
      }
    }
    return matches;
  },
});

function toKnownUser([
  ,
  ,
  id,
  version,
  changedAt,
  active,
  override,
  overrideSeen,
  isProtected,
  ownerSource,
  details,
]: MatchRow): KnownUser {
  return {
    id,
    version,
    changedAt,
    state: active ? 'active' : 'terminated',
    override,
    overrideSeen,
    protected: isProtected === 1,
    ownerSource,
    details: details
      ? {
          employeeId: details[0],
          employeeKey: details[1],
          emailKey: details[2],
          role: details[3],
          attributes: details[4],
        }
      : null,
  };
}
