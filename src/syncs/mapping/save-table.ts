import { type Fault, fault } from '../../domain/fault.ts';
import { tableNamesIn } from '../../domain/mapping/table-names.ts';
import {
  bytesOf,
  checkTableName,
  type Entries,
  MOST_TABLES,
  MOST_TABLES_BYTES,
  TABLE_NAME,
} from '../../domain/mapping/value-table.ts';
import { SOURCE_KINDS, SOURCE_NAMES, type SourceKind } from '../../domain/sync/words.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { openTenant, type StepStore } from '../../store/open.ts';
import type { Tenant } from '../../store/tenants.ts';
import type { TableVersion } from '../../store/value-tables.ts';

export interface TableRequest {
  name: string;
  /** Rows that have been through `checkRows`. */
  entries: Entries;
  /** The version that the writer saw, 0 for none; null takes the one in force. */
  version: number | null;
}

/** Data sources whose mapping in force looks values up in a table. */
export async function sourcesNaming(store: StepStore, name: string): Promise<SourceKind[]> {
  const naming = (await store.mappings.inForce()).filter(({ body }) => tableNamesIn(body).includes(name));
  return SOURCE_KINDS.filter((kind) => naming.some(({ source }) => source === kind));
}

/**
 * Saves a new version of a value table. Where a mapping in force names it, that is a change of the mapping: the schedule
 * waits for a reviewed dry run.
 * @returns faults `invalid_table`, `version_conflict` (details: `version`); nothing is changed then
 */
export async function saveTable(
  env: Env,
  tenant: Tenant,
  { name, entries, version }: TableRequest,
  by: string,
): Promise<Result<TableVersion, Fault>> {
  const store = openTenant(env, tenant);
  const refusal = checkTableName(name) ?? (await fullFault(store, name, entries));
  if (refusal) return fail(refusal);
  return write(store, name, entries, version, by);
}

/**
 * Removes a value table; its versions stay, for the syncs that used them.
 * @returns faults `not_found`, `table_in_use` (details: `sources`), `version_conflict`; nothing is changed then
 */
export async function removeTable(
  env: Env,
  tenant: Tenant,
  name: string,
  by: string,
): Promise<Result<TableVersion, Fault>> {
  const store = openTenant(env, tenant);
  const newest = TABLE_NAME.test(name) ? await store.valueTables.newest(name) : null;
  if (newest === null || newest.entries === null) return fail(fault('not_found', `There is no table ${name}.`));
  const sources = await sourcesNaming(store, name);
  if (sources.length > 0) {
    const names = sources.map((kind) => SOURCE_NAMES[kind]).join(' and ');
    const message = `The mapping of ${names} looks values up in ${name}. Take it out of there first.`;
    return fail(fault('table_in_use', message, { sources }));
  }
  return write(store, name, null, newest.version, by);
}

async function fullFault(store: StepStore, name: string, entries: Entries): Promise<Fault | null> {
  const beside = await store.valueTables.takenBeside(name);
  if (beside.tables >= MOST_TABLES) {
    return fault('invalid_table', `There are ${MOST_TABLES} tables already. Remove one that no mapping needs.`);
  }
  return beside.bytes + bytesOf(entries) > MOST_TABLES_BYTES
    ? fault('invalid_table', 'All tables together hold at most 5 MB. Remove rows or tables that no mapping needs.')
    : null;
}

async function write(
  store: StepStore,
  name: string,
  entries: Entries | null,
  version: number | null,
  by: string,
): Promise<Result<TableVersion, Fault>> {
  const seen = version ?? (await store.valueTables.newest(name))?.version ?? 0;
  const now = Date.now();
  const table = { name, entries, createdBy: by, createdAt: now };
  const saved = await store.valueTables.save(table, seen, await sourcesNaming(store, name));
  if (saved === null) {
    const current = (await store.valueTables.newest(name))?.version ?? 0;
    const message = `Version ${current} of ${name} is in force now, not ${seen}. Look at it, and save again on top of it.`;
    return fail(fault('version_conflict', message, { version: current }));
  }
  const action = entries === null ? 'table_removed' : 'table_saved';
  await store.audit.record(by, action, { table: name, version: saved }, now);
  return ok({ ...table, version: saved });
}
