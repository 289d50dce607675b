import { and, eq, ne, notExists, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { insertIf } from '../insert.ts';
import type { StoreScope } from '../scope.ts';
import { type SavedFilter, savedFiltersReader } from './reader.ts';
import { savedFilters } from './tables.ts';

export const savedFiltersWriter = (scope: StoreScope) => {
  const { db, tenantId } = scope;
  return {
    ...savedFiltersReader(scope),

    /** @returns null when its name is taken */
    async add(filter: Omit<SavedFilter, 'id'>): Promise<SavedFilter | null> {
      const sameName = db
        .select({ id: savedFilters.id })
        .from(savedFilters)
        .where(
          and(
            eq(savedFilters.tenantId, tenantId),
            eq(savedFilters.list, filter.list),
            sql`${savedFilters.name} = ${filter.name} collate nocase`,
          ),
        );
      const { meta } = await db.run(insertIf(savedFilters, { ...filter, tenantId }, notExists(sameName)));
      return meta.changes === 1 ? { id: meta.last_row_id, ...filter } : null;
    },

    /** @returns false when it is not there, or the name is another one's */
    async change(id: number, { name, query }: Pick<SavedFilter, 'name' | 'query'>): Promise<boolean> {
      const other = alias(savedFilters, 'other');
      const sameName = db
        .select({ id: other.id })
        .from(other)
        .where(
          and(
            eq(other.tenantId, tenantId),
            eq(other.list, savedFilters.list),
            sql`${other.name} = ${name} collate nocase`,
            ne(other.id, id),
          ),
        );
      const { meta } = await db
        .update(savedFilters)
        .set({ name, query })
        .where(and(eq(savedFilters.id, id), eq(savedFilters.tenantId, tenantId), notExists(sameName)));
      return meta.changes === 1;
    },

    async remove(id: number): Promise<boolean> {
      const { meta } = await db
        .delete(savedFilters)
        .where(and(eq(savedFilters.id, id), eq(savedFilters.tenantId, tenantId)));
      return meta.changes === 1;
    },
  };
};
