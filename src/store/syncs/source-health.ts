import { and, asc, desc, eq, gt, isNotNull, isNull, ne, notInArray, type SQL, sql } from 'drizzle-orm';
import type { SelectResultFields } from 'drizzle-orm/query-builders/select.types';
import { ownRows } from '../columns.ts';
import type { StoreScope } from '../scope.ts';
import { syncs } from './tables.ts';

const endedColumns = {
  id: syncs.id,
  at: sql`${syncs.finishedAt}`.mapWith(Number).as('at'),
  state: syncs.state,
  reason: syncs.reason,
};
type EndedSync = SelectResultFields<typeof endedColumns>;

/** IDs are the tenant's own counters, times milliseconds since the epoch. */
export interface SourceHealth {
  /** The newest full sync that has ended. */
  last: EndedSync | null;
  /** The newest that got its people. */
  lastGood: Pick<EndedSync, 'id' | 'at'> | null;
  /** Since when every full sync failed, or null when the newest did not. */
  failingSince: number | null;
}

export const sourceHealthReader = ({ db, base, rowId }: StoreScope) => {
  const findEnded = (kind: string, order: SQL, ...conditions: SQL[]): Promise<EndedSync | undefined> =>
    db
      .select(endedColumns)
      .from(syncs)
      .where(
        and(
          ownRows(syncs.id, base),
          eq(syncs.source, kind),
          eq(syncs.scope, 'full'),
          isNull(syncs.planOf),
          isNull(syncs.snapshotOf),
          isNotNull(syncs.finishedAt),
          ...conditions,
        ),
      )
      .orderBy(order)
      .limit(1)
      .get();

  return {
    async get(kind: string): Promise<SourceHealth> {
      const newestFirst = desc(syncs.id);
      const [last = null, lastGood = null] = await Promise.all([
        findEnded(kind, newestFirst, notInArray(syncs.state, ['not_run', 'running'])),
        findEnded(kind, newestFirst, eq(syncs.complete, true), ne(syncs.state, 'failed')),
      ]);
      if (last?.state !== 'failed') return { last, lastGood, failingSince: null };
      const sinceGood = gt(syncs.id, rowId(lastGood?.id ?? 0));
      const first = await findEnded(kind, asc(syncs.id), eq(syncs.state, 'failed'), sinceGood);
      return { last, lastGood, failingSince: first?.at ?? last.at };
    },
  };
};
