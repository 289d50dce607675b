import type { FC } from 'hono/jsx';
import { OUTCOMES } from '../../domain/sync/words.ts';
import { STANDARD_ATTRIBUTES } from '../../domain/user/attributes.ts';
import { type ChipOf, Chips, FilterBar, FilterField, FilterLinks, FilterMenu } from '../frame/filter-bar.tsx';
import { Search } from '../frame/search.tsx';
import { outcomeWord } from '../frame/status.tsx';
import { attributeLabel, ERROR_OPTIONS, errorWord } from '../frame/words.ts';
import type { RecordChoice } from './filter.ts';

function chipsOf(choice: RecordChoice, userName: string | null): ChipOf[] {
  const { outcome, q, user, changed, error } = choice;
  return [
    ...(user === undefined ? [] : [{ name: 'User', value: userName ?? `no user ${user}`, keys: ['user'] }]),
    ...(q === undefined ? [] : [{ name: 'User', value: `has “${q}”`, keys: ['q'] }]),
    ...(outcome === undefined ? [] : [{ name: 'Status', value: outcomeWord(outcome), keys: ['outcome'] }]),
    ...(changed === undefined ? [] : [{ name: 'Changed', value: attributeLabel(changed), keys: ['changed'] }]),
    ...(error === undefined ? [] : [{ name: 'Error', value: errorWord(error), keys: ['error'] }]),
  ];
}

interface Filters {
  path: string;
  choice: RecordChoice;
  userName: string | null;
  /** Keys of the tenant's own attributes. */
  attributes: readonly string[];
}

/** Filters of the records of a sync; each is part of the address. A search stands alone: it looks at everybody. */
export const RecordFilters: FC<Filters> = ({ path, choice, userName, attributes }) => {
  const { q: _, user: __, ...rest } = choice;
  const shared = { path, choice: rest };
  return (
    <FilterBar of="user records" search={<Search path={path} value={choice.q} label="Name, e-mail or employee ID" />}>
      <Chips path={path} choice={choice} chips={chipsOf(choice, userName)} />
      <FilterLinks
        {...shared}
        word="Status"
        name="outcome"
        options={OUTCOMES.map((outcome) => [outcome, outcomeWord(outcome)])}
      />
      <FilterMenu {...shared} word="Changed attribute" keys={['changed']}>
        <FilterField label="Changed attribute" for="filter-changed">
          <select class="input" id="filter-changed" name="changed">
            {[...STANDARD_ATTRIBUTES.map(({ key }) => key), ...attributes].map((key) => (
              <option value={key} selected={key === choice.changed}>
                {attributeLabel(key)}
              </option>
            ))}
          </select>
        </FilterField>
      </FilterMenu>
      <FilterMenu {...shared} word="Error" keys={['error']}>
        <FilterField label="Error" for="filter-error">
          <select class="input" id="filter-error" name="error">
            {ERROR_OPTIONS.map(([code, word]) => (
              <option value={code} selected={code === choice.error}>
                {word}
              </option>
            ))}
          </select>
        </FilterField>
      </FilterMenu>
    </FilterBar>
  );
};
