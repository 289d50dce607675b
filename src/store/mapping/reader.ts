import type { CaseResult } from '../../domain/mapping/cases.ts';
import type { TableEntries } from '../../domain/mapping/value-table.ts';
import type { AttributeType } from '../../domain/user/attributes.ts';
import type { StoreScope } from '../scope.ts';

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

interface MappingRow {
  source: string;
  version: number;
  body: string;
  note: string | null;
  created_by: string;
  created_at: number;
}

const toMappingVersion = (row: MappingRow): MappingVersion => ({
  source: row.source,
  version: row.version,
  body: JSON.parse(row.body),
  note: row.note,
  createdBy: row.created_by,
  createdAt: row.created_at,
});

/** A custom attribute as the mapping's writer defines it for the whole tenant. */
export interface AttributeDefinition {
  key: string;
  type: AttributeType;
  export: boolean;
}

/** Mappings of one tenant. */
export const mappingsReader = ({ db, tenantId, base }: StoreScope) => ({
  /** The mapping in force, or null. */
  async current(source: string): Promise<MappingVersion | null> {
    const row = await db.first<MappingRow>(
      'select * from mappings where tenant_id = ? and source = ? order by version desc limit 1',
      tenantId,
      source,
    );
    return row && toMappingVersion(row);
  },

  async version(source: string, version: number): Promise<MappingVersion | null> {
    const row = await db.first<MappingRow>(
      'select * from mappings where tenant_id = ? and source = ? and version = ?',
      tenantId,
      source,
      version,
    );
    return row && toMappingVersion(row);
  },

  /** The mapping in force of each data source that has one. */
  async inForce(): Promise<MappingVersion[]> {
    const rows = await db.all<MappingRow>(
      `select source, max(version) as version, body, note, created_by, created_at from mappings where tenant_id = ?
       group by source order by source`,
      tenantId,
    );
    return rows.map(toMappingVersion);
  },

  /** The unsaved mapping that a preview tries, or null. */
  async draft(sync: number): Promise<unknown> {
    const row = await db.first<{ body: string }>('select body from mapping_drafts where sync_id = ?', base + sync);
    return row && JSON.parse(row.body);
  },

  /** Newest first. */
  async versions(source: string, limit: number, before = Number.MAX_SAFE_INTEGER): Promise<MappingVersion[]> {
    const rows = await db.all<MappingRow>(
      'select * from mappings where tenant_id = ? and source = ? and version < ? order by version desc limit ?',
      tenantId,
      source,
      before,
      limit,
    );
    return rows.map(toMappingVersion);
  },

  /**
   * Saves a new version, with the attributes that it defines, and asks the schedule to wait for a reviewed dry run.
   * @param after the version that the writer saw; another one in force means that somebody else saved meanwhile
   * @returns the new version's number, or null for such a conflict
   */
  async save(
    mapping: Omit<MappingVersion, 'version'>,
    definitions: readonly AttributeDefinition[],
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
  async definitions(): Promise<AttributeDefinition[]> {
    const rows = await db.all<{ key: string; type: AttributeType; export: number }>(
      'select key, type, export from attribute_definitions where tenant_id = ? order by position, key',
      tenantId,
    );
    return rows.map((row) => ({ key: row.key, type: row.type, export: row.export === 1 }));
  },
});

/** A person pinned to a mapping: whoever changes the mapping learns what that does to them. */
export interface MappingCase {
  id: number;
  source: string;
  /** Whom it shows, in a few words. */
  label: string;
  /** The payload as it was received, or pasted. */
  payload: string;
  /** What the mapping made of it when it was pinned, or last accepted. */
  expected: CaseResult;
  createdBy: string;
  createdAt: number;
}

interface CaseRow {
  id: number;
  source: string;
  label: string;
  payload: string;
  expected: string;
  created_by: string;
  created_at: number;
}

const toMappingCase = (row: CaseRow): MappingCase => ({
  id: row.id,
  source: row.source,
  label: row.label,
  payload: row.payload,
  expected: JSON.parse(row.expected),
  createdBy: row.created_by,
  createdAt: row.created_at,
});

/** Cases of one tenant's mappings. */
export const mappingCasesReader = ({ db, tenantId }: StoreScope) => ({
  /** In the order in which they were pinned. */
  async list(source: string): Promise<MappingCase[]> {
    const rows = await db.all<CaseRow>(
      'select * from mapping_cases where tenant_id = ? and source = ? order by id',
      tenantId,
      source,
    );
    return rows.map(toMappingCase);
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
  async expect(made: ReadonlyMap<number, CaseResult>): Promise<void> {
    if (made.size === 0) return;
    await db.run(
      `update mapping_cases set expected = (select value->>1 from json_each(?2) where value->>0 = mapping_cases.id)
       where tenant_id = ?1 and id in (select value->>0 from json_each(?2))`,
      tenantId,
      JSON.stringify([...made].map(([id, expected]) => [id, JSON.stringify(expected)])),
    );
  },
});

/** One immutable version of a value table. */
export interface ValueTableVersion {
  name: string;
  version: number;
  /** Null: with this version an admin removed the table. */
  entries: TableEntries | null;
  createdBy: string;
  createdAt: number;
}

/** A version without its rows. */
export interface ValueTableSummary extends Omit<ValueTableVersion, 'entries'> {
  /** How many rows it has; null when the table was removed. */
  size: number | null;
}

interface ValueTableRow {
  name: string;
  version: number;
  entries: string | null;
  created_by: string;
  created_at: number;
}
type ValueTableSummaryRow = Omit<ValueTableRow, 'entries'> & { size: number | null };

const aboutRow = (row: Omit<ValueTableRow, 'entries'>) => ({
  name: row.name,
  version: row.version,
  createdBy: row.created_by,
  createdAt: row.created_at,
});
const toValueTableVersion = (row: ValueTableRow): ValueTableVersion => ({
  ...aboutRow(row),
  entries: row.entries === null ? null : JSON.parse(row.entries),
});
const toValueTableSummary = (row: ValueTableSummaryRow): ValueTableSummary => ({ ...aboutRow(row), size: row.size });

const SUMMARY = `name, version, created_by, created_at,
  case when entries is null then null else (select count(*) from json_each(entries)) end as size`;

/** With max() SQLite takes the other columns from that same row: the newest version of each name. */
const NEWEST = `select name, max(version) as version, entries, created_by, created_at from value_tables where tenant_id = ?1`;

/** Value tables of one tenant. */
export const valueTablesReader = ({ db, tenantId }: StoreScope) => ({
  /** The tables in force, by name. */
  async list(): Promise<ValueTableSummary[]> {
    const rows = await db.all<ValueTableSummaryRow>(
      `select ${SUMMARY} from (${NEWEST} group by name) where entries is not null order by name`,
      tenantId,
    );
    return rows.map(toValueTableSummary);
  },

  /** Versions in force of those of these tables that there are. */
  async versionsInForce(names: readonly string[]): Promise<Record<string, number>> {
    if (names.length === 0) return {};
    const rows = await db.all<{ name: string; version: number }>(
      `select name, version from (${NEWEST} and name in (select value from json_each(?2)) group by name) where entries is not null`,
      tenantId,
      JSON.stringify(names),
    );
    return Object.fromEntries(rows.map(({ name, version }) => [name, version]));
  },

  /** The newest version of a table, also when with it the table was removed; null when there never was one. */
  async newest(name: string): Promise<ValueTableVersion | null> {
    const row = await db.first<ValueTableRow>(
      'select * from value_tables where tenant_id = ? and name = ? order by version desc limit 1',
      tenantId,
      name,
    );
    return row && toValueTableVersion(row);
  },

  async version(name: string, version: number): Promise<ValueTableVersion | null> {
    const row = await db.first<ValueTableRow>(
      'select * from value_tables where tenant_id = ? and name = ? and version = ?',
      tenantId,
      name,
      version,
    );
    return row && toValueTableVersion(row);
  },

  /** Stored versions, with how many characters each takes. Those that were a removal, or are not there, are left out. */
  async read(
    versions: Readonly<Record<string, number>>,
  ): Promise<{ name: string; entries: TableEntries; size: number }[]> {
    if (Object.keys(versions).length === 0) return [];
    const rows = await db.all<{ name: string; entries: string }>(
      `select t.name, t.entries from json_each(?2) wanted join value_tables t
         on t.tenant_id = ?1 and t.name = wanted.key and t.version = wanted.value where t.entries is not null`,
      tenantId,
      JSON.stringify(versions),
    );
    return rows.map(({ name, entries }) => ({ name, entries: JSON.parse(entries), size: entries.length }));
  },

  /** Newest first. */
  async versions(name: string, limit: number, before = Number.MAX_SAFE_INTEGER): Promise<ValueTableSummary[]> {
    const rows = await db.all<ValueTableSummaryRow>(
      `select ${SUMMARY} from value_tables where tenant_id = ? and name = ? and version < ? order by version desc limit ?`,
      tenantId,
      name,
      before,
      limit,
    );
    return rows.map(toValueTableSummary);
  },

  /** What the tables in force take together, without one of them. */
  async takenBeside(name: string): Promise<{ tables: number; bytes: number }> {
    const row = await db.first<{ tables: number; bytes: number | null }>(
      `select count(*) as tables, sum(length(cast(entries as blob))) as bytes
       from (${NEWEST} and name <> ?2 group by name) where entries is not null`,
      tenantId,
      name,
    );
    return { tables: row?.tables ?? 0, bytes: row?.bytes ?? 0 };
  },

  /**
   * Saves a new version, and asks the schedule to wait for a reviewed dry run of each data source whose mapping names the
   * table.
   * @param after the version that the writer saw; another one in force means that somebody else saved meanwhile
   * @param sources data sources whose mapping in force names it
   * @returns the new version's number, or null for such a conflict
   */
  async save(
    { name, entries, createdBy, createdAt }: Omit<ValueTableVersion, 'version'>,
    after: number,
    sources: readonly string[],
  ): Promise<number | null> {
    const version = after + 1;
    const insert = db
      .prepare(
        `insert into value_tables (tenant_id, name, version, entries, created_by, created_at)
         select ?1, ?2, ?3, ?4, ?5, ?6 where ?3 = 1 + coalesce((select max(version) from value_tables where tenant_id = ?1 and name = ?2), 0)`,
      )
      .bind(tenantId, name, version, entries === null ? null : JSON.stringify(entries), createdBy, createdAt);
    const touch = db
      .prepare(
        `update data_sources set changed_at = ?4 where tenant_id = ?1 and kind in (select value from json_each(?6)) and exists
           (select 1 from value_tables where tenant_id = ?1 and name = ?2 and version = ?3 and created_at = ?4 and created_by = ?5)`,
      )
      .bind(tenantId, name, version, createdAt, createdBy, JSON.stringify(sources));
    const [inserted] = await db.batch([insert, touch]);
    return inserted?.meta.changes === 1 ? version : null;
  },
});
