import { type SQL, sql } from 'drizzle-orm';
import { recordErrors } from '../../domain/shared/record-error.ts';
import type { Statement } from '../d1.ts';
import { stepMarkers } from '../records/tables.ts';
import type { StoreScope } from '../scope.ts';
import type { StepMarker } from './markers.ts';

/** Written to users in one transaction. */
export interface PlanSlice {
  /** The sync that applies. */
  sync: number;
  /** The sync whose plan it is; the same one, or the dry run that is applied. */
  plan: number;
  source: string;
  from: number;
  /** The ordinal behind the last one. */
  to: number;
  part: number;
  /** Users left out by an admin. */
  except: readonly number[];
  /** Milliseconds since the epoch. */
  now: number;
}

// In all statements `r` is the record of a plan, `users` the user that it changes, `u` and `o` are users looked up.

const IS_CHANGE = sql`r.outcome in ('updated', 'restored')`;
const IS_HANDOVER = sql`r.handover is not null`;
const IS_NO_HANDOVER = sql`r.handover is null`;
const UNCHANGED_SINCE_PLAN = sql`users.id = r.user_id and users.version = r.base_version`;
const PROTECTED_SINCE_PLAN = sql`exists (select 1 from users u where u.id = r.user_id and u.version = r.base_version and u.protected = 1)`;
const SET_KEYS = sql`email_key = coalesce(r.email_key, users.email_key), employee_key = coalesce(r.employee_key, users.employee_key)`;

/** Set-based: the number of statements does not grow with the number of people. */
export const applyStatements = (scope: StoreScope) => ({
  /** E-mails that move between people: all addresses are freed first, in the same transaction. */
  handoverStatements(slice: PlanSlice): Statement[] {
    const { marker, countOutcomes, insertFailed, insertUsers, insertAliases, setFromRecord, ...part } = sliceSql(
      scope,
      slice,
    );
    const moves = sql`${part.inSlice} and ${IS_HANDOVER} and ${part.notFailedBefore}`;
    const stale = sql`${IS_HANDOVER} and ${part.inStaleGroup}`;
    return [
      marker('handovers'),
      countOutcomes('handovers', stale),
      insertFailed(stale),
      sql`${insertAliases} where ${moves} and ${IS_CHANGE} on conflict do nothing`,
      sql`update users set email_key = 'handover:' || users.id from user_records r
        where ${moves} and ${IS_CHANGE} and ${UNCHANGED_SINCE_PLAN}`,
      sql`update users set ${setFromRecord}, ${SET_KEYS} from user_records r
        where ${moves} and ${IS_CHANGE} and ${UNCHANGED_SINCE_PLAN}`,
      sql`${insertUsers} where ${moves} and r.outcome = 'created'`,
    ];
  },

  /** Users that changed meanwhile are marked, not overwritten. */
  writeStatements(slice: PlanSlice): Statement[] {
    const { marker, countOutcomes, insertFailed, insertUsers, insertAliases, setFromRecord, ...part } = sliceSql(
      scope,
      slice,
    );
    const writes = sql`${part.inSlice} and ${IS_NO_HANDOVER}`;
    const missed = sql`${IS_NO_HANDOVER} and r.outcome in ('created', 'updated', 'restored') and ${part.didNotLand}`;
    return [
      marker('write'),
      sql`${insertUsers} where ${writes} and r.outcome = 'created' on conflict do nothing`,
      sql`update users set ${setFromRecord} from user_records r
        where ${writes} and ${IS_CHANGE} and r.email_key is null and r.employee_key is null and ${UNCHANGED_SINCE_PLAN}`,
      sql`${insertAliases} where ${writes} and ${IS_CHANGE} and r.email_key is not null and ${part.keysAreFree}
        on conflict do nothing`,
      sql`update users set ${setFromRecord}, ${SET_KEYS} from user_records r
        where ${writes} and ${IS_CHANGE} and (r.email_key is not null or r.employee_key is not null)
          and ${UNCHANGED_SINCE_PLAN} and ${part.keysAreFree}`,
      countOutcomes('write', missed),
      insertFailed(missed),
    ];
  },

  /** Access ends, everything else stays. */
  terminationStatements(slice: PlanSlice): Statement[] {
    const { marker, countOutcomes, insertFailed, ...part } = sliceSql(scope, slice);
    const isTermination = sql`${part.inSlice} and r.outcome = 'terminated'`;
    const missed = sql`r.outcome = 'terminated' and not ${PROTECTED_SINCE_PLAN} and ${part.didNotLand}`;
    return [
      marker('end'),
      sql`update step_markers set counts = json_object('protected', (select count(*) from user_records r
          where ${isTermination} and ${PROTECTED_SINCE_PLAN}))
        where ${part.isMarkerOf('end')}`,
      sql`insert or replace into user_records
          (sync_id, ordinal, user_id, outcome, reason, label, chunk, "offset", length, payload)
        select ${part.syncId}, r.ordinal, r.user_id, 'skipped', 'protected', r.label, r.chunk, r."offset", r.length, r.payload
        from user_records r where ${isTermination} and ${PROTECTED_SINCE_PLAN}`,
      sql`update users set state = 'terminated', terminated_at = ${slice.now}, override = null, override_seen = null,
          version = users.version + 1, last_sync_id = ${part.syncId}, changed_at = ${slice.now}
        from user_records r where ${isTermination} and ${UNCHANGED_SINCE_PLAN} and users.protected = 0`,
      countOutcomes('end', missed),
      insertFailed(missed),
    ];
  },
});

function sliceSql({ db, rowId, tenantId }: StoreScope, slice: PlanSlice) {
  const { source, from, to, part, now } = slice;
  const planId = rowId(slice.plan);
  const syncId = rowId(slice.sync);
  const leftOut = sql`(select value from json_each(${JSON.stringify(slice.except.map(rowId))}))`;
  const inRange = sql`r.sync_id = ${planId} and r.ordinal >= ${from} and r.ordinal < ${to}`;
  const inSlice = sql`${inRange} and r.user_id not in ${leftOut}`;
  const isMarkerOf = (step: StepMarker['step']) => sql`sync_id = ${syncId} and step = ${step} and part = ${part}`;
  const employeeIdIsTaken = sql`exists (select 1 from users o
    where o.tenant_id = ${tenantId} and o.employee_key = r.employee_key and o.id <> r.user_id)`;
  const staleError = sql`json_array(json_object('code', 'changed_since_plan', 'attribute', null, 'expression', null,
    'received', null, 'message', ${recordErrors.changedSincePlan().message}))`;

  return {
    syncId,
    inSlice,
    isMarkerOf,

    marker: (step: StepMarker['step']): Statement =>
      db.insert(stepMarkers).values({ syncId, step, part, firstOrdinal: from, records: to - from, counts: {} }),

    countOutcomes: (step: StepMarker['step'], where: SQL): SQL =>
      sql`update step_markers set counts = json_patch(counts, (select json_group_object(outcome, n) from (
          select r.outcome, count(*) as n from user_records r where ${inSlice} and ${where} group by r.outcome)))
        where ${isMarkerOf(step)}`,

    insertFailed: (where: SQL): SQL =>
      sql`insert or replace into user_records
          (sync_id, ordinal, user_id, outcome, reason, label, chunk, "offset", length, payload, changes, errors)
        select ${syncId}, r.ordinal, case when r.outcome = 'created' then null else r.user_id end, 'failed', null, r.label,
          r.chunk, r."offset", r.length, r.payload, r.changes, ${staleError}
        from user_records r where ${inSlice} and ${where}`,

    /** `insertFailed` earlier in the same transaction has not marked the record. */
    notFailedBefore: sql`not exists (select 1 from user_records o
      where o.sync_id = ${syncId} and o.ordinal = r.ordinal and o.outcome = 'failed')`,

    didNotLand: sql`not exists (select 1 from users u where u.id = r.user_id and u.last_sync_id = ${syncId})`,

    keysAreFree: sql`not exists (select 1 from users o
        where o.tenant_id = ${tenantId} and o.email_key = r.email_key and o.id <> r.user_id)
      and not ${employeeIdIsTaken}`,

    /** Groups in which a user changed or is left out, or whose e-mail or ID an outsider holds: none of them may move. */
    inStaleGroup: sql`r.handover in (
      select r.handover from user_records r left join users u on u.id = r.user_id where ${inRange} and ${IS_HANDOVER} and (
        (r.outcome <> 'created' and u.version is not r.base_version) or (r.outcome = 'created' and u.id is not null)
        or r.user_id in ${leftOut}
        or ${employeeIdIsTaken}
        or exists (select 1 from users o where o.tenant_id = ${tenantId} and o.email_key = r.email_key
          and o.id <> r.user_id and o.id not in (
            select g.user_id from user_records g where g.sync_id = ${planId} and g.handover = r.handover))))`,

    insertUsers: sql`insert into users (id, tenant_id, employee_id, employee_key, email_key, attributes, role, state,
        owner_source, fingerprint, version, last_sync_id, changed_at, created_at, ends_on)
      select r.user_id, ${tenantId}, r.next->>'$.attributes.employee_id', r.employee_key, r.email_key, r.next->'$.attributes',
        r.next->>'$.role', 'active', ${source}, r.next->>'$.fingerprint', 1, ${syncId}, ${now}, ${now}, r.next->>'$.endsOn'
      from user_records r`,

    insertAliases: sql`insert into user_aliases (tenant_id, email_key, user_id, since)
      select ${tenantId}, u.email_key, u.id, ${now}
      from user_records r join users u on u.id = r.user_id and u.version = r.base_version`,

    /** All but the keys. */
    setFromRecord: sql`attributes = coalesce(r.next->'$.attributes', users.attributes),
      role = coalesce(r.next->>'$.role', users.role),
      employee_id = case when r.next is null then users.employee_id
        else coalesce(r.next->>'$.attributes.employee_id', users.employee_id) end,
      fingerprint = coalesce(r.next->>'$.fingerprint', users.fingerprint),
      owner_source = case when r.next is null then users.owner_source else ${source} end,
      ends_on = case when r.next is null then users.ends_on else r.next->>'$.endsOn' end,
      state = case when r.outcome = 'restored' then 'active' else users.state end,
      terminated_at = case when r.outcome = 'restored' then null else users.terminated_at end,
      override = null, override_seen = null, version = users.version + 1, last_sync_id = ${syncId}, changed_at = ${now}`,
  };
}
