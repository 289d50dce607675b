import { fail, ok, type Result } from '../../../lib/result.ts';
import { type Fault, fault } from '../../fault.ts';
import { type Condition, readCondition, writeCondition } from './condition.ts';
import type { Field } from './fields.ts';

export const USER_STATES = ['active', 'terminated'] as const;
export type UserState = (typeof USER_STATES)[number];

/** Which users: all that it says must hold. Nothing said means everybody. */
export interface UserFilter {
  /** Part of a name, an e-mail (old ones too) or an employee ID. */
  search?: string | undefined;
  state?: UserState | undefined;
  conditions?: readonly Condition[] | undefined;
}

/** More conditions than these are nobody's question, and would not fit in one statement. */
export const MOST_CONDITIONS = 10;

/**
 * Reads a filter out of a query: `q`, `state`, and any number of `where`. What else stands in it is left alone.
 * @returns the filter, or `invalid_filter` for the first condition that cannot be used
 */
export function readFilter(query: URLSearchParams, fields: readonly Field[]): Result<UserFilter, Fault> {
  const wheres = query.getAll('where');
  if (wheres.length > MOST_CONDITIONS) {
    return fail(fault('invalid_filter', `Use at most ${MOST_CONDITIONS} conditions at once.`, { path: 'where' }));
  }
  const conditions: Condition[] = [];
  for (const where of wheres) {
    const condition = readCondition(where, fields);
    if (!condition.ok) return condition;
    conditions.push(condition.value);
  }
  const state = USER_STATES.find((one) => one === query.get('state'));
  const search = query.get('q')?.trim().slice(0, 100) || undefined;
  return ok({ search, state, conditions });
}

/** A filter as a query, the same text for the same filter; readFilter reads it back. */
export function writeFilter({ search, state, conditions = [] }: UserFilter): URLSearchParams {
  const query = new URLSearchParams();
  if (search) query.set('q', search);
  if (state) query.set('state', state);
  for (const condition of conditions) query.append('where', writeCondition(condition));
  return query;
}

/** Both filters at once: everything that either of them asks for. A search or state of the second wins. */
export const narrowed = (filter: UserFilter, further: UserFilter): UserFilter => ({
  search: further.search ?? filter.search,
  state: further.state ?? filter.state,
  conditions: [...(filter.conditions ?? []), ...(further.conditions ?? [])],
});
