import { type Fault, fault } from '../../domain/shared/fault.ts';
import { filterFields } from '../../domain/user/filter/fields.ts';
import { narrowFilter, parseFilter, type UserFilter } from '../../domain/user/filter/filter.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { TenantReader } from '../../store/open.ts';

const segmentNotFound = (name: string): Fault =>
  fault('invalid_filter', { problem: 'unknown_segment', name: name.slice(0, 80) }, { path: 'segment' });

/** A segment in the query narrows the rest. Fault `invalid_filter`. */
export async function readUserFilter(store: TenantReader, query: URLSearchParams): Promise<Result<UserFilter, Fault>> {
  const fields = filterFields(await store.mappings.definitions());
  const filter = parseFilter(query, fields);
  const name = query.get('segment');
  if (!filter.ok || !name) return filter;
  const segment = await store.savedFilters.findByName('users', name);
  if (!segment) return fail(segmentNotFound(name));
  const saved = parseFilter(new URLSearchParams(segment.query), fields);
  return saved.ok ? ok(narrowFilter(saved.value, filter.value)) : saved;
}
