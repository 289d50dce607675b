import type { AttributeType } from '../domain/user/attributes.ts';
import type { StoreScope } from './scope.ts';

/** One immutable version of a mapping. */
export interface MappingVersion {
  source: string;
  version: number;
  /** As PUT, already checked; domain/mapping/mapping.ts reads it. */
  body: unknown;
  note: string | null;
  createdBy: string;
  createdAt: number;
}

interface Row {
  source: string;
  version: number;
  body: string;
  note: string | null;
  created_by: string;
  created_at: number;
}

const fromRow = (row: Row): MappingVersion => ({
  source: row.source,
  version: row.version,
  body: JSON.parse(row.body),
  note: row.note,
  createdBy: row.created_by,
  createdAt: row.created_at,
});

/** A custom attribute as the mapping's writer defines it for the whole tenant. */
export interface Definition {
  key: string;
  type: AttributeType;
  export: boolean;
}

/** Mappings of one tenant. */
export const mappingsOf = ({ db, tenantId, base }: StoreScope) => ({
  /** The mapping in force, or null. */
  async current(source: string): Promise<MappingVersion | null> {
    const row = await db.first<Row>(
      'select * from mappings where tenant_id = ? and source = ? order by version desc limit 1',
      tenantId,
      source,
    );
    return row && fromRow(row);
  },

  async version(source: string, version: number): Promise<MappingVersion | null> {
    const row = await db.first<Row>(
      'select * from mappings where tenant_id = ? and source = ? and version = ?',
      tenantId,
      source,
      version,
    );
    return row && fromRow(row);
  },

  /** The mapping in force of each data source that has one. */
  async inForce(): Promise<MappingVersion[]> {
    const rows = await db.all<Row>(
      `select source, max(version) as version, body, note, created_by, created_at from mappings where tenant_id = ?
       group by source order by source`,
      tenantId,
    );
    return rows.map(fromRow);
  },

  /** The unsaved mapping that a preview tries, or null. */
  async draft(sync: number): Promise<unknown> {
    const row = await db.first<{ body: string }>('select body from mapping_drafts where sync_id = ?', base + sync);
    return row && JSON.parse(row.body);
  },

  /** Newest first. */
  async versions(source: string, limit: number, before = Number.MAX_SAFE_INTEGER): Promise<MappingVersion[]> {
    const rows = await db.all<Row>(
      'select * from mappings where tenant_id = ? and source = ? and version < ? order by version desc limit ?',
      tenantId,
      source,
      before,
      limit,
    );
    return rows.map(fromRow);
  },

  /**
   * Saves a new version, with the attributes that it defines, and asks the schedule to wait for a reviewed dry run.
   * @param after the version that the writer saw; another one in force means that somebody else saved meanwhile
   * @returns the new version's number, or null for such a conflict
   */
  async save(
    mapping: Omit<MappingVersion, 'version'>,
    definitions: readonly Definition[],
    after: number,
  ): Promise<number | null> {
    const { source, body, note, createdBy, createdAt } = mapping;
    const version = after + 1;
    const insert = db
      .prepare(
        `insert into mappings (tenant_id, source, version, body, note, created_by, created_at)
         select ?1, ?2, ?3, ?4, ?5, ?6, ?7 where ?3 = 1 + coalesce((select max(version) from mappings where tenant_id = ?1 and source = ?2), 0)`,
      )
      .bind(tenantId, source, version, JSON.stringify(body), note, createdBy, createdAt);
    const won =
      'exists (select 1 from mappings where tenant_id = ?1 and source = ?2 and version = ?3 and created_at = ?4 and created_by = ?5)';
    const own = [tenantId, source, version, createdAt, createdBy] as const;
    const define = db
      .prepare(
        `insert into attribute_definitions (tenant_id, key, type, export, position)
         select ?1, value->>'key', value->>'type', value->>'export', key from json_each(?6) where ${won}
         on conflict (tenant_id, key) do update set type = excluded.type, export = excluded.export, position = excluded.position`,
      )
      .bind(...own, JSON.stringify(definitions));
    const touch = db
      .prepare(`update data_sources set changed_at = ?4 where tenant_id = ?1 and kind = ?2 and ${won}`)
      .bind(...own);
    const [inserted] = await db.batch([insert, define, touch]);
    return inserted?.meta.changes === 1 ? version : null;
  },

  /** Custom attributes of the tenant, in their order. */
  async definitions(): Promise<Definition[]> {
    const rows = await db.all<{ key: string; type: AttributeType; export: number }>(
      'select key, type, export from attribute_definitions where tenant_id = ? order by position, key',
      tenantId,
    );
    return rows.map((row) => ({ key: row.key, type: row.type, export: row.export === 1 }));
  },
});
