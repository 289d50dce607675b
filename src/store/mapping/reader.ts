import { and, asc, desc, eq, getTableColumns, isNotNull, lt, ne, type SQL, sql } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import { inList } from '../columns.ts';
import type { StoreScope } from '../scope.ts';
import { attributeDefinitions, mappingCases, mappings, valueTables } from './tables.ts';

const { tenantId: _ofMapping, ...mappingColumns } = getTableColumns(mappings);
const { body: _body, ...mappingSummaryColumns } = mappingColumns;
const { tenantId: _ofCase, ...caseColumns } = getTableColumns(mappingCases);
const { tenantId: _ofTable, ...tableColumns } = getTableColumns(valueTables);
const { entries, ...tableSummaryColumns } = tableColumns;
const { key, type, export: isExported } = attributeDefinitions;

export type MappingVersion = Omit<typeof mappings.$inferSelect, 'tenantId'>;
export type MappingVersionSummary = Omit<MappingVersion, 'body'>;
export type AttributeDefinition = Pick<typeof attributeDefinitions.$inferSelect, 'key' | 'type' | 'export'>;
export type MappingCase = Omit<typeof mappingCases.$inferSelect, 'tenantId'>;
export type ValueTableVersion = Omit<typeof valueTables.$inferSelect, 'tenantId'>;
/** `size` is how many entries it has; null when the table was removed. */
export type ValueTableSummary = Omit<ValueTableVersion, 'entries'> & { size: number | null };

export const mappingsReader = ({ db, tenantId }: StoreScope) => {
  const ofSource = (source: string) => and(eq(mappings.tenantId, tenantId), eq(mappings.source, source));
  return {
    async current(source: string): Promise<MappingVersion | null> {
      const newest = await db
        .select(mappingColumns)
        .from(mappings)
        .where(ofSource(source))
        .orderBy(desc(mappings.version))
        .limit(1)
        .get();
      return newest ?? null;
    },

    async version(source: string, version: number): Promise<MappingVersion | null> {
      const found = await db
        .select(mappingColumns)
        .from(mappings)
        .where(and(ofSource(source), eq(mappings.version, version)))
        .get();
      return found ?? null;
    },

    /** With max() SQLite takes the other columns from its row. */
    inForce: (): Promise<MappingVersion[]> =>
      db
        .select({ ...mappingColumns, version: newestVersion(mappings.version) })
        .from(mappings)
        .where(eq(mappings.tenantId, tenantId))
        .groupBy(mappings.source)
        .orderBy(asc(mappings.source)),

    /** Newest first. */
    versions: (source: string, limit: number, before = Number.MAX_SAFE_INTEGER): Promise<MappingVersionSummary[]> =>
      db
        .select(mappingSummaryColumns)
        .from(mappings)
        .where(and(ofSource(source), lt(mappings.version, before)))
        .orderBy(desc(mappings.version))
        .limit(limit),

    definitions: (): Promise<AttributeDefinition[]> =>
      db
        .select({ key, type, export: isExported })
        .from(attributeDefinitions)
        .where(eq(attributeDefinitions.tenantId, tenantId))
        .orderBy(asc(attributeDefinitions.position), asc(key)),
  };
};

export const mappingCasesReader = ({ db, tenantId }: StoreScope) => ({
  /** In the order in which they were pinned. */
  list: (source: string): Promise<MappingCase[]> =>
    db
      .select(caseColumns)
      .from(mappingCases)
      .where(and(eq(mappingCases.tenantId, tenantId), eq(mappingCases.source, source)))
      .orderBy(asc(mappingCases.id)),
});

export const valueTablesReader = ({ db, tenantId }: StoreScope) => {
  const inTenant = eq(valueTables.tenantId, tenantId);
  const ofName = (name: string) => and(inTenant, eq(valueTables.name, name));
  /** Removals among them. */
  const newestOfEach = (condition?: SQL) =>
    db
      .select({ ...tableColumns, version: newestVersion(valueTables.version) })
      .from(valueTables)
      .where(and(inTenant, condition))
      .groupBy(valueTables.name)
      .as('newest');
  return {
    /** In force, by name: without removed ones. */
    async list(): Promise<ValueTableSummary[]> {
      const newest = newestOfEach();
      return db
        .select({
          name: newest.name,
          version: newest.version,
          createdBy: newest.createdBy,
          createdAt: newest.createdAt,
          size: entryCount(newest.entries),
        })
        .from(newest)
        .where(isNotNull(newest.entries))
        .orderBy(asc(newest.name));
    },

    /** By name; tables that do not exist are left out. */
    async versionsInForce(names: readonly string[]): Promise<Record<string, number>> {
      if (names.length === 0) return {};
      const newest = newestOfEach(inList(valueTables.name, names));
      const rows = await db
        .select({ name: newest.name, version: newest.version })
        .from(newest)
        .where(isNotNull(newest.entries));
      return Object.fromEntries(rows.map(({ name, version }) => [name, version]));
    },

    /** Also when with it the table was removed; null when there never was one. */
    async newest(name: string): Promise<ValueTableVersion | null> {
      const found = await db
        .select(tableColumns)
        .from(valueTables)
        .where(ofName(name))
        .orderBy(desc(valueTables.version))
        .limit(1)
        .get();
      return found ?? null;
    },

    async version(name: string, version: number): Promise<ValueTableVersion | null> {
      const found = await db
        .select(tableColumns)
        .from(valueTables)
        .where(and(ofName(name), eq(valueTables.version, version)))
        .get();
      return found ?? null;
    },

    /** @param versions by name @returns `size` in characters; removed tables are left out */
    async read(versions: Readonly<Record<string, number>>) {
      if (Object.keys(versions).length === 0) return [];
      const rows = await db
        .select({
          name: valueTables.name,
          entries: valueTables.entries,
          size: sql<number>`length(${valueTables.entries})`.as('size'),
        })
        .from(sql`json_each(${JSON.stringify(versions)}) wanted`)
        .innerJoin(
          valueTables,
          and(inTenant, sql`${valueTables.name} = wanted.key`, sql`${valueTables.version} = wanted.value`),
        )
        .where(isNotNull(valueTables.entries));
      return rows.flatMap(({ entries, ...row }) => (entries === null ? [] : { ...row, entries }));
    },

    /** Newest first. */
    versions: (name: string, limit: number, before = Number.MAX_SAFE_INTEGER): Promise<ValueTableSummary[]> =>
      db
        .select({ ...tableSummaryColumns, size: entryCount(entries) })
        .from(valueTables)
        .where(and(ofName(name), lt(valueTables.version, before)))
        .orderBy(desc(valueTables.version))
        .limit(limit),

    async totalsWithout(name: string): Promise<{ tables: number; bytes: number }> {
      const newest = newestOfEach(ne(valueTables.name, name));
      const totals = await db
        .select({
          tables: sql<number>`count(*)`.as('tables'),
          bytes: sql<number>`coalesce(sum(length(cast(${newest.entries} as blob))), 0)`.as('bytes'),
        })
        .from(newest)
        .where(isNotNull(newest.entries))
        .get();
      return totals ?? { tables: 0, bytes: 0 };
    },
  };
};

const newestVersion = (version: SQLiteColumn) => sql<number>`max(${version})`.as('version');

const entryCount = (entries: SQLiteColumn) =>
  sql<number | null>`case when ${entries} is null then null else (select count(*) from json_each(${entries})) end`.as(
    'size',
  );
