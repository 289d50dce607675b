import type { Entries } from '../domain/mapping/value-table.ts';
import type { StoreScope } from './scope.ts';

/** One immutable version of a value table. */
export interface TableVersion {
  name: string;
  version: number;
  /** Null: with this version an admin removed the table. */
  entries: Entries | null;
  createdBy: string;
  createdAt: number;
}

/** A version without its rows. */
export interface TableSummary extends Omit<TableVersion, 'entries'> {
  /** How many rows it has; null when the table was removed. */
  size: number | null;
}

interface Row {
  name: string;
  version: number;
  entries: string | null;
  created_by: string;
  created_at: number;
}
type SummaryRow = Omit<Row, 'entries'> & { size: number | null };

const aboutRow = (row: Omit<Row, 'entries'>) => ({
  name: row.name,
  version: row.version,
  createdBy: row.created_by,
  createdAt: row.created_at,
});
const fromRow = (row: Row): TableVersion => ({
  ...aboutRow(row),
  entries: row.entries === null ? null : JSON.parse(row.entries),
});
const fromSummary = (row: SummaryRow): TableSummary => ({ ...aboutRow(row), size: row.size });

const SUMMARY = `name, version, created_by, created_at,
  case when entries is null then null else (select count(*) from json_each(entries)) end as size`;

/** With max() SQLite takes the other columns from that same row: the newest version of each name. */
const NEWEST = `select name, max(version) as version, entries, created_by, created_at from value_tables where tenant_id = ?1`;

/** Value tables of one tenant. */
export const valueTablesOf = ({ db, tenantId }: StoreScope) => ({
  /** The tables in force, by name. */
  async list(): Promise<TableSummary[]> {
    const rows = await db.all<SummaryRow>(
      `select ${SUMMARY} from (${NEWEST} group by name) where entries is not null order by name`,
      tenantId,
    );
    return rows.map(fromSummary);
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
  async newest(name: string): Promise<TableVersion | null> {
    const row = await db.first<Row>(
      'select * from value_tables where tenant_id = ? and name = ? order by version desc limit 1',
      tenantId,
      name,
    );
    return row && fromRow(row);
  },

  async version(name: string, version: number): Promise<TableVersion | null> {
    const row = await db.first<Row>(
      'select * from value_tables where tenant_id = ? and name = ? and version = ?',
      tenantId,
      name,
      version,
    );
    return row && fromRow(row);
  },

  /** Stored versions, with how many characters each takes. Those that were a removal, or are not there, are left out. */
  async read(versions: Readonly<Record<string, number>>): Promise<{ name: string; entries: Entries; size: number }[]> {
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
  async versions(name: string, limit: number, before = Number.MAX_SAFE_INTEGER): Promise<TableSummary[]> {
    const rows = await db.all<SummaryRow>(
      `select ${SUMMARY} from value_tables where tenant_id = ? and name = ? and version < ? order by version desc limit ?`,
      tenantId,
      name,
      before,
      limit,
    );
    return rows.map(fromSummary);
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
    { name, entries, createdBy, createdAt }: Omit<TableVersion, 'version'>,
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
