import type { FC } from 'hono/jsx';
import { OUTCOMES, STATES } from '../../domain/sync/words.ts';
import type { SavedFilter } from '../../store/saved-filters.ts';
import { type ChipOf, Chips, FilterBar, FilterField, FilterLinks, FilterMenu } from '../frame/filter-bar.tsx';
import { number } from '../frame/words.ts';
import { SavedFilterMenu, SaveFilter } from '../saved-filters/menu.tsx';
import { isFiltered, queryOf, type SyncChoice } from './filter.ts';

const word = (value: string): string => value.charAt(0).toUpperCase() + value.slice(1).replace('_', ' ');
const between = (from: string | undefined, to: string | undefined): string =>
  [from && `from ${from}`, to && `to ${to}`].filter(Boolean).join(' ');

/** Filters that are on, in words. */
export function chipsOf(choice: SyncChoice): ChipOf[] {
  const chips: ChipOf[] = [];
  if (choice.id) chips.push({ name: 'Sync ID', value: String(choice.id), keys: ['id'] });
  if (choice.status) chips.push({ name: 'Status', value: word(choice.status), keys: ['status'] });
  if (choice.outcome) {
    const value = `at least ${number(choice.least ?? 1)} ${choice.outcome}`;
    chips.push({ name: 'Summary', value, keys: ['outcome', 'least'] });
  }
  if (choice.persisted) chips.push({ name: 'Is persisted', value: word(choice.persisted), keys: ['persisted'] });
  if (choice.by) chips.push({ name: 'Created by', value: choice.by, keys: ['by'] });
  const created = between(choice.created_from, choice.created_to);
  if (created) chips.push({ name: 'Created', value: created, keys: ['created_from', 'created_to'] });
  const finished = between(choice.finished_from, choice.finished_to);
  if (finished) chips.push({ name: 'Finished', value: finished, keys: ['finished_from', 'finished_to'] });
  return chips;
}

const Days: FC<{ of: string; choice: SyncChoice }> = ({ of, choice }) => {
  const values: Record<string, string | number | undefined> = choice;
  return (
    <>
      {['from', 'to'].map((end) => (
        <FilterField label={word(end)} for={`${of}-${end}`}>
          <input class="input" type="date" id={`${of}-${end}`} name={`${of}_${end}`} value={values[`${of}_${end}`]} />
        </FilterField>
      ))}
      <p class="field-hint">Whole days, UTC.</p>
    </>
  );
};

/** Filters of the list of syncs; each is part of the address. */
export const SyncFilters: FC<{
  path: string;
  choice: SyncChoice;
  people: readonly string[];
  saved: readonly SavedFilter[];
}> = ({ path, choice, people, saved }) => {
  const shared = { path, choice };
  return (
    <FilterBar of="syncs">
      <Chips {...shared} chips={chipsOf(choice)} />
      <FilterMenu {...shared} word="Sync ID" keys={['id']}>
        <FilterField label="Sync ID" for="filter-id">
          <input class="input" id="filter-id" name="id" inputmode="numeric" pattern="[0-9]+" value={choice.id} />
        </FilterField>
      </FilterMenu>
      <FilterLinks {...shared} word="Status" name="status" options={STATES.map((state) => [state, word(state)])} />
      <FilterMenu {...shared} word="Summary" keys={['outcome', 'least']}>
        <FilterField label="At least" for="filter-least">
          <input class="input" id="filter-least" name="least" type="number" min="1" value={choice.least ?? 1} />
        </FilterField>
        <FilterField label="people" for="filter-outcome">
          <select class="input" id="filter-outcome" name="outcome">
            {OUTCOMES.map((outcome) => (
              <option value={outcome} selected={outcome === choice.outcome}>
                {outcome}
              </option>
            ))}
          </select>
        </FilterField>
      </FilterMenu>
      <FilterLinks
        {...shared}
        word="Is persisted"
        name="persisted"
        options={[
          ['yes', 'Yes'],
          ['no', 'No, dry run'],
        ]}
      />
      <FilterMenu {...shared} word="Created by" keys={['by']}>
        <FilterField label="Created by" for="filter-by">
          <select class="input" id="filter-by" name="by">
            {[...new Set(['System', ...people, ...(choice.by ? [choice.by] : [])])].map((person) => (
              <option selected={person === choice.by}>{person}</option>
            ))}
          </select>
        </FilterField>
      </FilterMenu>
      <FilterMenu {...shared} word="Created at" keys={['created_from', 'created_to']}>
        <Days of="created" choice={choice} />
      </FilterMenu>
      <FilterMenu {...shared} word="Finished at" keys={['finished_from', 'finished_to']}>
        <Days of="finished" choice={choice} />
      </FilterMenu>
      <SavedFilterMenu
        at={path}
        path="filters"
        title="Saved filters"
        saved={saved}
        open={(filter) => `${path}?${filter.query}`}
        current={saved.find((filter) => filter.query === queryOf(choice).toString())?.name ?? null}
        manage
      />
      {isFiltered(choice) && <SaveFilter at={`${path}/filters`} query={queryOf(choice)} word="Save filter" />}
    </FilterBar>
  );
};
