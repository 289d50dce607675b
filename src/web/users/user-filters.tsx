import type { FC } from 'hono/jsx';
import { describeFault } from '../../domain/shared/fault.ts';
import type { Condition } from '../../domain/user/filter/condition.ts';
import { filterFields } from '../../domain/user/filter/fields.ts';
import { describeCondition, describeFilter, parseFilter } from '../../domain/user/filter/filter.ts';
import { FilterBar, SearchBox } from '../frame/filter-bar.tsx';
import { formatCount } from '../frame/labels.ts';
import { FilterChip } from '../frame/table.tsx';
import { buildUrl } from '../frame/urls.ts';
import type { SavedFilterKind } from '../saved-filters/kind.ts';
import { SavedFilterMenu, SaveFilterLink } from '../saved-filters/menu.tsx';
import { AddFilter, optionLabel } from './add-filter.tsx';
import type { ParsedCondition, UserListData } from './load-users.ts';

function conditionLabel(condition: Condition): { name: string; value: string } {
  const { field, values } = condition;
  const labels = field.kind === 'choice' ? values.map((value) => optionLabel(field, String(value))) : values;
  return describeCondition({ ...condition, values: labels });
}

const invalidConditionLabel = (where: string): { name: string; value: string } => ({
  name: where.split(':')[0]?.replace('custom.', '') || 'Filter',
  value: 'cannot be used',
});

const ConditionChips: FC<UserListData> = ({ usersPath, filter }) => {
  const urlWithout = (condition: ParsedCondition): string => {
    const params = new URLSearchParams(filter.params);
    params.delete('where');
    for (const other of filter.conditions) if (other !== condition) params.append('where', other.where);
    return buildUrl(usersPath, params);
  };
  return (
    <>
      {filter.conditions.map((condition) => (
        <FilterChip
          {...(condition.parsed.ok ? conditionLabel(condition.parsed.value) : invalidConditionLabel(condition.where))}
          removeUrl={urlWithout(condition)}
        />
      ))}
      {filter.params.size > 1 && (
        <a class="button button-small" href={usersPath}>
          Clear all
        </a>
      )}
    </>
  );
};

const StateTabs: FC<UserListData> = ({ usersPath, filter, counts }) => {
  const tabs = [
    { label: 'All', count: counts.active + counts.terminated, state: undefined },
    { label: 'Active', count: counts.active, state: 'active' },
    { label: 'Terminated', count: counts.terminated, state: 'terminated' },
  ] as const;
  const urlWith = (state: string | undefined): string => {
    const params = new URLSearchParams(filter.params);
    params.delete('state');
    if (state) params.set('state', state);
    return buildUrl(usersPath, params);
  };
  return (
    <nav class="segments" aria-label="Filter by status">
      {tabs.map(({ label, count, state }) => (
        <a class="segment" href={urlWith(state)} aria-current={filter.state === state ? 'true' : undefined}>
          {label} <span class="tab-count">{formatCount(count)}</span>
        </a>
      ))}
    </nav>
  );
};

export const UserFilters: FC<UserListData> = (list) => {
  const { usersPath, filter, segments, isAdmin } = list;
  const preserved = [...filter.params].filter(([key]) => key !== 'q');
  const canSave = isAdmin && list.fault === null && filter.params.size > 0 && filter.segment === null;
  return (
    <FilterBar
      subject="users"
      search={
        <SearchBox path={usersPath} value={filter.search} label="Name, e-mail or employee ID" preserved={preserved} />
      }
    >
      <StateTabs {...list} />
      <ConditionChips {...list} />
      <AddFilter {...list} />
      <SavedFilterMenu
        kind={SEGMENTS}
        listPath={usersPath}
        saved={segments}
        current={filter.segment}
        canManage={isAdmin}
      />
      {canSave && <SaveFilterLink savedPath={`${usersPath}/segments`} query={filter.params} label="Save as segment" />}
    </FilterBar>
  );
};

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
  // By name: a link keeps working when the segment changes.
  openQuery: ({ name }) => new URLSearchParams({ segment: name }).toString(),
};
