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
import { buildUrl, slicePage } from '../frame/urls.ts';
import { syncsUrl } from '../syncs/load-syncs.ts';

/** A filter that is being added: `?add=` names its field, its form sends `operator` and `value`. */
export interface FilterDraft {
  field: UserField;
  operator: string;
  value: string;
  /** Why it cannot be used. */
  fault: Fault | null;
  /** The condition, once it is valid. */
  where: string | null;
}

/** Several ticked boxes of a choice mean any of them. */
function draftValue(field: UserField, query: URLSearchParams): { operator: string; value: string } {
  const operator = query.get('operator') ?? '';
  const values = query.getAll('value');
  const several = field.kind === 'choice' && values.length > 1;
  return several
    ? { operator: operator === 'is' ? 'one_of' : operator, value: joinFilterValues(values) }
    : { operator, value: values[0] ?? '' };
}

function parseFilterDraft(query: URLSearchParams, fields: readonly UserField[]): FilterDraft | null {
  const field = fields.find(({ name }) => name === query.get('add'));
  if (!field) return null;
  const { operator, value } = draftValue(field, query);
  const draft = { field, operator, value, fault: null, where: null };
  if (operator === '') return draft;
  const condition = parseCondition(`${field.name}:${operator}:${value}`, fields);
  if (!condition.ok) return { ...draft, fault: condition.fault };
  return { ...draft, where: formatCondition(condition.value) };
}

/** A condition as the address has it; an invalid one is shown too, so that it can be removed. */
export interface ParsedCondition {
  where: string;
  parsed: Result<Condition, Fault>;
}

/** Filters as they stand in the address. */
export interface UserFilterQuery {
  search: string | undefined;
  state: UserState | undefined;
  conditions: readonly ParsedCondition[];
  /** All of it as in an address, conditions of the segment included, so that each can be removed alone. */
  params: URLSearchParams;
  /** The segment that the address names. */
  segment: string | null;
}

export interface UserListData {
  /** `/{tenant}/users`. */
  usersPath: string;
  filter: UserFilterQuery;
  /** Everything that users can be filtered by. */
  fields: readonly UserField[];
  /** The filter that is being added. */
  draft: FilterDraft | null;
  segments: readonly SavedFilter[];
  /** Why the filters cannot be used; then nobody is listed. */
  fault: Fault | null;
  users: readonly User[];
  counts: { active: number; terminated: number };
  hasPrevious: boolean;
  hasNext: boolean;
  /** Only an admin is shown what to do about an empty directory. */
  isAdmin: boolean;
  syncsPath: string;
}

const PAGE_SIZE = 50;

const id = z.coerce.number().refine(isLocalId);
const cursorSchema = z.object({ after: id.optional().catch(undefined), before: id.optional().catch(undefined) });

export const usersUrl = (c: Context<TenantEnv>): string => `/${c.var.store.tenant.slug}/users`;
export const isAdmin = (c: Context<TenantEnv>): boolean => c.var.actor.role === 'admin';

/** The filter of an address; that of a segment that it names comes first. */
function parseFilterQuery(
  address: URLSearchParams,
  segment: SavedFilter | null,
  fields: readonly UserField[],
): UserFilterQuery {
  const saved = new URLSearchParams(segment?.query);
  const params = new URLSearchParams();
  const search = (address.get('q') ?? saved.get('q'))?.trim().slice(0, 100) || undefined;
  const state = USER_STATES.find((each) => each === (address.get('state') ?? saved.get('state')));
  if (search) params.set('q', search);
  if (state) params.set('state', state);
  const wheres = [...saved.getAll('where'), ...address.getAll('where')];
  for (const where of wheres) params.append('where', where);
  const conditions = wheres.map((where) => ({ where, parsed: parseCondition(where, fields) }));
  return { search, state, conditions, params, segment: address.get('segment') };
}

/** A page of users; or where to go on, when the address asked that a filter be added to it. */
type UserListResult = { redirectTo: string } | { list: UserListData; fault: Fault | null };

/** Reads one page of users as the address asks for it. */
export async function loadUsers(c: Context<TenantEnv>): Promise<UserListResult> {
  const { store } = c.var;
  const address = new URL(c.req.url).searchParams;
  const usersPath = usersUrl(c);
  const [definitions, segments] = await Promise.all([store.mappings.definitions(), store.savedFilters.list('users')]);
  const fields = filterFields(definitions);
  const segmentName = address.get('segment')?.toLowerCase();
  const segment = segments.find(({ name }) => name.toLowerCase() === segmentName) ?? null;
  const filter = parseFilterQuery(address, segment, fields);
  const draft = parseFilterDraft(address, fields);
  if (draft?.where) {
    const params = new URLSearchParams(filter.params);
    params.append('where', draft.where);
    return { redirectTo: buildUrl(usersPath, params) };
  }
  const { after, before } = cursorSchema.parse(Object.fromEntries(address));
  const userFilter = await readUserFilter(store, address);
  const cursor = { ...(after !== undefined && { after }), ...(before !== undefined && { before }) };
  const [found, counts] = await Promise.all([
    userFilter.ok ? store.users.list({ ...cursor, limit: PAGE_SIZE + 1 }, userFilter.value) : [],
    store.users.countByState(),
  ]);
  const { shown, hasPrevious, hasNext } = slicePage(found, PAGE_SIZE, { forward: after, backward: before });
  const list = {
    usersPath,
    filter,
    fields,
    draft,
    segments,
    fault: userFilter.ok ? null : userFilter.fault,
    users: shown,
    counts,
    hasPrevious,
    hasNext,
    isAdmin: isAdmin(c),
    syncsPath: syncsUrl(c),
  };
  return { list, fault: draft?.fault ?? list.fault };
}
