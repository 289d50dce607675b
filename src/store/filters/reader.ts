import { and, asc, eq, getTableColumns, sql } from 'drizzle-orm';
import type { StoreScope } from '../scope.ts';
import { type FilterableList, savedFilters } from './tables.ts';

const { tenantId: _, ...columns } = getTableColumns(savedFilters);

export type SavedFilter = Omit<typeof savedFilters.$inferSelect, 'tenantId'>;

/** A name is there once a list, whatever its case. */
export const savedFiltersReader = ({ db, tenantId }: StoreScope) => {
  const inTenant = eq(savedFilters.tenantId, tenantId);
  return {
    list: (list: FilterableList): Promise<SavedFilter[]> =>
      db
        .select(columns)
        .from(savedFilters)
        .where(and(inTenant, eq(savedFilters.list, list)))
        .orderBy(sql`${savedFilters.name} collate nocase`, asc(savedFilters.id)),

    async get(id: number): Promise<SavedFilter | null> {
      const found = await db
        .select(columns)
        .from(savedFilters)
        .where(and(eq(savedFilters.id, id), inTenant))
        .get();
      return found ?? null;
    },

    async findByName(list: FilterableList, name: string): Promise<SavedFilter | null> {
      const found = await db
        .select(columns)
        .from(savedFilters)
        .where(and(inTenant, eq(savedFilters.list, list), sql`${savedFilters.name} = ${name} collate nocase`))
        .get();
      return found ?? null;
    },
  };
};
