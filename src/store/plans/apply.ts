import { recordErrors } from '../../domain/shared/record-error.ts';
import type { StoreScope } from '../scope.ts';
import type { StepMarker } from './markers.ts';

/** One bounded part of a plan that is written to users in one transaction. */
export interface PlanSlice {
  /** The sync that applies. */
  sync: number;
  /** The sync whose plan it is; the same one, or the dry run that is applied. */
  plan: number;
  source: string;
  /** Ordinals from, up to and without. */
  from: number;
  to: number;
  part: number;
  /** Users left out by an admin. */
  except: readonly number[];
  now: number;
}

/*
 * The parts of the statements that write a plan to users. `r` is the record, `users` the user. Parameters, the same in all:
 * ?1 plan ?2 from ?3 to ?4 tenant ?5 source ?6 now ?7 applying sync ?8 IDs left out ?9 message.
 */

/** Users whose record the plan changes: everything but their keys. `?7` is the applying sync's row ID. */
const SET_FROM_RECORD = `attributes = coalesce(r.next->'$.attributes', users.attributes), role = coalesce(r.next->>'$.role', users.role),
  employee_id = case when r.next is null then users.employee_id else coalesce(r.next->>'$.attributes.employee_id', users.employee_id) end,
  fingerprint = coalesce(r.next->>'$.fingerprint', users.fingerprint), owner_source = case when r.next is null then users.owner_source else ?5 end,
  ends_on = case when r.next is null then users.ends_on else r.next->>'$.endsOn' end,
  state = case when r.outcome = 'restored' then 'active' else users.state end,
  terminated_at = case when r.outcome = 'restored' then null else users.terminated_at end,
  override = null, override_seen = null, version = users.version + 1, last_sync_id = ?7, changed_at = ?6`;

/** ?1 plan ?2 from ?3 to ?4 tenant ?5 source ?6 now ?7 applying sync ?8 IDs left out */
const IN_RANGE = 'r.sync_id = ?1 and r.ordinal >= ?2 and r.ordinal < ?3';
const IN_SLICE = `${IN_RANGE} and r.user_id not in (select value from json_each(?8))`;
/** A record that an earlier statement of the same transaction found stale stands as failed under the applying sync. */
const NOT_FAILED_BEFORE = `not exists (select 1 from user_records o where o.sync_id = ?7 and o.ordinal = r.ordinal and o.outcome = 'failed')`;
const INSERT_USERS = `insert into users (id, tenant_id, employee_id, employee_key, email_key, attributes, role, state, owner_source, fingerprint, version,
    last_sync_id, changed_at, created_at, ends_on)
  select r.user_id, ?4, r.next->>'$.attributes.employee_id', r.employee_key, r.email_key, r.next->'$.attributes', r.next->>'$.role', 'active', ?5,
    r.next->>'$.fingerprint', 1, ?7, ?6, ?6, r.next->>'$.endsOn' from user_records r`;
const INSERT_ALIASES = `insert into user_aliases (tenant_id, email_key, user_id, since)
  select ?4, u.email_key, u.id, ?6 from user_records r join users u on u.id = r.user_id and u.version = r.base_version`;
const STALE_ERRORS = `json_array(json_object('code', 'changed_since_plan', 'attribute', null, 'expression', null, 'received', null, 'message', ?9))`;

/** ?9 message: a record that does not stand any more, as failed under the applying sync. */
const insertFailedRecords = (
  where: string,
) => `insert or replace into user_records (sync_id, ordinal, user_id, outcome, reason, label, chunk, "offset", length,
    payload, changes, errors)
  select ?7, r.ordinal, case when r.outcome = 'created' then null else r.user_id end, 'failed', null, r.label, r.chunk, r."offset", r.length, r.payload, r.changes,
    ${STALE_ERRORS} from user_records r where ${IN_SLICE} and ${where}`;

const IS_CHANGE = `r.outcome in ('updated', 'restored')`;
const IS_HANDOVER = 'r.handover is not null';
const IS_NO_HANDOVER = 'r.handover is null';
const UNCHANGED_SINCE_PLAN = 'users.id = r.user_id and users.version = r.base_version';
const KEYS_ARE_FREE = `not exists (select 1 from users o where o.tenant_id = ?4 and o.email_key = r.email_key and o.id <> r.user_id)
  and not exists (select 1 from users o where o.tenant_id = ?4 and o.employee_key = r.employee_key and o.id <> r.user_id)`;
const DID_NOT_LAND = 'not exists (select 1 from users u where u.id = r.user_id and u.last_sync_id = ?7)';
const SET_KEYS =
  'email_key = coalesce(r.email_key, users.email_key), employee_key = coalesce(r.employee_key, users.employee_key)';

/** Groups in which a user changed or is left out, or whose e-mail or ID an outsider holds: none of them may move. */
const IN_STALE_GROUP = `r.handover in (
  select r.handover from user_records r left join users u on u.id = r.user_id where ${IN_RANGE} and ${IS_HANDOVER} and (
    (r.outcome <> 'created' and u.version is not r.base_version) or (r.outcome = 'created' and u.id is not null)
    or r.user_id in (select value from json_each(?8))
    or exists (select 1 from users o where o.tenant_id = ?4 and o.employee_key = r.employee_key and o.id <> r.user_id)
    or exists (select 1 from users o where o.tenant_id = ?4 and o.email_key = r.email_key and o.id <> r.user_id and o.id not in (
      select g.user_id from user_records g where g.sync_id = ?1 and g.handover = r.handover))))`;

/** Somebody whom an admin protected after the plan was made. */
const PROTECTED_SINCE_PLAN = `exists (select 1 from users u where u.id = r.user_id and u.version = r.base_version and u.protected = 1)`;

/** Their record as skipped, under the applying sync. */
const INSERT_PROTECTED_RECORDS = `insert or replace into user_records (sync_id, ordinal, user_id, outcome, reason, label, chunk, "offset", length, payload)
  select ?7, r.ordinal, r.user_id, 'skipped', 'protected', r.label, r.chunk, r."offset", r.length, r.payload from user_records r
  where ${IN_SLICE} and r.outcome = 'terminated' and ${PROTECTED_SINCE_PLAN}`;

/** Writes sealed plans to users, set-based: the number of statements does not grow with the number of people. */
export const applyStatements = ({ d1, base, tenantId }: StoreScope) => {
  const bind = (sql: string, slice: PlanSlice) =>
    d1
      .prepare(sql)
      .bind(
        ...[
          base + slice.plan,
          slice.from,
          slice.to,
          tenantId,
          slice.source,
          slice.now,
          base + slice.sync,
          JSON.stringify(slice.except.map((id) => base + id)),
          recordErrors.changedSincePlan().message,
        ].slice(0, Math.max(...[...sql.matchAll(/\?(\d)/g)].map((found) => Number(found[1])))),
      );
  const marker = (step: StepMarker['step'], slice: PlanSlice) =>
    d1
      .prepare(
        'insert into step_markers (sync_id, step, part, first_ordinal, records, counts) values (?, ?, ?, ?, ?, ?)',
      )
      .bind(base + slice.sync, step, slice.part, slice.from, slice.to - slice.from, '{}');
  /** How many of each outcome did not land, before they are marked. */
  const missed = (step: StepMarker['step'], slice: PlanSlice, where: string) =>
    bind(
      `update step_markers set counts = json_patch(counts, (select json_group_object(outcome, n) from (
         select r.outcome, count(*) as n from user_records r where ${IN_SLICE} and ${where} and ${DID_NOT_LAND} group by r.outcome)))
       where sync_id = ?7 and step = '${step}' and part = ${Math.trunc(slice.part)}`,
      slice,
    );

  return {
    /** E-mails that move between people: all addresses are freed first, in the same transaction. */
    handoverStatements: (slice: PlanSlice): D1PreparedStatement[] => [
      marker('handovers', slice),
      bind(
        `update step_markers set counts = (select json_group_object(outcome, n) from (select r.outcome, count(*) as n from user_records r
           where ${IN_SLICE} and ${IS_HANDOVER} and ${IN_STALE_GROUP} group by r.outcome))
         where sync_id = ?7 and step = 'handovers' and part = 0`,
        slice,
      ),
      bind(insertFailedRecords(`${IS_HANDOVER} and ${IN_STALE_GROUP}`), slice),
      bind(
        `${INSERT_ALIASES} where ${IN_SLICE} and ${IS_HANDOVER} and ${IS_CHANGE} and ${NOT_FAILED_BEFORE} on conflict do nothing`,
        slice,
      ),
      bind(
        `update users set email_key = 'handover:' || users.id from user_records r
         where ${IN_SLICE} and ${IS_HANDOVER} and ${IS_CHANGE} and ${NOT_FAILED_BEFORE} and ${UNCHANGED_SINCE_PLAN}`,
        slice,
      ),
      bind(
        `update users set ${SET_FROM_RECORD}, ${SET_KEYS} from user_records r where ${IN_SLICE} and ${IS_HANDOVER} and ${IS_CHANGE} and ${NOT_FAILED_BEFORE} and ${UNCHANGED_SINCE_PLAN}`,
        slice,
      ),
      bind(
        `${INSERT_USERS} where ${IN_SLICE} and ${IS_HANDOVER} and r.outcome = 'created' and ${NOT_FAILED_BEFORE}`,
        slice,
      ),
    ],

    /** Created, updated and restored users of a slice; those that changed meanwhile are marked, not overwritten. */
    writeStatements: (slice: PlanSlice): D1PreparedStatement[] => {
      const own = `${IS_NO_HANDOVER} and r.outcome in ('created', 'updated', 'restored')`;
      return [
        marker('write', slice),
        bind(
          `${INSERT_USERS} where ${IN_SLICE} and ${IS_NO_HANDOVER} and r.outcome = 'created' on conflict do nothing`,
          slice,
        ),
        bind(
          `update users set ${SET_FROM_RECORD} from user_records r where ${IN_SLICE} and ${IS_NO_HANDOVER} and ${IS_CHANGE} and r.email_key is null and r.employee_key is null
             and ${UNCHANGED_SINCE_PLAN}`,
          slice,
        ),
        bind(
          `${INSERT_ALIASES} where ${IN_SLICE} and ${IS_NO_HANDOVER} and ${IS_CHANGE} and r.email_key is not null and ${KEYS_ARE_FREE} on conflict do nothing`,
          slice,
        ),
        bind(
          `update users set ${SET_FROM_RECORD}, ${SET_KEYS} from user_records r where ${IN_SLICE} and ${IS_NO_HANDOVER} and ${IS_CHANGE}
             and (r.email_key is not null or r.employee_key is not null) and ${UNCHANGED_SINCE_PLAN} and ${KEYS_ARE_FREE}`,
          slice,
        ),
        missed('write', slice, own),
        bind(`${insertFailedRecords(`${own} and ${DID_NOT_LAND}`)}`, slice),
      ];
    },

    /** Terminations of a slice: access ends, everything else stays. */
    terminationStatements: (slice: PlanSlice): D1PreparedStatement[] => {
      const lost = `r.outcome = 'terminated' and not ${PROTECTED_SINCE_PLAN}`;
      return [
        marker('end', slice),
        bind(
          `update step_markers set counts = json_object('protected', (select count(*) from user_records r
             where ${IN_SLICE} and r.outcome = 'terminated' and ${PROTECTED_SINCE_PLAN}))
           where sync_id = ?7 and step = 'end' and part = ${Math.trunc(slice.part)}`,
          slice,
        ),
        bind(INSERT_PROTECTED_RECORDS, slice),
        bind(
          `update users set state = 'terminated', terminated_at = ?6, override = null, override_seen = null, version = users.version + 1,
             last_sync_id = ?7, changed_at = ?6 from user_records r
           where ${IN_SLICE} and r.outcome = 'terminated' and ${UNCHANGED_SINCE_PLAN} and users.protected = 0`,
          slice,
        ),
        missed('end', slice, lost),
        bind(insertFailedRecords(`${lost} and ${DID_NOT_LAND}`), slice),
      ];
    },
  };
};
