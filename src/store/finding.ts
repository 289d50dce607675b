import type { KnownUser } from '../domain/user/known.ts';
import type { StoreScope } from './scope.ts';

/** One payload's keys, to be found among the users. */
export interface LookupKey {
  employeeKey: string | null;
  emailKey: string | null;
  fingerprint: string;
}

/** Who a payload's keys lead to. */
export interface Found {
  byEmployee: KnownUser | null;
  /** The user with the payload's e-mail, when it is another one. */
  byEmail: KnownUser | null;
}

type Flat = [
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
        role: 'regular' | 'restricted',
        attributes: Record<string, never>,
      ]
    | null,
];

/*
 * Details come along only where something may have changed: for a user whose fingerprint is the payload's and who is
 * active, owned by this source and not overridden, ten small values say all.
 */
const user = (
  via: 0 | 1,
) => `json_array(k.key, ${via}, u.id - ?3, u.version, u.changed_at, u.state = 'active', u.override, u.override_seen,
  u.protected, u.owner_source, case when u.fingerprint = k.value->>2 and u.state = 'active' and u.override is null and u.owner_source = ?4 then null
  else json_array(u.employee_id, u.employee_key, u.email_key, u.role, json(u.attributes)) end)`;

const SQL = `
  select json_group_array(json(found)) as found from (
    select ${user(0)} as found from json_each(?1) k cross join users u on u.tenant_id = ?2 and u.employee_key = k.value->>0
    union all
    select ${user(1)} from json_each(?1) k cross join users u on u.tenant_id = ?2 and u.email_key = k.value->>1
      where u.employee_key is not k.value->>0 or u.employee_key is null
  )`;

/** Finds the users of many payloads in one read. */
export const findingOf = ({ db, tenantId, base }: StoreScope) => ({
  /** @returns one entry per key, in order */
  async find(keys: readonly LookupKey[], source: string): Promise<Found[]> {
    const found: Found[] = keys.map(() => ({ byEmployee: null, byEmail: null }));
    const asked = JSON.stringify(keys.map((key) => [key.employeeKey, key.emailKey, key.fingerprint]));
    const row = await db.first<{ found: string }>(SQL, asked, tenantId, base, source);
    const users: Flat[] = JSON.parse(row?.found ?? '[]');
    for (const flat of users) {
      const at = found[flat[0]];
      if (!at) continue;
      if (flat[1] === 0) at.byEmployee = toKnown(flat);
      else at.byEmail = toKnown(flat);
    }
    return found;
  },
});

function toKnown([
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
]: Flat): KnownUser {
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
