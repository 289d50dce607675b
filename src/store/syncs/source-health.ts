import type { StoreScope } from '../scope.ts';

/** How the syncs of a data source went. IDs are the tenant's own counters. */
export interface SourceHealth {
  /** The newest full sync that has ended. */
  last: { id: number; at: number; state: string; reason: string | null } | null;
  /** The newest that got its people. */
  lastGood: { id: number; at: number } | null;
  /** Since when every full sync failed, or null when the newest did not. */
  failingSince: number | null;
}

interface EndedSync {
  id: number;
  at: number;
  state: string;
  reason: string | null;
}

/** How each data source of a tenant does. */
export const sourceHealthReader = ({ d1, base }: StoreScope) => ({
  async of(kind: string): Promise<SourceHealth> {
    const ended = `select id - ?1 as id, finished_at as at, state, reason from syncs
      where id > ?1 and id < ?1 + ${2 ** 30} and source = ?2 and scope = 'full' and plan_of is null and snapshot_of is null
        and finished_at is not null`;
    const [last, lastGood] = await Promise.all([
      d1.first<EndedSync>(`${ended} and state not in ('not_run', 'running') order by id desc limit 1`, base, kind),
      d1.first<EndedSync>(`${ended} and complete = 1 and state <> 'failed' order by id desc limit 1`, base, kind),
    ]);
    if (last?.state !== 'failed') return { last, lastGood, failingSince: null };
    const first = await d1.first<{ at: number }>(
      `${ended} and state = 'failed' and id > ?1 + ?3 order by id limit 1`,
      base,
      kind,
      lastGood?.id ?? 0,
    );
    return { last, lastGood, failingSince: first?.at ?? last.at };
  },
});
