import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lt, lte, or, sql } from 'drizzle-orm';
import { findOrdinals } from '../../domain/sync/snapshot-index.ts';
import { inList, ownRows } from '../columns.ts';
import { bucketOf } from '../ids.ts';
import { mappingCases } from '../mapping/tables.ts';
import type { StoreScope } from '../scope.ts';
import { syncColumns } from '../syncs/reader.ts';
import { syncs } from '../syncs/tables.ts';
import { userAliases, users } from '../users/tables.ts';
import { storedRecords } from './stored.ts';
import { recordBuckets, userRecords } from './tables.ts';

export interface PayloadLocation {
  syncId: number;
  attempt: number;
  chunk: number;
  offset: number;
  length: number;
}

export interface RemainingPersonalData {
  places: PayloadLocation[];
  records: { syncId: number; ordinal: number }[];
  /** Only syncs older than this one are left to look at; null when there are none. */
  before: number | null;
}

export const REMOVED_MESSAGE = 'Removed with the personal data of this user.';

/** The second stage of leaving: the row, its ID and all counts stay. */
export const personalDataErasure = (scope: StoreScope) => {
  const { db, base, rowId, tenantId } = scope;
  const { readAt } = storedRecords(scope);

  const isDue = (endedBy: number) =>
    and(
      eq(users.tenantId, tenantId),
      sql`${users.state} = 'terminated'`,
      isNull(users.anonymisedAt),
      eq(users.legalHold, false),
      lte(users.terminatedAt, endedBy),
    );

  return {
    /**
     * @param endedBy milliseconds, inclusive
     * @returns users under no legal hold whose personal data is still here, oldest IDs first
     */
    async listDue(endedBy: number, limit: number): Promise<number[]> {
      const rows = await db
        .select({ id: users.id })
        .from(users)
        .where(isDue(endedBy))
        .orderBy(asc(users.id))
        .limit(limit);
      return rows.map(({ id }) => id);
    },

    /**
     * No door shows their payloads any more, and they are unpinned. Users who came back or were put under legal hold since
     * `listDue` are skipped.
     * @returns how many users were changed
     */
    async anonymise(ids: readonly number[], endedBy: number, now: number): Promise<number> {
      const isOneOf = inList(users.id, ids.map(rowId));
      // An ID in a text or in JSON: bound as a number it would be 7.0.
      const counter = sql`cast(${users.id} - ${base} as integer)`;
      const anonymisedNow = db
        .select({ id: users.id })
        .from(users)
        .where(and(isOneOf, eq(users.tenantId, tenantId), eq(users.anonymisedAt, now)));
      const pinned = sql`(lower(trim(${mappingCases.expected}->'attributes'->>'email')) = ${users.emailKey}
        or lower(ltrim(trim(${mappingCases.expected}->'attributes'->>'employee_id'), '0')) = ${users.employeeKey})`;
      const [, changed] = await db.batch([
        // Before the keys are gone: a person who is pinned to a mapping is there with their whole payload.
        db
          .delete(mappingCases)
          .where(
            and(
              eq(mappingCases.tenantId, tenantId),
              sql`exists (select 1 from ${users} where ${and(isOneOf, isDue(endedBy), pinned)})`,
            ),
          ),
        db
          .update(users)
          .set({
            employeeId: null,
            employeeKey: null,
            emailKey: sql`'removed:' || ${counter}`,
            attributes: sql`json_object('full_name', 'Removed person ' || ${counter})`,
            fingerprint: null,
            override: null,
            overrideSeen: null,
            endsOn: null,
            anonymisedAt: now,
            version: sql`${users.version} + 1`,
            changedAt: now,
          })
          .where(and(isOneOf, isDue(endedBy))),
        db
          .delete(userAliases)
          .where(and(eq(userAliases.tenantId, tenantId), inArray(userAliases.userId, anonymisedNow))),
        db
          .update(syncs)
          .set({ personKey: null })
          .where(and(ownRows(syncs.id, base), eq(syncs.tenantId, tenantId), inArray(syncs.userId, anonymisedNow))),
      ]);
      return changed ?? 0;
    },

    /** Nobody else's payloads may be blanked. */
    async filterAnonymised(ids: readonly number[]): Promise<number[]> {
      const rows = await db
        .select({ id: users.id })
        .from(users)
        .where(and(inList(users.id, ids.map(rowId)), eq(users.tenantId, tenantId), isNotNull(users.anonymisedAt)));
      return rows.map(({ id }) => id);
    },

    /** Newest syncs first. @param before only syncs with a lower ID @param limit how many syncs are looked at */
    async findRemaining(ids: readonly number[], before: number, limit: number): Promise<RemainingPersonalData> {
      const inBuckets = inList(
        recordBuckets.bucket,
        ids.map((id) => bucketOf(tenantId, id)),
      );
      const newest = db
        .selectDistinct({ syncId: recordBuckets.syncId })
        .from(recordBuckets)
        .where(and(inBuckets, gt(recordBuckets.syncId, base), lt(recordBuckets.syncId, base + before)))
        .orderBy(desc(recordBuckets.syncId))
        .limit(limit);
      const rows = await db
        .select({ syncId: recordBuckets.syncId, pack: recordBuckets.pack })
        .from(recordBuckets)
        .where(and(inBuckets, inArray(recordBuckets.syncId, newest)));
      const ordinalsOfPlan = new Map<number, number[]>();
      for (const { syncId, pack } of rows) {
        const ordinals = ids.flatMap((id) => findOrdinals(pack, id));
        ordinalsOfPlan.set(syncId, [...(ordinalsOfPlan.get(syncId) ?? []), ...ordinals]);
      }
      const remaining: RemainingPersonalData = {
        places: [],
        records: [],
        before: ordinalsOfPlan.size < limit ? null : Math.min(...ordinalsOfPlan.keys()),
      };
      const plans = [...ordinalsOfPlan].flatMap(([id, ordinals]) => (ordinals.length > 0 ? [rowId(id)] : []));
      if (plans.length === 0) return remaining;
      // A sync that applies another's plan marks records of its own under the same ordinals.
      const found = await db
        .select(syncColumns)
        .from(syncs)
        .where(
          and(
            ownRows(syncs.id, base),
            eq(syncs.tenantId, tenantId),
            or(inList(syncs.id, plans), inList(syncs.planOf, plans)),
          ),
        );
      for (const sync of found) {
        const ordinals = ordinalsOfPlan.get(sync.planOf ?? sync.id) ?? [];
        remaining.records.push(...ordinals.map((ordinal) => ({ syncId: sync.id, ordinal })));
        if (sync.planOf !== null) continue;
        for (const { payload } of await readAt(sync, ordinals)) {
          if (payload && 'chunk' in payload) {
            remaining.places.push({ syncId: sync.id, attempt: sync.attempt, ...payload });
          }
        }
      }
      return remaining;
    },

    /** Outcome, reason, the names of changed attributes and the error codes stay. */
    async clearRecords(records: RemainingPersonalData['records']): Promise<void> {
      if (records.length === 0) return;
      const places = JSON.stringify(records.map(({ syncId, ordinal }) => [rowId(syncId), ordinal]));
      await db
        .update(userRecords)
        .set({
          label: null,
          employeeKey: null,
          emailKey: null,
          payload: null,
          next: null,
          changes: sql`(select json_group_array(json_object('attribute', value->>'attribute', 'before', null, 'after', null))
            from json_each(${userRecords.changes}))`,
          errors: sql`(select json_group_array(json_object('code', value->>'code', 'attribute', value->>'attribute',
            'expression', value->>'expression', 'received', null, 'message', ${REMOVED_MESSAGE}))
            from json_each(${userRecords.errors}))`,
        })
        .where(
          sql`(${userRecords.syncId}, ${userRecords.ordinal}) in (select value->>0, value->>1 from json_each(${places}))`,
        );
    },
  };
};
