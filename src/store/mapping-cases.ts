import type { Made } from '../domain/mapping/cases.ts';
import type { StoreScope } from './scope.ts';

/** A person pinned to a mapping: whoever changes the mapping learns what that does to them. */
export interface MappingCase {
  id: number;
  source: string;
  /** Whom it shows, in a few words. */
  label: string;
  /** The payload as it was received, or pasted. */
  payload: string;
  /** What the mapping made of it when it was pinned, or last accepted. */
  expected: Made;
  createdBy: string;
  createdAt: number;
}

interface Row {
  id: number;
  source: string;
  label: string;
  payload: string;
  expected: string;
  created_by: string;
  created_at: number;
}

const fromRow = (row: Row): MappingCase => ({
  id: row.id,
  source: row.source,
  label: row.label,
  payload: row.payload,
  expected: JSON.parse(row.expected),
  createdBy: row.created_by,
  createdAt: row.created_at,
});

/** Cases of one tenant's mappings. */
export const mappingCasesOf = ({ db, tenantId }: StoreScope) => ({
  /** In the order in which they were pinned. */
  async list(source: string): Promise<MappingCase[]> {
    const rows = await db.all<Row>(
      'select * from mapping_cases where tenant_id = ? and source = ? order by id',
      tenantId,
      source,
    );
    return rows.map(fromRow);
  },

  /**
   * Pins one more.
   * @param most how many a source may have
   * @returns its ID, or null when there are as many already
   */
  async add(one: Omit<MappingCase, 'id'>, most: number): Promise<number | null> {
    const row = await db.first<{ id: number }>(
      `insert into mapping_cases (tenant_id, source, label, payload, expected, created_by, created_at)
       select ?1, ?2, ?3, ?4, ?5, ?6, ?7 where (select count(*) from mapping_cases where tenant_id = ?1 and source = ?2) < ?8
       returning id`,
      tenantId,
      one.source,
      one.label,
      one.payload,
      JSON.stringify(one.expected),
      one.createdBy,
      one.createdAt,
      most,
    );
    return row?.id ?? null;
  },

  /** @returns false when there is no such case */
  async remove(id: number): Promise<boolean> {
    return (await db.run('delete from mapping_cases where id = ? and tenant_id = ?', id, tenantId)) === 1;
  },

  /** From now on these are what is expected, by case. */
  async expect(made: ReadonlyMap<number, Made>): Promise<void> {
    if (made.size === 0) return;
    await db.run(
      `update mapping_cases set expected = (select value->>1 from json_each(?2) where value->>0 = mapping_cases.id)
       where tenant_id = ?1 and id in (select value->>0 from json_each(?2))`,
      tenantId,
      JSON.stringify([...made].map(([id, expected]) => [id, JSON.stringify(expected)])),
    );
  },
});
