import { compileMapping } from '../../domain/mapping/compile-mapping.ts';
import type { CompiledMapping } from '../../domain/mapping/mapped-person.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import { referencedTables } from '../../domain/mapping/value-table.ts';
import type { Tables } from '../../jmespath/functions/lookup-tables.ts';
import type { TenantReader } from '../../store/open.ts';

/** By name, as a sync pins them. */
export type TableVersions = Record<string, number>;

/** @param body a mapping, checked or not */
export const tableVersionsInForce = (store: TenantReader, body: unknown): Promise<TableVersions> =>
  store.valueTables.versionsInForce(referencedTables(body));

/**
 * A missing table is left out: `checkMapping` refuses such a mapping, and with `compileMapping` the records that need
 * it fail.
 * @param body a mapping, checked or not; one expression as a text will do
 */
export const loadTables = async (store: TenantReader, body: unknown): Promise<Tables> =>
  (await loadTableVersions(store, await tableVersionsInForce(store, body))).tables;

/** With the tables in force. */
export const compileWithTables = async (store: TenantReader, mapping: Mapping): Promise<CompiledMapping> =>
  compileMapping(mapping, { tables: await loadTables(store, mapping) });

/** Throws when one is not stored. */
export async function loadTableVersions(
  store: TenantReader,
  versions: TableVersions,
): Promise<{ tables: Tables; characters: number }> {
  const stored = await store.valueTables.read(versions);
  const tables = Object.fromEntries(stored.map(({ name, entries }) => [name, entries]));
  const missing = Object.keys(versions).find((name) => !Object.hasOwn(tables, name));
  if (missing !== undefined) throw new Error(`Table ${missing}, version ${versions[missing]}, is not stored`);
  return { tables, characters: stored.reduce((sum, { size }) => sum + size, 0) };
}
