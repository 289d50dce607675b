import { compileMapping } from '../../domain/mapping/compile-mapping.ts';
import type { CompiledMapping } from '../../domain/mapping/mapped-person.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import { referencedTables } from '../../domain/mapping/value-table.ts';
import type { Tables } from '../../jmespath/functions/lookup-tables.ts';
import type { TenantReader } from '../../store/open.ts';

/** Versions of value tables, by name, as a sync pins them. */
export type TableVersions = Record<string, number>;

/** The versions in force of the tables that a mapping names. */
export const tableVersionsInForce = (store: TenantReader, body: unknown): Promise<TableVersions> =>
  store.valueTables.versionsInForce(referencedTables(body));

/**
 * The tables in force that a mapping names. One that is not there is left out: `checkMapping` refuses such a mapping, and
 * with `compileMapping` the records fail that need it.
 * @param body a mapping, checked or not; one expression as a text will do
 */
export const loadTables = async (store: TenantReader, body: unknown): Promise<Tables> =>
  (await loadTableVersions(store, await tableVersionsInForce(store, body))).tables;

/** A mapping with the tables in force. */
export const compileWithTables = async (store: TenantReader, mapping: Mapping): Promise<CompiledMapping> =>
  compileMapping(mapping, { tables: await loadTables(store, mapping) });

/** Tables of the given versions, with how many characters they take. */
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
