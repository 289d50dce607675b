import { type Fault, fault } from '../../domain/shared/fault.ts';
import { filterFields } from '../../domain/user/filter/fields.ts';
import { formatFilter, parseFilter } from '../../domain/user/filter/filter.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { SavedFilter } from '../../store/filters/reader.ts';
import type { FilterableList } from '../../store/filters/tables.ts';
import type { TenantReader } from '../../store/open.ts';
import { openTenantForWriting } from '../../store/open-for-writing.ts';
import type { Tenant } from '../../store/tenants/reader.ts';

const MAX_QUERY_CHARACTERS = 4000;
const PAGE_PARAMETERS = ['before', 'after', 'cursor', 'limit', 'segment'];

export const filterNotFound = (): Fault => fault('not_found', { what: 'saved_filter' });

const nameTaken = (name: string, other: SavedFilter | null): Fault =>
  fault('name_taken', { name: other?.name ?? name }, { path: 'name', ...(other && { filter_id: other.id }) });

async function normalizeQuery(
  store: TenantReader,
  list: FilterableList,
  query: string,
): Promise<Result<string, Fault>> {
  const params = new URLSearchParams(query);
  for (const parameter of PAGE_PARAMETERS) params.delete(parameter);
  if (list === 'users') {
    const filter = parseFilter(params, filterFields(await store.mappings.definitions()));
    if (!filter.ok) return filter;
    return checkQuery(formatFilter(filter.value).toString());
  }
  return checkQuery(params.toString());
}

function checkQuery(query: string): Result<string, Fault> {
  if (query === '') return fail(fault('invalid_filter', { problem: 'empty' }));
  if (query.length > MAX_QUERY_CHARACTERS) return fail(fault('invalid_filter', { problem: 'too_long_to_save' }));
  return ok(query);
}

/**
 * With `overwrite` it replaces the filter of that name.
 * @returns faults `name_taken` (details: `filter_id`), `invalid_filter`
 */
export async function saveFilter(
  env: Env,
  tenant: Tenant,
  request: { list: FilterableList; name: string; query: string; overwrite?: boolean | undefined },
  by: string,
): Promise<Result<SavedFilter, Fault>> {
  const store = openTenantForWriting(env, tenant);
  const { list, name, overwrite } = request;
  const query = await normalizeQuery(store, list, request.query);
  if (!query.ok) return query;
  const now = Date.now();
  const added = await store.savedFilters.add({ list, name, query: query.value, createdBy: by, createdAt: now });
  if (added) {
    await store.audit.record(by, 'filter_saved', { list, name }, now);
    return ok(added);
  }
  const other = await store.savedFilters.findByName(list, name);
  if (!other || !overwrite) return fail(nameTaken(name, other));
  return changeFilter(env, tenant, other.id, { query: query.value }, by);
}

/** Faults `not_found`, `name_taken`, `invalid_filter`. */
export async function changeFilter(
  env: Env,
  tenant: Tenant,
  id: number,
  patch: { name?: string | undefined; query?: string | undefined },
  by: string,
): Promise<Result<SavedFilter, Fault>> {
  const store = openTenantForWriting(env, tenant);
  const before = await store.savedFilters.get(id);
  if (!before) return fail(filterNotFound());
  const query = patch.query === undefined ? ok(before.query) : await normalizeQuery(store, before.list, patch.query);
  if (!query.ok) return query;
  const after = { ...before, name: patch.name ?? before.name, query: query.value };
  if (!(await store.savedFilters.change(id, after))) {
    return fail(nameTaken(after.name, await store.savedFilters.findByName(before.list, after.name)));
  }
  await store.audit.record(by, 'filter_saved', { list: before.list, name: after.name }, Date.now());
  return ok(after);
}

export async function removeFilter(env: Env, tenant: Tenant, id: number, by: string): Promise<boolean> {
  const store = openTenantForWriting(env, tenant);
  const filter = await store.savedFilters.get(id);
  if (!filter || !(await store.savedFilters.remove(id))) return false;
  await store.audit.record(by, 'filter_removed', { list: filter.list, name: filter.name }, Date.now());
  return true;
}
