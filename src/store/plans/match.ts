import type { UserRole } from '../../domain/user/attributes.ts';
import type { KnownUser } from '../../domain/user/matching.ts';
import type { StoreScope } from '../scope.ts';

/**
 * When a user was last changed by anything but some syncs; 0 when one of them wrote the user last.
 * @param writers the parameter with their row IDs, as a JSON list
 * @param of what the columns are called by
 */
export const changedAtIgnoringWriters = (writers: string, of = 'u'): string =>
  `iif(${of}.last_sync_id in (select value from json_each(${writers})), 0, ${of}.changed_at)`;

/** One payload's keys, to be found among the users. */
export interface UserKeys {
  employeeKey: string | null;
  emailKey: string | null;
  fingerprint: string;
}

/** Who a payload's keys lead to. */
export interface KeyMatches {
  byEmployee: KnownUser | null;
  /** The user with the payload's e-mail, when it is another one. */
  byEmail: KnownUser | null;
}

type MatchRow = [
  index: number,
  via: 0 | 1,
  id: number,
  version: number,
  changedAt: number,
  active: 0 | 1,
  override: KnownUser['override'],
  overrideSeen: KnownUser['overrideSeen'],
  isProtected: 0 | 1,
  ownerSource: string | null,
  details?:
    | [
        employeeId: string | null,
        employeeKey: string | null,
        emailKey: string,
        role: UserRole,
        attributes: Record<string, never>,
      ]
    | null,
];

/*
 * Details come along only where something may have changed: for a user whose fingerprint is the payload's and who is
 * active, owned by this source and not overridden, ten small values say all.
 */
const matchedUserJson = (
  via: 0 | 1,
  changedAt: string,
) => `json_array(k.key, ${via}, u.id - ?3, u.version, ${changedAt}, u.state = 'active', u.override, u.override_seen,
  u.protected, u.owner_source, case when u.fingerprint = k.value->>2 and u.state = 'active' and u.override is null and u.owner_source = ?4 then null
  else json_array(u.employee_id, u.employee_key, u.email_key, u.role, json(u.attributes)) end)`;

/** Keys whose users come back as one value: D1 gives no value above 2 MB, and a thousand fat users are more. */
const KEYS_PER_VALUE = 64;

const matchSql = (changedAt: string) => `
  select json_group_array(json(found)) as found from (
    select k.key / ${KEYS_PER_VALUE} as page, ${matchedUserJson(0, changedAt)} as found from json_each(?1) k cross join users u on u.tenant_id = ?2 and u.employee_key = k.value->>0
    union all
    select k.key / ${KEYS_PER_VALUE}, ${matchedUserJson(1, changedAt)} from json_each(?1) k cross join users u on u.tenant_id = ?2 and u.email_key = k.value->>1
      where u.employee_key is not k.value->>0 or u.employee_key is null
  ) group by page`;

const MATCH_SQL = matchSql('u.changed_at');
/** ?5 syncs whose writes do not count. */
const MATCH_SQL_IGNORING_WRITERS = matchSql(changedAtIgnoringWriters('?5'));

/** Finds the users of many payloads in one read. */
export const userMatcher = ({ d1, tenantId, base }: StoreScope) => ({
  /**
   * @param writers syncs that wrote the very data that is planned: a user whom one of them wrote last counts as
   * never changed
   * @returns one entry per key, in order
   */
  async matchUsers(keys: readonly UserKeys[], source: string, writers: readonly number[] = []): Promise<KeyMatches[]> {
    const found: KeyMatches[] = keys.map(() => ({ byEmployee: null, byEmail: null }));
    const keysJson = JSON.stringify(keys.map((key) => [key.employeeKey, key.emailKey, key.fingerprint]));
    const values = [keysJson, tenantId, base, source];
    const pages = await (writers.length === 0
      ? d1.all<{ found: string }>(MATCH_SQL, ...values)
      : d1.all<{ found: string }>(
          MATCH_SQL_IGNORING_WRITERS,
          ...values,
          JSON.stringify(writers.map((id) => base + id)),
        ));
    const rows = pages.flatMap((page): MatchRow[] => JSON.parse(page.found));
    for (const row of rows) {
      const [index, via] = row;
      const matches = found[index];
      if (!matches) continue;
      if (via === 0) matches.byEmployee = toKnownUser(row);
      else matches.byEmail = toKnownUser(row);
    }
    return found;
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
