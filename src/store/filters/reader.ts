import { and, asc, eq, sql } from 'drizzle-orm';
import type { StoreScope } from '../scope.ts';
import { type FilterableList, savedFilters } from './tables.ts';

const { id, list, name, query, createdBy, createdAt } = savedFilters;
const columns = { id, list, name, query, createdBy, createdAt };

export type SavedFilter = Pick<typeof savedFilters.$inferSelect, keyof typeof columns>;

/** Saved filters of one tenant. A name is there once a list, whatever its case. */
export const savedFiltersReader = ({ db, tenantId }: StoreScope) => {
  const own = eq(savedFilters.tenantId, tenantId);
  return {
    list: (list: FilterableList): Promise<SavedFilter[]> =>
      db
        .select(columns)
        .from(savedFilters)
        .where(and(own, eq(savedFilters.list, list)))
        .orderBy(sql`${name} collate nocase`, asc(id)),

    async get(filterId: number): Promise<SavedFilter | null> {
      const found = await db
        .select(columns)
        .from(savedFilters)
        .where(and(eq(id, filterId), own))
        .get();
      return found ?? null;
    },

    async findByName(list: FilterableList, name: string): Promise<SavedFilter | null> {
      const found = await db
        .select(columns)
        .from(savedFilters)
        .where(and(own, eq(savedFilters.list, list), sql`${savedFilters.name} = ${name} collate nocase`))
        .get();
      return found ?? null;
    },
  };
};
