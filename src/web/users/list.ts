import type { Fault } from '../../domain/fault.ts';
import type { Condition } from '../../domain/user/filter/condition.ts';
import type { Field } from '../../domain/user/filter/fields.ts';
import type { UserState } from '../../domain/user/filter/filter.ts';
import type { Result } from '../../lib/result.ts';
import type { SavedFilter } from '../../store/saved-filters.ts';
import type { UserView } from '../../store/users.ts';
import type { Adding } from './adding.ts';

/** A condition as the address has it, and what it means; one that means nothing (any more) is shown too. */
export interface ShownCondition {
  where: string;
  read: Result<Condition, Fault>;
}

/** The filters of a page of users, as they stand in its address. */
export interface UserChoice {
  search: string | undefined;
  state: UserState | undefined;
  conditions: readonly ShownCondition[];
  /** All of it as a query: what a segment says stands in it too, so that each part can be taken off alone. */
  query: URLSearchParams;
  /** The segment that the address names. */
  segment: string | null;
}

/** All that the list of users shows. */
export interface UserList {
  /** `/{tenant}/users`. */
  at: string;
  choice: UserChoice;
  /** Everything that users can be filtered by. */
  fields: readonly Field[];
  /** The filter that is being added. */
  adding: Adding | null;
  segments: readonly SavedFilter[];
  /** Why the filters cannot be used; then nobody is listed. */
  fault: Fault | null;
  users: readonly UserView[];
  counts: { active: number; terminated: number };
  previous: boolean;
  next: boolean;
  /** An admin can do something about an empty directory. */
  isAdmin: boolean;
  syncs: string;
}

/** The address of a list with a query. */
export const withQuery = (at: string, query: URLSearchParams): string => (query.size > 0 ? `${at}?${query}` : at);
