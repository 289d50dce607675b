import { findOrdinals } from '../../domain/sync/snapshot-index.ts';
import { BUCKET_SIZE } from '../ids.ts';
import type { StoreScope } from '../scope.ts';
import { toSync } from '../syncs/reader.ts';
import { storedRecords } from './stored.ts';

/** Where a removed user's payload lies in R2. */
export interface PayloadLocation {
  syncId: number;
  attempt: number;
  chunk: number;
  offset: number;
  length: number;
}

/** What of some users is still to be removed, in the records of a few syncs. */
export interface RemainingPersonalData {
  places: PayloadLocation[];
  /** Rows of user_records, as [row ID of the sync, ordinal]. */
  records: [sync: number, ordinal: number][];
  /** Only syncs older than this one are left to look at; null when there are none. */
  before: number | null;
}

/** What stands where a value or a sentence about a person stood. */
export const REMOVED_MESSAGE = 'Removed with the personal data of this user.';

/** The second stage of leaving: what is personal goes; the row, its ID and all counts stay. */
export const personalDataErasure = (scope: StoreScope) => {
  const { d1, base, tenantId } = scope;
  const { stored } = storedRecords(scope);
  const DUE = `tenant_id = ? and state = 'terminated' and anonymised_at is null and legal_hold = 0 and terminated_at <= ?`;

  return {
    /** Users terminated at or before a moment whose personal data is still here and whom nobody holds; oldest IDs first. */
    async due(endedBy: number, limit: number): Promise<number[]> {
      const rows = await d1.all<{ id: number }>(
        `select id - ${base} as id from users where ${DUE} order by id limit ?`,
        tenantId,
        endedBy,
        limit,
      );
      return rows.map(({ id }) => id);
    },

    /**
     * Removes what is personal from users, and with it every way to read their payloads, and unpins them. Who came back, or was put under
     * legal hold, since `due` is left alone.
     * @returns how many
     */
    async anonymise(ids: readonly number[], endedBy: number, now: number): Promise<number> {
      const these = 'in (select ?1 + value from json_each(?2))';
      const list = JSON.stringify(ids);
      const done = `select id from users where id ${these} and tenant_id = ?3 and anonymised_at = ?4`;
      const [, changed] = await d1.batch([
        // Before the keys are gone: a person who is pinned to a mapping is there with their whole payload.
        d1
          .prepare(
            `delete from mapping_cases where tenant_id = ?3 and exists (select 1 from users u where u.id ${these} and u.tenant_id = ?3
               and u.state = 'terminated' and u.anonymised_at is null and u.legal_hold = 0 and u.terminated_at <= ?4
               and (lower(trim(expected->'attributes'->>'email')) = u.email_key
                 or lower(ltrim(trim(expected->'attributes'->>'employee_id'), '0')) = u.employee_key))`,
          )
          .bind(base, list, tenantId, endedBy),
        d1
          .prepare(
            `update users set employee_id = null, employee_key = null, email_key = 'removed:' || cast(id - ?1 as integer),
               attributes = json_object('full_name', 'Removed person ' || cast(id - ?1 as integer)), fingerprint = null, override = null,
               override_seen = null, ends_on = null, anonymised_at = ?4, version = version + 1, changed_at = ?4
             where id ${these} and tenant_id = ?3 and state = 'terminated' and anonymised_at is null and legal_hold = 0
               and terminated_at <= ?5`,
          )
          .bind(base, list, tenantId, now, endedBy),
        d1
          .prepare(`delete from user_aliases where tenant_id = ?3 and user_id in (${done})`)
          .bind(base, list, tenantId, now),
        d1
          .prepare(
            `update syncs set person_key = null where id > ?1 and id < ?1 + ${2 ** 30} and tenant_id = ?3 and user_id in (${done})`,
          )
          .bind(base, list, tenantId, now),
      ]);
      return changed?.meta.changes ?? 0;
    },

    /** Of some users those whose personal data is removed: nothing of anybody else's may be. */
    async anonymised(ids: readonly number[]): Promise<number[]> {
      const rows = await d1.all<{ id: number }>(
        `select id - ?1 as id from users where id in (select ?1 + value from json_each(?2)) and tenant_id = ?3 and anonymised_at is not null`,
        base,
        JSON.stringify(ids),
        tenantId,
      );
      return rows.map(({ id }) => id);
    },

    /** Finds what a few syncs keep of some users, newest syncs first. @param before only older ones */
    async leftovers(ids: readonly number[], before: number, syncs: number): Promise<RemainingPersonalData> {
      const buckets = [...new Set(ids.map((id) => Math.floor((base + id) / BUCKET_SIZE)))];
      const rows = await d1.all<{ sync: number; pack: string }>(
        `select sync_id as sync, pack from record_buckets where bucket in (select value from json_each(?1)) and sync_id in
           (select distinct sync_id from record_buckets where bucket in (select value from json_each(?1)) and sync_id > ?2 and sync_id < ?3
            order by sync_id desc limit ?4)`,
        JSON.stringify(buckets),
        base,
        base + before,
        syncs,
      );
      const kept = new Map<number, number[]>();
      for (const { sync, pack } of rows) {
        const ordinals = ids.flatMap((id) => findOrdinals(pack, id));
        kept.set(sync, [...(kept.get(sync) ?? []), ...ordinals]);
      }
      const oldest = Math.min(...kept.keys()) - base;
      const found: RemainingPersonalData = { places: [], records: [], before: kept.size < syncs ? null : oldest };
      const plans = [...kept].filter(([, ordinals]) => ordinals.length > 0);
      if (plans.length === 0) return found;
      // A sync that applies another's plan marks records of its own under the same ordinals.
      const views = await d1.all<Record<string, unknown> & { id: number; plan_of: number | null }>(
        `select * from syncs where id > ?1 and id < ?1 + ${2 ** 30} and tenant_id = ?2
           and (id in (select value from json_each(?3)) or plan_of in (select value from json_each(?3)))`,
        base,
        tenantId,
        JSON.stringify(plans.map(([sync]) => sync)),
      );
      for (const row of views) {
        const sync = toSync(row, base);
        const ordinals = kept.get(row.plan_of ?? row.id) ?? [];
        for (const ordinal of ordinals) found.records.push([row.id, ordinal]);
        if (row.plan_of !== null) continue;
        for (const { payload } of await stored(sync, ordinals)) {
          if (payload && 'chunk' in payload) found.places.push({ syncId: sync.id, attempt: sync.attempt, ...payload });
        }
      }
      return found;
    },

    /** Removes what is personal from records; outcome, reason, which attributes changed and which errors there were stay. */
    async clearRecords(records: RemainingPersonalData['records']): Promise<void> {
      if (records.length === 0) return;
      await d1.run(
        `update user_records set label = null, employee_key = null, email_key = null, payload = null, next = null,
           changes = (select json_group_array(json_object('attribute', value->>'attribute', 'before', null, 'after', null))
             from json_each(user_records.changes)),
           errors = (select json_group_array(json_object('code', value->>'code', 'attribute', value->>'attribute',
             'expression', value->>'expression', 'received', null, 'message', ?2)) from json_each(user_records.errors))
         where (sync_id, ordinal) in (select value->>0, value->>1 from json_each(?1))`,
        JSON.stringify(records),
        REMOVED_MESSAGE,
      );
    },
  };
};
