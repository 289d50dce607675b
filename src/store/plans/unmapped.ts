import { summarizeUnmapped, UNMAPPED_KEY_PREFIX, type UnmappedReport } from '../../domain/sync/unmapped.ts';
import type { StoreScope } from '../scope.ts';

const MAX_VALUES = 200;
/** How far back the sync is looked for that last used a table. */
const MAX_SYNCS_BACK = 500;

/** Values that the lookups of syncs did not find. */
export const unmappedLookups = ({ d1, base }: StoreScope) => {
  const read = async (planId: number, keys: string, ...values: string[]): Promise<UnmappedReport> => {
    const rows = await d1.all<{ key: string; total: number }>(
      `select c.key, sum(c.value) as total from step_markers m, json_each(m.counts) c
       where m.sync_id = ? and m.step = 'plan' and ${keys} group by c.key`,
      base + planId,
      ...values,
    );
    return summarizeUnmapped(
      rows.map(({ key, total }) => [key, total] as const),
      MAX_VALUES,
    );
  };

  return {
    /** What a sync did not find in any of its tables. */
    of: (sync: { id: number; planOf: number | null }): Promise<UnmappedReport> =>
      read(sync.planOf ?? sync.id, `c.key like '${UNMAPPED_KEY_PREFIX}%'`),

    /** What the newest full sync that used a table did not find in it; null when no recent one used it. */
    async inTable(name: string): Promise<{ syncId: number; report: UnmappedReport } | null> {
      const sync = await d1.first<{ id: number; plan_of: number | null }>(
        `select id - ?1 as id, plan_of - ?1 as plan_of from
           (select * from syncs where id > ?1 and id < ?1 + 1073741824 order by id desc limit ?2)
         where scope = 'full' and state in ('completed', 'held') and pinned -> 'tables' ->> ?3 is not null order by id desc limit 1`,
        base,
        MAX_SYNCS_BACK,
        name,
      );
      if (!sync) return null;
      const report = await read(sync.plan_of ?? sync.id, "c.key like ? escape '\\'", `unmapped:${escapeLike(name)}:%`);
      return { syncId: sync.id, report };
    },
  };
};

const escapeLike = (name: string): string => name.replaceAll('_', '\\_');
