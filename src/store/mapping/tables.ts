import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { z } from 'zod';
import { caseResultSchema } from '../../domain/mapping/cases.ts';
import { mappingSchema } from '../../domain/mapping/mapping.ts';
import type { TableEntries } from '../../domain/mapping/value-table.ts';
import { ATTRIBUTE_TYPES } from '../../domain/user/attributes.ts';
import { enumColumn, jsonColumn } from '../columns.ts';

/** Immutable versions; the newest of a source is in force. */
export const mappings = sqliteTable(
  'mappings',
  {
    tenantId: integer('tenant_id').notNull(),
    source: text().notNull(),
    version: integer().notNull(),
    /** A rule that is added to the schema must let through what earlier versions hold. */
    body: jsonColumn(mappingSchema).notNull(),
    note: text(),
    createdBy: text('created_by').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.source, t.version] })],
);

/** Not a record schema: that would take ten thousand rows apart, and lose one whose value received is `__proto__`. */
const tableEntriesSchema = z.unknown().transform((stored, context): TableEntries => {
  if (isTableEntries(stored)) return stored;
  context.addIssue({ code: 'custom', message: 'Not the entries of a value table' });
  return z.NEVER;
});

const isTableEntries = (stored: unknown): stored is TableEntries =>
  typeof stored === 'object' &&
  stored !== null &&
  !Array.isArray(stored) &&
  Object.values(stored).every((meant) => typeof meant === 'string');

/** Immutable versions; the newest of a name is in force. */
export const valueTables = sqliteTable(
  'value_tables',
  {
    tenantId: integer('tenant_id').notNull(),
    name: text().notNull(),
    version: integer().notNull(),
    /** Value received → value meant; null when an admin removed the table. */
    entries: jsonColumn(tableEntriesSchema),
    createdBy: text('created_by').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.name, t.version] })],
);

/** Regression cases: whoever changes the mapping learns what that does to these people. */
export const mappingCases = sqliteTable(
  'mapping_cases',
  {
    id: integer().primaryKey(),
    tenantId: integer('tenant_id').notNull(),
    source: text().notNull(),
    label: text().notNull(),
    /** As it was received, or pasted. */
    payload: text().notNull(),
    /** What the mapping in force made of it when it was pinned, or last accepted. */
    expected: jsonColumn(caseResultSchema).notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [index('mapping_cases_by_source').on(t.tenantId, t.source)],
);

/** Which custom attributes exist belongs to the tenant, not to a mapping. */
export const attributeDefinitions = sqliteTable(
  'attribute_definitions',
  {
    tenantId: integer('tenant_id').notNull(),
    key: text().notNull(),
    type: enumColumn(ATTRIBUTE_TYPES).notNull(),
    export: integer({ mode: 'boolean' }).notNull().default(true),
    position: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.key] })],
);
