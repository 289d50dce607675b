import {
  checkTableName,
  entriesByteLength,
  MAX_TABLES,
  MAX_TOTAL_TABLE_BYTES,
  referencedTables,
  TABLE_NAME_PATTERN,
  type TableEntries,
} from '../../domain/mapping/value-table.ts';
import { type Fault, fault } from '../../domain/shared/fault.ts';
import { SOURCE_KINDS, SOURCE_NAMES, type SourceKind } from '../../domain/shared/source-kinds.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { ValueTableVersion } from '../../store/mapping/reader.ts';
import type { TenantReader } from '../../store/open.ts';
import { openTenantForWriting, type TenantWriter } from '../../store/open-for-writing.ts';
import type { Tenant } from '../../store/tenants/reader.ts';

export interface SaveTableRequest {
  name: string;
  /** Checked by `checkRows`. */
  entries: TableEntries;
  /** The version in force that the admin saw, 0 for none; null for whichever is in force. */
  baseVersion: number | null;
}

export async function sourcesUsingTable(store: TenantReader, name: string): Promise<SourceKind[]> {
  const using = (await store.mappings.inForce()).filter(({ body }) => referencedTables(body).includes(name));
  return SOURCE_KINDS.filter((kind) => using.some(({ source }) => source === kind));
}

/**
 * If a mapping in force names the table, this counts as a change of the mapping: the schedule waits for a reviewed dry
 * run.
 * @returns faults `invalid_table`, `version_conflict` (details: `version`); nothing is changed then
 */
export async function saveTable(
  env: Env,
  tenant: Tenant,
  { name, entries, baseVersion }: SaveTableRequest,
  by: string,
): Promise<Result<ValueTableVersion, Fault>> {
  const store = openTenantForWriting(env, tenant);
  const refusal = checkTableName(name) ?? (await checkTableLimits(store, name, entries));
  if (refusal) return fail(refusal);
  return writeTable(store, name, entries, baseVersion, by);
}

/**
 * Its versions stay, for the syncs that used them.
 * @returns faults `not_found`, `table_in_use` (details: `sources`), `version_conflict`; nothing is changed then
 */
export async function removeTable(
  env: Env,
  tenant: Tenant,
  name: string,
  by: string,
): Promise<Result<ValueTableVersion, Fault>> {
  const store = openTenantForWriting(env, tenant);
  const newest = TABLE_NAME_PATTERN.test(name) ? await store.valueTables.newest(name) : null;
  if (newest === null || newest.entries === null) return fail(fault('not_found', { what: 'named_table', name }));
  const sources = await sourcesUsingTable(store, name);
  if (sources.length > 0) {
    const params = { table: name, sources: sources.map((kind) => SOURCE_NAMES[kind]) };
    return fail(fault('table_in_use', params, { sources }));
  }
  return writeTable(store, name, null, newest.version, by);
}

async function checkTableLimits(store: TenantReader, name: string, entries: TableEntries): Promise<Fault | null> {
  const others = await store.valueTables.totalsWithout(name);
  if (others.tables >= MAX_TABLES) return fault('invalid_table', { problem: 'too_many_tables', limit: MAX_TABLES });
  return others.bytes + entriesByteLength(entries) > MAX_TOTAL_TABLE_BYTES
    ? fault('invalid_table', { problem: 'all_too_large' })
    : null;
}

async function writeTable(
  store: TenantWriter,
  name: string,
  entries: TableEntries | null,
  baseVersion: number | null,
  by: string,
): Promise<Result<ValueTableVersion, Fault>> {
  const seen = baseVersion ?? (await store.valueTables.newest(name))?.version ?? 0;
  const now = Date.now();
  const table = { name, entries, createdBy: by, createdAt: now };
  const saved = await store.valueTables.save(table, seen, await sourcesUsingTable(store, name));
  if (saved === null) {
    const current = (await store.valueTables.newest(name))?.version ?? 0;
    return fail(fault('version_conflict', { of: 'table', name, current, seen }, { version: current }));
  }
  const action = entries === null ? 'table_removed' : 'table_saved';
  await store.audit.record(by, action, { table: name, version: saved }, now);
  return ok({ ...table, version: saved });
}
