/*
 * The parts of the statements that write a plan to users. `r` is the record, `users` the user. Parameters, the same in all:
 * ?1 plan ?2 from ?3 to ?4 tenant ?5 source ?6 now ?7 applying sync ?8 IDs left out ?9 message.
 */

/** Users whose record the plan changes: everything but their keys. `?7` is the applying sync's row ID. */
export const SET = `attributes = coalesce(r.next->'$.attributes', users.attributes), role = coalesce(r.next->>'$.role', users.role),
  employee_id = case when r.next is null then users.employee_id else coalesce(r.next->>'$.attributes.employee_id', users.employee_id) end,
  fingerprint = coalesce(r.next->>'$.fingerprint', users.fingerprint), owner_source = case when r.next is null then users.owner_source else ?5 end,
  ends_on = case when r.next is null then users.ends_on else r.next->>'$.endsOn' end,
  state = case when r.outcome = 'restored' then 'active' else users.state end,
  terminated_at = case when r.outcome = 'restored' then null else users.terminated_at end,
  override = null, override_seen = null, version = users.version + 1, last_sync_id = ?7, changed_at = ?6`;

/** ?1 plan ?2 from ?3 to ?4 tenant ?5 source ?6 now ?7 applying sync ?8 IDs left out */
const IN_RANGE = 'r.sync_id = ?1 and r.ordinal >= ?2 and r.ordinal < ?3';
export const IN_SLICE = `${IN_RANGE} and r.user_id not in (select value from json_each(?8))`;
/** A record that an earlier statement of the same transaction found stale stands as failed under the applying sync. */
export const STANDS = `not exists (select 1 from user_records o where o.sync_id = ?7 and o.ordinal = r.ordinal and o.outcome = 'failed')`;
export const NEW_USER = `insert into users (id, tenant_id, employee_id, employee_key, email_key, attributes, role, state, owner_source, fingerprint, version,
    last_sync_id, changed_at, created_at, ends_on)
  select r.user_id, ?4, r.next->>'$.attributes.employee_id', r.employee_key, r.email_key, r.next->'$.attributes', r.next->>'$.role', 'active', ?5,
    r.next->>'$.fingerprint', 1, ?7, ?6, ?6, r.next->>'$.endsOn' from user_records r`;
export const ALIASES = `insert into user_aliases (tenant_id, email_key, user_id, since)
  select ?4, u.email_key, u.id, ?6 from user_records r join users u on u.id = r.user_id and u.version = r.base_version`;
const STALE_ERRORS = `json_array(json_object('code', 'changed_since_plan', 'attribute', null, 'expression', null, 'received', null, 'message', ?9))`;

/** ?9 message: a record that does not stand any more, as failed under the applying sync. */
export const overlay = (
  where: string,
) => `insert or replace into user_records (sync_id, ordinal, user_id, outcome, reason, label, chunk, "offset", length,
    payload, changes, errors)
  select ?7, r.ordinal, case when r.outcome = 'created' then null else r.user_id end, 'failed', null, r.label, r.chunk, r."offset", r.length, r.payload, r.changes,
    ${STALE_ERRORS} from user_records r where ${IN_SLICE} and ${where}`;

export const CHANGES = `r.outcome in ('updated', 'restored')`;
export const HANDED = 'r.handover is not null';
export const NOT_HANDED = 'r.handover is null';
export const UNCHANGED_SINCE = 'users.id = r.user_id and users.version = r.base_version';
export const KEYS_FREE = `not exists (select 1 from users o where o.tenant_id = ?4 and o.email_key = r.email_key and o.id <> r.user_id)
  and not exists (select 1 from users o where o.tenant_id = ?4 and o.employee_key = r.employee_key and o.id <> r.user_id)`;
export const DID_NOT_LAND = 'not exists (select 1 from users u where u.id = r.user_id and u.last_sync_id = ?7)';
export const NEW_KEYS =
  'email_key = coalesce(r.email_key, users.email_key), employee_key = coalesce(r.employee_key, users.employee_key)';

/** Groups in which somebody changed or is left out, or whose address or ID an outsider holds: nobody of them may move. */
export const STALE_GROUPS = `r.handover in (
  select r.handover from user_records r left join users u on u.id = r.user_id where ${IN_RANGE} and ${HANDED} and (
    (r.outcome <> 'created' and u.version is not r.base_version) or (r.outcome = 'created' and u.id is not null)
    or r.user_id in (select value from json_each(?8))
    or exists (select 1 from users o where o.tenant_id = ?4 and o.employee_key = r.employee_key and o.id <> r.user_id)
    or exists (select 1 from users o where o.tenant_id = ?4 and o.email_key = r.email_key and o.id <> r.user_id and o.id not in (
      select g.user_id from user_records g where g.sync_id = ?1 and g.handover = r.handover))))`;

/** Somebody whom an admin protected after the plan was made. */
export const PROTECTED_SINCE = `exists (select 1 from users u where u.id = r.user_id and u.version = r.base_version and u.protected = 1)`;

/** Their record as skipped, under the applying sync. */
export const SPARED = `insert or replace into user_records (sync_id, ordinal, user_id, outcome, reason, label, chunk, "offset", length, payload)
  select ?7, r.ordinal, r.user_id, 'skipped', 'protected', r.label, r.chunk, r."offset", r.length, r.payload from user_records r
  where ${IN_SLICE} and r.outcome = 'terminated' and ${PROTECTED_SINCE}`;
