import { and, asc, desc, eq, gt, inArray, type SQL, sql } from 'drizzle-orm';
import { summarizeUnmapped, UNMAPPED_KEY_PREFIX, type UnmappedReport } from '../../domain/sync/unmapped.ts';
import type { OutcomeCounts } from '../../domain/sync/vocabulary.ts';
import { ownRows } from '../columns.ts';
import { stepMarkers } from '../records/tables.ts';
import type { StoreScope } from '../scope.ts';
import type { Sync } from '../syncs/reader.ts';
import { syncs } from '../syncs/tables.ts';

export type StepMarker = Omit<typeof stepMarkers.$inferSelect, 'syncId'>;

export interface PackedChunk extends Pick<StepMarker, 'part' | 'firstOrdinal' | 'counts'> {
  pack: string;
}

const CHUNKS_PER_READ = 40;
const MAX_UNMAPPED_VALUES = 200;
/** How far back the sync is looked for that last used a table. */
const MAX_SYNCS_BACK = 500;
/** Wants `counts` joined as `c`. */
const counted = {
  key: sql`c.key`.mapWith(String).as('key'),
  total: sql`sum(c.value)`.mapWith(Number).as('total'),
};

const isUnmapped = sql`c.key like ${`${UNMAPPED_KEY_PREFIX}%`}`;

export const markersReader = ({ db, base, rowId }: StoreScope) => {
  const sumCounts = (syncId: number, steps: StepMarker['step'][], keys?: SQL) =>
    db
      .select(counted)
      .from(stepMarkers)
      .innerJoin(sql`json_each(${stepMarkers.counts}) c`, sql`true`)
      .where(and(eq(stepMarkers.syncId, rowId(syncId)), inArray(stepMarkers.step, steps), keys))
      .groupBy(sql`c.key`);

  const readUnmapped = async (planId: number, keys: SQL): Promise<UnmappedReport> => {
    const rows = await sumCounts(planId, ['plan'], keys);
    return summarizeUnmapped(
      rows.map(({ key, total }) => [key, total] as const),
      MAX_UNMAPPED_VALUES,
    );
  };

  return {
    async doneCounts(syncId: number, step: StepMarker['step'], part: number): Promise<StepMarker['counts'] | null> {
      const row = await db
        .select({ counts: stepMarkers.counts })
        .from(stepMarkers)
        .where(and(eq(stepMarkers.syncId, rowId(syncId)), eq(stepMarkers.step, step), eq(stepMarkers.part, part)))
        .get();
      return row?.counts ?? null;
    },

    async doneParts(syncId: number, step: 'write' | 'end'): Promise<Set<number>> {
      const rows = await db
        .select({ part: stepMarkers.part })
        .from(stepMarkers)
        .where(and(eq(stepMarkers.syncId, rowId(syncId)), eq(stepMarkers.step, step)));
      return new Set(rows.map(({ part }) => part));
    },

    chunkLayout(syncId: number): Promise<{ chunk: number; first: number; records: number }[]> {
      return db
        .select({ chunk: stepMarkers.part, first: stepMarkers.firstOrdinal, records: stepMarkers.records })
        .from(stepMarkers)
        .where(and(eq(stepMarkers.syncId, rowId(syncId)), eq(stepMarkers.step, 'plan')))
        .orderBy(asc(stepMarkers.part));
    },

    /** In order. */
    async chunks(syncId: number): Promise<PackedChunk[]> {
      const chunks: PackedChunk[] = [];
      for (;;) {
        const rows = await db
          .select({
            part: stepMarkers.part,
            firstOrdinal: stepMarkers.firstOrdinal,
            counts: stepMarkers.counts,
            pack: sql`${stepMarkers.pack}`.mapWith(String).as('pack'),
          })
          .from(stepMarkers)
          .where(
            and(
              eq(stepMarkers.syncId, rowId(syncId)),
              eq(stepMarkers.step, 'plan'),
              gt(stepMarkers.part, chunks.at(-1)?.part ?? -1),
            ),
          )
          .orderBy(asc(stepMarkers.part))
          .limit(CHUNKS_PER_READ);
        chunks.push(...rows);
        if (rows.length < CHUNKS_PER_READ) return chunks;
      }
    },

    async totals(syncId: number): Promise<{ counts: OutcomeCounts; tally: Record<string, number> }> {
      const rows = await sumCounts(syncId, ['plan', 'absent'], sql`not ${isUnmapped}`);
      const tally = Object.fromEntries(rows.map((row) => [row.key, row.total]));
      const of = (outcome: keyof OutcomeCounts) => tally[outcome] ?? 0;
      return {
        counts: {
          created: of('created'),
          updated: of('updated'),
          restored: of('restored'),
          terminated: of('terminated'),
          skipped: of('skipped'),
          failed: of('failed'),
        },
        tally,
      };
    },

    /** Records that did not land, by outcome. */
    async missedCounts(syncId: number): Promise<Record<string, number>> {
      const rows = await sumCounts(syncId, ['handovers', 'write', 'end']);
      return Object.fromEntries(rows.map((row) => [row.key, row.total]));
    },

    unmapped: (sync: Pick<Sync, 'id' | 'planOf'>): Promise<UnmappedReport> =>
      readUnmapped(sync.planOf ?? sync.id, isUnmapped),

    /** Of the newest full sync that used the table; null when no recent one did. */
    async unmappedInTable(name: string): Promise<{ syncId: number; report: UnmappedReport } | null> {
      const recent = db
        .select({ id: syncs.id, planOf: syncs.planOf, scope: syncs.scope, state: syncs.state, pinned: syncs.pinned })
        .from(syncs)
        .where(ownRows(syncs.id, base))
        .orderBy(desc(syncs.id))
        .limit(MAX_SYNCS_BACK)
        .as('recent');
      const sync = await db
        .select({ id: recent.id, planOf: recent.planOf })
        .from(recent)
        .where(
          and(
            eq(recent.scope, 'full'),
            inArray(recent.state, ['completed', 'held']),
            sql`${recent.pinned} -> 'tables' ->> ${name} is not null`,
          ),
        )
        .orderBy(desc(recent.id))
        .limit(1)
        .get();
      if (!sync) return null;
      const ofTable = `unmapped:${name.replaceAll('_', '\\_')}:%`;
      const report = await readUnmapped(sync.planOf ?? sync.id, sql`c.key like ${ofTable} escape '\\'`);
      return { syncId: sync.id, report };
    },
  };
};
