import type { StoreScope } from '../scope.ts';

/** Lists whose filters can be saved. */
export const FILTERABLE_LISTS = ['users', 'syncs'] as const;
export type FilterableList = (typeof FILTERABLE_LISTS)[number];

/** A filter saved by name; one of users is a segment. */
export interface SavedFilter {
  id: number;
  list: FilterableList;
  name: string;
  /** As in an address, without the question mark. */
  query: string;
  createdBy: string;
  createdAt: number;
}

interface Row {
  id: number;
  list: FilterableList;
  name: string;
  query: string;
  created_by: string;
  created_at: number;
}

const fromRow = ({ id, list, name, query, created_by, created_at }: Row): SavedFilter => ({
  id,
  list,
  name,
  query,
  createdBy: created_by,
  createdAt: created_at,
});

/** Saved filters of one tenant. A name is there once a list, whatever its case. */
export const savedFiltersReader = ({ db, tenantId }: StoreScope) => ({
  /** By name. */
  async list(list: FilterableList): Promise<SavedFilter[]> {
    const rows = await db.all<Row>(
      'select * from saved_filters where tenant_id = ? and list = ? order by name collate nocase, id',
      tenantId,
      list,
    );
    return rows.map(fromRow);
  },

  async get(id: number): Promise<SavedFilter | null> {
    const row = await db.first<Row>('select * from saved_filters where id = ? and tenant_id = ?', id, tenantId);
    return row && fromRow(row);
  },

  async named(list: FilterableList, name: string): Promise<SavedFilter | null> {
    const row = await db.first<Row>(
      'select * from saved_filters where tenant_id = ? and list = ? and name = ? collate nocase',
      tenantId,
      list,
      name,
    );
    return row && fromRow(row);
  },

  /** @returns the new one, or null when its name is taken */
  async add(filter: Omit<SavedFilter, 'id'>): Promise<SavedFilter | null> {
    const row = await db.first<Row>(
      `insert into saved_filters (tenant_id, list, name, query, created_by, created_at) select ?1, ?2, ?3, ?4, ?5, ?6
       where not exists (select 1 from saved_filters where tenant_id = ?1 and list = ?2 and name = ?3 collate nocase) returning *`,
      tenantId,
      filter.list,
      filter.name,
      filter.query,
      filter.createdBy,
      filter.createdAt,
    );
    return row && fromRow(row);
  },

  /** Gives it another name or query. @returns false when it is not there, or the name is another one's */
  async change(id: number, { name, query }: Pick<SavedFilter, 'name' | 'query'>): Promise<boolean> {
    const changed = await db.run(
      `update saved_filters set name = ?3, query = ?4 where id = ?1 and tenant_id = ?2 and not exists (select 1 from saved_filters o
         where o.tenant_id = ?2 and o.list = saved_filters.list and o.name = ?3 collate nocase and o.id <> ?1)`,
      id,
      tenantId,
      name,
      query,
    );
    return changed === 1;
  },

  async remove(id: number): Promise<boolean> {
    return (await db.run('delete from saved_filters where id = ? and tenant_id = ?', id, tenantId)) === 1;
  },
});
