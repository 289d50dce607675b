import type { Outcome } from '../domain/sync/words.ts';
import { recordsOf } from './records.ts';
import type { StoreScope } from './scope.ts';
import { readSync, type SyncView } from './sync-row.ts';

/** What one sync did, or would do, with one user. */
export interface HistoryEntry {
  sync: SyncView;
  ordinal: number;
  outcome: Outcome;
  reason: string | null;
  /** How many attributes changed; a created user's are not counted. */
  changes: number;
  errors: string[];
  hasPayload: boolean;
}

interface Row {
  sync_id: number;
  ordinal: number;
  outcome: Outcome;
  reason: string | null;
  changes: number;
  errors: string;
  has_payload: number;
}

/** What all syncs of a tenant had to say about one user. */
export const userHistoryOf = (scope: StoreScope) => {
  const { db, base, tenantId } = scope;
  const records = recordsOf(scope);
  return {
    /** Newest sync first: three reads, however many syncs. @param page.before only older syncs */
    async of(userId: number, page: { before?: number; limit: number }): Promise<HistoryEntry[]> {
      const places = await records.placesOf(userId, page);
      if (places.length === 0) return [];
      const asked = places.flatMap(({ syncId, planId, ordinals }) =>
        ordinals.flatMap((ordinal) => [...new Set([syncId, planId])].map((id) => [base + id, ordinal])),
      );
      const [syncs, rows] = await Promise.all([
        db.all(
          'select * from syncs where id in (select value from json_each(?)) and tenant_id = ?',
          JSON.stringify([...new Set(places.map(({ syncId }) => base + syncId))]),
          tenantId,
        ),
        db.all<Row>(
          `select r.sync_id, r.ordinal, r.outcome, r.reason, coalesce(json_array_length(r.changes), 0) as changes,
             coalesce((select json_group_array(e.value->>'code') from json_each(r.errors) e), '[]') as errors,
             r.payload is not null or r.chunk is not null as has_payload
           from json_each(?) a join user_records r on r.sync_id = a.value->>0 and r.ordinal = a.value->>1`,
          JSON.stringify(asked),
        ),
      ]);
      const views = new Map(syncs.map((row) => readSync(row, base)).map((sync) => [sync.id, sync]));
      const at = new Map(rows.map((row) => [`${row.sync_id - base}:${row.ordinal}`, row]));
      return places.flatMap(({ syncId, planId, ordinals }) => {
        const sync = views.get(syncId);
        if (!sync) return [];
        return ordinals.map((ordinal) =>
          entry(sync, ordinal, at.get(`${syncId}:${ordinal}`) ?? at.get(`${planId}:${ordinal}`)),
        );
      });
    },
  };
};

/** A record without a row of its own is a plain unchanged one. */
const entry = (sync: SyncView, ordinal: number, row: Row | undefined): HistoryEntry =>
  row
    ? {
        sync,
        ordinal,
        outcome: row.outcome,
        reason: row.reason,
        changes: row.changes,
        errors: JSON.parse(row.errors),
        hasPayload: row.has_payload === 1,
      }
    : { sync, ordinal, outcome: 'skipped', reason: 'unchanged', changes: 0, errors: [], hasPayload: true };
