import { and, asc, desc, eq, getTableColumns, gt, gte, isNotNull, isNull, lt, max, or, sql } from 'drizzle-orm';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import type { Outcome } from '../../domain/sync/vocabulary.ts';
import { ownRows } from '../columns.ts';
import { ID_SPAN } from '../ids.ts';
import type { StoreScope } from '../scope.ts';
import { mappingDrafts, syncs } from './tables.ts';

const { tenantId: _, ...columns } = getTableColumns(syncs);

export { columns as syncColumns };

/** IDs are the tenant's own counters; times are milliseconds since the epoch. */
export type Sync = Omit<typeof syncs.$inferSelect, 'tenantId'>;

export interface SyncFilter {
  state?: Sync['state'] | undefined;
  persisted?: boolean | undefined;
  createdBy?: string | undefined;
  trigger?: Sync['trigger'] | undefined;
  atLeast?: { outcome: Outcome; count: number } | undefined;
  createdFrom?: number | undefined;
  createdTo?: number | undefined;
  finishedFrom?: number | undefined;
  finishedTo?: number | undefined;
}

export const syncsReader = ({ db, base, rowId, tenantId }: StoreScope) => {
  const isFull = (source: string) => and(ownRows(syncs.id, base), eq(syncs.source, source), eq(syncs.scope, 'full'));
  return {
    async get(id: number): Promise<Sync | null> {
      const row = await db
        .select(columns)
        .from(syncs)
        .where(and(eq(syncs.id, rowId(id)), eq(syncs.tenantId, tenantId)))
        .get();
      return row ?? null;
    },

    /** Newest first. @param before only older than this ID @param after only newer than this ID (then nearest first) */
    async list(page: { before?: number; after?: number; limit: number }, filter: SyncFilter = {}): Promise<Sync[]> {
      const newer = page.after !== undefined;
      const found = await db
        .select(columns)
        .from(syncs)
        .where(
          and(
            eq(syncs.tenantId, tenantId),
            gt(syncs.id, base + (page.after ?? 0)),
            lt(syncs.id, base + (page.before ?? ID_SPAN)),
            matchesFilter(filter),
          ),
        )
        .orderBy(newer ? asc(syncs.id) : desc(syncs.id))
        .limit(page.limit);
      return newer ? found.reverse() : found;
    },

    async newestId(): Promise<number> {
      const row = await db
        .select({ id: max(syncs.id) })
        .from(syncs)
        .where(ownRows(syncs.id, base))
        .get();
      return row?.id ?? 0;
    },

    async getDraft(id: number): Promise<Mapping | null> {
      const row = await db
        .select({ body: mappingDrafts.body })
        .from(mappingDrafts)
        .where(eq(mappingDrafts.syncId, rowId(id)))
        .get();
      return row?.body ?? null;
    },

    /** One waits for an admin, or was rejected today: it is not asked again until tomorrow. */
    async hasDecidedLeavers(today: string): Promise<boolean> {
      const row = await db
        .select({ id: syncs.id })
        .from(syncs)
        .where(
          and(
            ownRows(syncs.id, base),
            eq(syncs.scope, 'leavers'),
            or(eq(syncs.state, 'held'), and(eq(syncs.state, 'cancelled'), eq(syncs.today, today))),
          ),
        )
        .limit(1)
        .get();
      return row !== undefined;
    },

    /** Its snapshot was fetched: a preview fetches none. */
    async newestComplete(source: string): Promise<Sync | null> {
      const row = await db
        .select(columns)
        .from(syncs)
        .where(and(isFull(source), eq(syncs.complete, true), isNull(syncs.snapshotOf)))
        .orderBy(desc(syncs.id))
        .limit(1)
        .get();
      return row ?? null;
    },

    /** Applied to its end, or with terminations that wait. */
    async lastApplied(source: string): Promise<Sync | null> {
      const row = await db
        .select(columns)
        .from(syncs)
        .where(and(isFull(source), isNotNull(syncs.appliedAt)))
        .orderBy(desc(syncs.id))
        .limit(1)
        .get();
      return row ?? null;
    },

    /** They wrote it to users, or began to: the one that fetched it, and those that applied its plan. */
    async snapshotWriters(snapshot: number): Promise<number[]> {
      const rows = await db
        .select({ id: syncs.id })
        .from(syncs)
        .where(
          and(
            gte(syncs.id, rowId(snapshot)),
            lt(syncs.id, base + ID_SPAN),
            eq(syncs.persisted, true),
            or(eq(syncs.id, rowId(snapshot)), eq(syncs.planOf, rowId(snapshot))),
          ),
        );
      return rows.map(({ id }) => id);
    },

    async findAppliedBy(plan: number): Promise<number | null> {
      const row = await db
        .select({ id: syncs.id })
        .from(syncs)
        .where(
          and(
            gt(syncs.id, rowId(plan)),
            lt(syncs.id, base + ID_SPAN),
            eq(syncs.planOf, rowId(plan)),
            isNotNull(syncs.appliedAt),
          ),
        )
        .limit(1)
        .get();
      return row?.id ?? null;
    },

    listHeldBefore(source: string, id: number): Promise<Sync[]> {
      return db
        .select(columns)
        .from(syncs)
        .where(
          and(
            gt(syncs.id, base),
            lt(syncs.id, rowId(id)),
            eq(syncs.state, 'held'),
            eq(syncs.source, source),
            eq(syncs.scope, 'full'),
          ),
        );
    },
  };
};

const matchesFilter = (filter: SyncFilter) =>
  and(
    filter.state && eq(syncs.state, filter.state),
    filter.persisted === undefined ? undefined : eq(syncs.persisted, filter.persisted),
    filter.createdBy ? eq(syncs.createdBy, filter.createdBy) : undefined,
    filter.trigger && eq(syncs.trigger, filter.trigger),
    filter.atLeast && sql`${syncs.counts}->>${filter.atLeast.outcome} >= ${filter.atLeast.count}`,
    filter.createdFrom === undefined ? undefined : gte(syncs.createdAt, filter.createdFrom),
    filter.createdTo === undefined ? undefined : lt(syncs.createdAt, filter.createdTo),
    filter.finishedFrom === undefined ? undefined : gte(syncs.finishedAt, filter.finishedFrom),
    filter.finishedTo === undefined ? undefined : lt(syncs.finishedAt, filter.finishedTo),
  );
