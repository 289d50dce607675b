import type { FC } from 'hono/jsx';
import { describeFault } from '../../domain/shared/fault.ts';
import type { Condition } from '../../domain/user/filter/condition.ts';
import { filterFields } from '../../domain/user/filter/fields.ts';
import { describeCondition, describeFilter, parseFilter } from '../../domain/user/filter/filter.ts';
import { FilterBar, SearchBox } from '../frame/filter-bar.tsx';
import { formatCount } from '../frame/labels.ts';
import { FilterChip } from '../frame/table.tsx';
import type { SavedFilterKind } from '../saved-filters/kind.ts';
import { SavedFilterMenu, SaveFilterLink } from '../saved-filters/menu.tsx';
import { AddFilter, optionLabel } from './add-filter.tsx';
import { type ParsedCondition, type UserListData, urlWithQuery } from './load-users.ts';

/** A choice is said in the words of the page, such as HTTP API for http-api. */
const conditionLabel = (condition: Condition): { name: string; value: string } => {
  const { field, values } = condition;
  const said = field.kind === 'choice' ? values.map((value) => optionLabel(field, String(value))) : values;
  return describeCondition({ ...condition, values: said });
};

/** A condition that cannot be used: what it was about, and that it is not there. */
const unusableLabel = (where: string): { name: string; value: string } => ({
  name: where.split(':')[0]?.replace('custom.', '') || 'Filter',
  value: 'cannot be used',
});

const ConditionChips: FC<UserListData> = ({ usersPath, choice }) => {
  const without = (left: ParsedCondition): string => {
    const query = new URLSearchParams(choice.query);
    query.delete('where');
    for (const one of choice.conditions) if (one !== left) query.append('where', one.where);
    return urlWithQuery(usersPath, query);
  };
  return (
    <>
      {choice.conditions.map((one) => (
        <FilterChip
          {...(one.read.ok ? conditionLabel(one.read.value) : unusableLabel(one.where))}
          removeUrl={without(one)}
        />
      ))}
      {choice.query.size > 1 && (
        <a class="button button-small" href={usersPath}>
          Clear all
        </a>
      )}
    </>
  );
};

const StateTabs: FC<UserListData> = ({ usersPath, choice, counts }) => {
  const all = [
    { word: 'All', count: counts.active + counts.terminated, state: undefined },
    { word: 'Active', count: counts.active, state: 'active' },
    { word: 'Terminated', count: counts.terminated, state: 'terminated' },
  ] as const;
  const address = (state: string | undefined): string => {
    const query = new URLSearchParams(choice.query);
    query.delete('state');
    if (state) query.set('state', state);
    return urlWithQuery(usersPath, query);
  };
  return (
    <nav class="segments" aria-label="Filter by status">
      {all.map(({ word, count, state }) => (
        <a class="segment" href={address(state)} aria-current={choice.state === state ? 'true' : undefined}>
          {word} <span class="tab-count">{formatCount(count)}</span>
        </a>
      ))}
    </nav>
  );
};

/** Filters of the directory; each is part of the address. */
export const UserFilters: FC<UserListData> = (list) => {
  const { usersPath, choice, segments, isAdmin } = list;
  const keep = [...choice.query].filter(([key]) => key !== 'q');
  const usable = list.fault === null && choice.query.size > 0 && choice.segment === null;
  return (
    <FilterBar
      subject="users"
      search={<SearchBox path={usersPath} value={choice.search} label="Name, e-mail or employee ID" keep={keep} />}
    >
      <StateTabs {...list} />
      <ConditionChips {...list} />
      <AddFilter {...list} />
      <SavedFilterMenu
        kind={SEGMENTS}
        listPath={usersPath}
        saved={segments}
        current={choice.segment}
        canManage={isAdmin}
      />
      {isAdmin && usable && (
        <SaveFilterLink savedPath={`${usersPath}/segments`} query={choice.query} label="Save as segment" />
      )}
    </FilterBar>
  );
};

/** Saved filters of users. */
export const SEGMENTS: SavedFilterKind = {
  list: 'users',
  section: 'users',
  noun: 'segment',
  title: 'Segments',
  context: 'Filters of users, saved by name.',
  readableBy: 'viewer',
  path: { list: 'users', saved: 'segments' },
  async describe(c, queries) {
    const fields = filterFields(await c.var.store.mappings.definitions());
    return queries.map((query) => {
      const filter = parseFilter(new URLSearchParams(query), fields);
      return filter.ok ? describeFilter(filter.value) : describeFault(filter.fault);
    });
  },
  // By name, so that a link to it shows what the segment is by then.
  openQuery: ({ name }) => new URLSearchParams({ segment: name }).toString(),
};
