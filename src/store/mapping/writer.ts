import { and, eq, sql } from 'drizzle-orm';
import type { CaseResult } from '../../domain/mapping/cases.ts';
import { inList } from '../columns.ts';
import type { StoreScope } from '../scope.ts';
import { dataSources } from '../sources/tables.ts';
import {
  type AttributeDefinition,
  type MappingCase,
  type MappingVersion,
  mappingCasesReader,
  mappingsReader,
  type ValueTableVersion,
  valueTablesReader,
} from './reader.ts';
import { attributeDefinitions, mappingCases, mappings, valueTables } from './tables.ts';

export const mappingsWriter = (scope: StoreScope) => {
  const { db, tenantId } = scope;
  return {
    ...mappingsReader(scope),

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
      const isSaved = sql`exists (select 1 from ${mappings} where tenant_id = ${tenantId} and source = ${source}
        and version = ${version} and created_at = ${createdAt} and created_by = ${createdBy})`;
      const [inserted] = await db.batch([
        sql`insert into ${mappings} (tenant_id, source, version, body, note, created_by, created_at)
          select ${tenantId}, ${source}, ${version}, ${JSON.stringify(body)}, ${note}, ${createdBy}, ${createdAt}
          where ${version} = 1 + coalesce((select max(version) from ${mappings} where tenant_id = ${tenantId} and source = ${source}), 0)`,
        sql`insert into ${attributeDefinitions} (tenant_id, key, type, export, position)
          select ${tenantId}, value->>'key', value->>'type', value->>'export', key from json_each(${JSON.stringify(definitions)})
          where ${isSaved}
          on conflict (tenant_id, key) do update set type = excluded.type, export = excluded.export, position = excluded.position`,
        db
          .update(dataSources)
          .set({ changedAt: createdAt })
          .where(and(eq(dataSources.tenantId, tenantId), eq(dataSources.kind, source), isSaved)),
      ]);
      return inserted === 1 ? version : null;
    },
  };
};

export const mappingCasesWriter = (scope: StoreScope) => {
  const { db, tenantId } = scope;
  return {
    ...mappingCasesReader(scope),

    /**
     * @param limit how many a source may have
     * @returns its ID, or null when there are as many already
     */
    async add(added: Omit<MappingCase, 'id'>, limit: number): Promise<number | null> {
      const { source, label, payload, expected, createdBy, createdAt } = added;
      const { meta } = await db.run(sql`insert into ${mappingCases}
          (tenant_id, source, label, payload, expected, created_by, created_at)
        select ${tenantId}, ${source}, ${label}, ${payload}, ${JSON.stringify(expected)}, ${createdBy}, ${createdAt}
        where (select count(*) from ${mappingCases} where tenant_id = ${tenantId} and source = ${source}) < ${limit}`);
      return meta.changes === 1 ? meta.last_row_id : null;
    },

    /** @returns false when there is no such case */
    async remove(id: number): Promise<boolean> {
      const { meta } = await db
        .delete(mappingCases)
        .where(and(eq(mappingCases.id, id), eq(mappingCases.tenantId, tenantId)));
      return meta.changes === 1;
    },

    /** From now on these are what is expected, by the ID of the case. */
    async expect(results: ReadonlyMap<number, CaseResult>): Promise<void> {
      if (results.size === 0) return;
      const list = JSON.stringify([...results].map(([id, expected]) => [id, JSON.stringify(expected)]));
      await db
        .update(mappingCases)
        .set({ expected: sql`(select value->>1 from json_each(${list}) where value->>0 = ${mappingCases.id})` })
        .where(
          and(
            eq(mappingCases.tenantId, tenantId),
            sql`${mappingCases.id} in (select value->>0 from json_each(${list}))`,
          ),
        );
    },
  };
};

export const valueTablesWriter = (scope: StoreScope) => {
  const { db, tenantId } = scope;
  return {
    ...valueTablesReader(scope),

    /**
     * Saves a new version, and asks the schedule to wait for a reviewed dry run of each data source whose mapping names
     * the table.
     * @param after the version that the writer saw; another one in force means that somebody else saved meanwhile
     * @param sources data sources whose mapping in force names it
     * @returns the new version's number, or null for such a conflict
     */
    async save(
      table: Omit<ValueTableVersion, 'version'>,
      after: number,
      sources: readonly string[],
    ): Promise<number | null> {
      const { name, entries, createdBy, createdAt } = table;
      const version = after + 1;
      const stored = entries === null ? null : JSON.stringify(entries);
      const [inserted] = await db.batch([
        sql`insert into ${valueTables} (tenant_id, name, version, entries, created_by, created_at)
          select ${tenantId}, ${name}, ${version}, ${stored}, ${createdBy}, ${createdAt}
          where ${version} = 1 + coalesce((select max(version) from ${valueTables} where tenant_id = ${tenantId} and name = ${name}), 0)`,
        db
          .update(dataSources)
          .set({ changedAt: createdAt })
          .where(
            and(
              eq(dataSources.tenantId, tenantId),
              inList(dataSources.kind, sources),
              sql`exists (select 1 from ${valueTables} where tenant_id = ${tenantId} and name = ${name}
                and version = ${version} and created_at = ${createdAt} and created_by = ${createdBy})`,
            ),
          ),
      ]);
      return inserted === 1 ? version : null;
    },
  };
};
