import type { FC } from 'hono/jsx';
import type { Condition } from '../../domain/user/filter/condition.ts';
import { conditionWords } from '../../domain/user/filter/words.ts';
import { FilterBar } from '../frame/filter-bar.tsx';
import { Search } from '../frame/search.tsx';
import { Chip } from '../frame/table.tsx';
import { number } from '../frame/words.ts';
import { SavedFilterMenu, SaveFilter } from '../saved-filters/menu.tsx';
import { AddFilter, optionWord } from './add-filter.tsx';
import { type ShownCondition, type UserList, withQuery } from './list.ts';

/** A choice is said in the words of the page, such as HTTP API for http-api. */
const wordsOf = (condition: Condition): { name: string; value: string } => {
  const { field, values } = condition;
  const said = field.kind === 'choice' ? values.map((value) => optionWord(field, String(value))) : values;
  return conditionWords({ ...condition, values: said });
};

/** A condition that cannot be used: what it was about, and that it is not there. */
const broken = (where: string): { name: string; value: string } => ({
  name: where.split(':')[0]?.replace('custom.', '') || 'Filter',
  value: 'cannot be used',
});

const Conditions: FC<UserList> = ({ at, choice }) => {
  const without = (left: ShownCondition): string => {
    const query = new URLSearchParams(choice.query);
    query.delete('where');
    for (const one of choice.conditions) if (one !== left) query.append('where', one.where);
    return withQuery(at, query);
  };
  return (
    <>
      {choice.conditions.map((one) => (
        <Chip {...(one.read.ok ? wordsOf(one.read.value) : broken(one.where))} off={without(one)} />
      ))}
      {choice.query.size > 1 && (
        <a class="button button-small" href={at}>
          Clear all
        </a>
      )}
    </>
  );
};

const States: FC<UserList> = ({ at, choice, counts }) => {
  const all = [
    { word: 'All', count: counts.active + counts.terminated, state: undefined },
    { word: 'Active', count: counts.active, state: 'active' },
    { word: 'Terminated', count: counts.terminated, state: 'terminated' },
  ] as const;
  const address = (state: string | undefined): string => {
    const query = new URLSearchParams(choice.query);
    query.delete('state');
    if (state) query.set('state', state);
    return withQuery(at, query);
  };
  return (
    <nav class="segments" aria-label="Filter by status">
      {all.map(({ word, count, state }) => (
        <a class="segment" href={address(state)} aria-current={choice.state === state ? 'true' : undefined}>
          {word} <span class="tab-count">{number(count)}</span>
        </a>
      ))}
    </nav>
  );
};

/** Filters of the directory; each is part of the address. */
export const UserFilters: FC<UserList> = (list) => {
  const { at, choice, segments, isAdmin } = list;
  const keep = [...choice.query].filter(([key]) => key !== 'q');
  const usable = list.fault === null && choice.query.size > 0 && choice.segment === null;
  return (
    <FilterBar
      of="users"
      search={<Search path={at} value={choice.search} label="Name, e-mail or employee ID" keep={keep} />}
    >
      <States {...list} />
      <Conditions {...list} />
      <AddFilter {...list} />
      <SavedFilterMenu
        at={at}
        path="segments"
        title="Segments"
        saved={segments}
        open={({ name }) => withQuery(at, new URLSearchParams({ segment: name }))}
        current={choice.segment}
        manage={isAdmin}
      />
      {isAdmin && usable && <SaveFilter at={`${at}/segments`} query={choice.query} word="Save as segment" />}
    </FilterBar>
  );
};
