import { and, count, eq, exists, max, sql } from 'drizzle-orm';
import type { CaseResult } from '../../domain/mapping/cases.ts';
import { inList } from '../columns.ts';
import { excluded, insertIf } from '../insert.ts';
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
     * Also asks the schedule to wait for a reviewed dry run.
     * @param after the version that the admin saw
     * @returns the new version, or null when another one is in force: somebody else saved meanwhile
     */
    async save(
      mapping: Omit<MappingVersion, 'version'>,
      definitions: readonly AttributeDefinition[],
      after: number,
    ): Promise<number | null> {
      const { source, createdBy, createdAt } = mapping;
      const version = after + 1;
      const ofSource = and(eq(mappings.tenantId, tenantId), eq(mappings.source, source));
      const newest = db
        .select({ version: max(mappings.version) })
        .from(mappings)
        .where(ofSource);
      const isSaved = exists(
        db
          .select({ version: mappings.version })
          .from(mappings)
          .where(
            and(
              ofSource,
              eq(mappings.version, version),
              eq(mappings.createdAt, createdAt),
              eq(mappings.createdBy, createdBy),
            ),
          ),
      );
      const definitionRows = db
        .select({
          tenantId: sql`${tenantId}`.as('tenant_id'),
          key: sql`value->>'key'`.as('key'),
          type: sql`value->>'type'`.as('type'),
          export: sql`value->>'export'`.as('export'),
          position: sql`key`.as('position'),
        })
        .from(sql`json_each(${JSON.stringify(definitions)})`)
        .where(isSaved);
      const { key, type, export: isExported, position } = attributeDefinitions;
      const [inserted] = await db.batch([
        insertIf(mappings, { ...mapping, tenantId, version }, sql`${version} = 1 + coalesce(${newest}, 0)`),
        db
          .insert(attributeDefinitions)
          .select(definitionRows)
          .onConflictDoUpdate({
            target: [attributeDefinitions.tenantId, key],
            set: { type: excluded(type), export: excluded(isExported), position: excluded(position) },
          }),
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

    /** @returns its ID, or null when the source has `limit` cases already */
    async add(newCase: Omit<MappingCase, 'id'>, limit: number): Promise<number | null> {
      const caseCount = db
        .select({ count: count() })
        .from(mappingCases)
        .where(and(eq(mappingCases.tenantId, tenantId), eq(mappingCases.source, newCase.source)));
      const { meta } = await db.run(insertIf(mappingCases, { ...newCase, tenantId }, sql`${caseCount} < ${limit}`));
      return meta.changes === 1 ? meta.last_row_id : null;
    },

    async remove(id: number): Promise<boolean> {
      const { meta } = await db
        .delete(mappingCases)
        .where(and(eq(mappingCases.id, id), eq(mappingCases.tenantId, tenantId)));
      return meta.changes === 1;
    },

    /** @param results by the ID of the case */
    async updateExpected(results: ReadonlyMap<number, CaseResult>): Promise<void> {
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
     * Also asks the schedule to wait for a reviewed dry run of each of the sources.
     * @param after the version that the admin saw
     * @param sources whose mapping in force names the table
     * @returns the new version, or null when another one is in force: somebody else saved meanwhile
     */
    async save(
      table: Omit<ValueTableVersion, 'version'>,
      after: number,
      sources: readonly string[],
    ): Promise<number | null> {
      const { name, createdBy, createdAt } = table;
      const version = after + 1;
      const ofName = and(eq(valueTables.tenantId, tenantId), eq(valueTables.name, name));
      const newest = db
        .select({ version: max(valueTables.version) })
        .from(valueTables)
        .where(ofName);
      const isSaved = exists(
        db
          .select({ version: valueTables.version })
          .from(valueTables)
          .where(
            and(
              ofName,
              eq(valueTables.version, version),
              eq(valueTables.createdAt, createdAt),
              eq(valueTables.createdBy, createdBy),
            ),
          ),
      );
      const [inserted] = await db.batch([
        insertIf(valueTables, { ...table, tenantId, version }, sql`${version} = 1 + coalesce(${newest}, 0)`),
        db
          .update(dataSources)
          .set({ changedAt: createdAt })
          .where(and(eq(dataSources.tenantId, tenantId), inList(dataSources.kind, sources), isSaved)),
      ]);
      return inserted === 1 ? version : null;
    },
  };
};
