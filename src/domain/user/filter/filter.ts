import { fail, ok, type Result } from '../../../lib/result.ts';
import { type Fault, fault } from '../../shared/fault.ts';
import { USER_STATES, type UserState } from '../attributes.ts';
import { type Condition, type FilterValue, formatCondition, formatFilterValue, parseCondition } from './condition.ts';
import { operatorLabel, type UserField } from './fields.ts';

/** Every part must hold. An empty filter means everybody. */
export interface UserFilter {
  /** Part of a name, an e-mail (old ones too) or an employee ID. */
  search?: string | undefined;
  state?: UserState | undefined;
  conditions?: readonly Condition[] | undefined;
}

/** More conditions would need more bound values than D1 allows in a statement. */
export const MAX_CONDITIONS = 10;

/**
 * From `q`, `state`, and any number of `where`; other parameters are ignored.
 * @returns `invalid_filter` for the first condition that cannot be used
 */
export function parseFilter(query: URLSearchParams, fields: readonly UserField[]): Result<UserFilter, Fault> {
  const wheres = query.getAll('where');
  if (wheres.length > MAX_CONDITIONS) {
    return fail(fault('invalid_filter', { problem: 'too_many_conditions', limit: MAX_CONDITIONS }, { path: 'where' }));
  }
  const conditions: Condition[] = [];
  for (const where of wheres) {
    const condition = parseCondition(where, fields);
    if (!condition.ok) return condition;
    conditions.push(condition.value);
  }
  const state = USER_STATES.find((candidate) => candidate === query.get('state'));
  const search = query.get('q')?.trim().slice(0, 100) || undefined;
  return ok({ search, state, conditions });
}

/** The inverse of parseFilter: the same text for the same filter. */
export function formatFilter({ search, state, conditions = [] }: UserFilter): URLSearchParams {
  const query = new URLSearchParams();
  if (search) query.set('q', search);
  if (state) query.set('state', state);
  for (const condition of conditions) query.append('where', formatCondition(condition));
  return query;
}

/** Users that match both; a search or state of the second replaces one of the first. */
export const narrowFilter = (filter: UserFilter, further: UserFilter): UserFilter => ({
  search: further.search ?? filter.search,
  state: further.state ?? filter.state,
  conditions: [...(filter.conditions ?? []), ...(further.conditions ?? [])],
});

const formatChoice = (value: FilterValue): string => formatFilterValue(value).replaceAll('_', ' ');

const joinWithOr = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} or ${parts.at(-1)}`;

export function describeCondition({ field, operator, values }: Condition): { name: string; value: string } {
  const texts = field.kind === 'choice' ? values.map(formatChoice) : values.map(formatFilterValue);
  return {
    name: field.label,
    value: [operatorLabel(field.kind, operator), joinWithOr(texts)].filter(Boolean).join(' '),
  };
}

/** “Active, Department is Sales, Level is at least 7”; “Everybody” for an empty one. */
export function describeFilter({ search, state, conditions = [] }: UserFilter): string {
  const parts = [
    ...(state ? [state === 'active' ? 'Active' : 'Terminated'] : []),
    ...(search ? [`found by “${search}”`] : []),
    ...conditions.map((condition) => {
      const { name, value } = describeCondition(condition);
      return `${name} ${value}`;
    }),
  ];
  return parts.length === 0 ? 'Everybody' : parts.join(', ');
}
