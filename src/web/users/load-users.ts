import type { Context } from 'hono';
import { z } from 'zod';
import { readUserFilter } from '../../app/filters/read-user-filter.ts';
import type { TenantEnv } from '../../auth/actor.ts';
import type { Fault } from '../../domain/shared/fault.ts';
import { USER_STATES, type UserState } from '../../domain/user/attributes.ts';
import {
  type Condition,
  formatCondition,
  joinFilterValues,
  parseCondition,
} from '../../domain/user/filter/condition.ts';
import { filterFields, type UserField } from '../../domain/user/filter/fields.ts';
import type { Result } from '../../lib/result.ts';
import type { SavedFilter } from '../../store/filters/reader.ts';
import { isLocalId } from '../../store/ids.ts';
import type { User } from '../../store/users/reader.ts';
import { buildUrl, type ListPage, slicePage } from '../frame/urls.ts';
import { syncsUrl } from '../syncs/load-syncs.ts';

/** A filter being added: `?add=` names its field, its form sends `operator` and `value`. */
export interface FilterDraft {
  field: UserField;
  operator: string;
  value: string;
  fault: Fault | null;
  /** The condition as in a query, once it is valid. */
  where: string | null;
}

/** Several checked boxes of a choice mean any of them. */
function parseDraftValue(field: UserField, query: URLSearchParams): { operator: string; value: string } {
  const operator = query.get('operator') ?? '';
  const values = query.getAll('value');
  if (field.kind !== 'choice' || values.length < 2) return { operator, value: values[0] ?? '' };
  return { operator: operator === 'is' ? 'one_of' : operator, value: joinFilterValues(values) };
}

function parseFilterDraft(query: URLSearchParams, fields: readonly UserField[]): FilterDraft | null {
  const field = fields.find(({ name }) => name === query.get('add'));
  if (!field) return null;
  const { operator, value } = parseDraftValue(field, query);
  const draft = { field, operator, value, fault: null, where: null };
  if (operator === '') return draft;
  const condition = parseCondition(`${field.name}:${operator}:${value}`, fields);
  if (!condition.ok) return { ...draft, fault: condition.fault };
  return { ...draft, where: formatCondition(condition.value) };
}

/** An invalid one is kept, to be shown with a link that removes it. */
export interface ParsedCondition {
  where: string;
  parsed: Result<Condition, Fault>;
}

export interface UserFilterQuery {
  search: string | undefined;
  state: UserState | undefined;
  conditions: readonly ParsedCondition[];
  /** The canonical query. It has the conditions of the segment, to make them removable one by one. */
  params: URLSearchParams;
  /** Of `?segment=`, also when no segment has this name. */
  segment: string | null;
}

export interface UserListData extends ListPage<User> {
  usersPath: string;
  filter: UserFilterQuery;
  fields: readonly UserField[];
  draft: FilterDraft | null;
  segments: readonly SavedFilter[];
  /** Set when a filter is invalid: no users are listed then. */
  fault: Fault | null;
  counts: { active: number; terminated: number };
  isAdmin: boolean;
  syncsPath: string;
}

const PAGE_SIZE = 50;

const id = z.coerce.number().refine(isLocalId);
const cursorSchema = z.object({ after: id.optional().catch(undefined), before: id.optional().catch(undefined) });

export const usersUrl = (c: Context<TenantEnv>): string => `/${c.var.store.tenant.slug}/users`;
export const isAdmin = (c: Context<TenantEnv>): boolean => c.var.actor.role === 'admin';

function parseFilterQuery(
  query: URLSearchParams,
  segment: SavedFilter | null,
  fields: readonly UserField[],
): UserFilterQuery {
  const saved = new URLSearchParams(segment?.query);
  const params = new URLSearchParams();
  const search = (query.get('q') ?? saved.get('q'))?.trim().slice(0, 100) || undefined;
  const state = USER_STATES.find((known) => known === (query.get('state') ?? saved.get('state')));
  if (search) params.set('q', search);
  if (state) params.set('state', state);
  const wheres = [...saved.getAll('where'), ...query.getAll('where')];
  for (const where of wheres) params.append('where', where);
  const conditions = wheres.map((where) => ({ where, parsed: parseCondition(where, fields) }));
  return { search, state, conditions, params, segment: query.get('segment') };
}

/** `redirectTo`: the URL with the filter that the form of `?add=` completed. */
type UserListResult = { redirectTo: string } | { list: UserListData };

export async function loadUsers(c: Context<TenantEnv>): Promise<UserListResult> {
  const { store } = c.var;
  const query = new URL(c.req.url).searchParams;
  const usersPath = usersUrl(c);
  const [definitions, segments] = await Promise.all([store.mappings.definitions(), store.savedFilters.list('users')]);
  const fields = filterFields(definitions);
  const segmentName = query.get('segment')?.toLowerCase();
  const segment = segments.find(({ name }) => name.toLowerCase() === segmentName) ?? null;
  const filter = parseFilterQuery(query, segment, fields);
  const draft = parseFilterDraft(query, fields);
  if (draft?.where) {
    const params = new URLSearchParams(filter.params);
    params.append('where', draft.where);
    return { redirectTo: buildUrl(usersPath, params) };
  }
  const { after, before } = cursorSchema.parse(Object.fromEntries(query));
  const userFilter = await readUserFilter(store, query);
  const [found, counts] = await Promise.all([
    userFilter.ok ? store.users.list({ after, before, limit: PAGE_SIZE + 1 }, userFilter.value) : [],
    store.users.countByState(),
  ]);
  const list = {
    usersPath,
    filter,
    fields,
    draft,
    segments,
    fault: userFilter.ok ? null : userFilter.fault,
    ...slicePage(found, PAGE_SIZE, { forward: after, backward: before }),
    counts,
    isAdmin: isAdmin(c),
    syncsPath: syncsUrl(c),
  };
  return { list };
}
