import type { FC } from 'hono/jsx';
import { z } from 'zod';
import { OUTCOMES, SYNC_STATES } from '../../domain/sync/vocabulary.ts';
import type { SavedFilter } from '../../store/filters/reader.ts';
import type { SyncFilter } from '../../store/syncs/reader.ts';
import {
  type ActiveFilter,
  ActiveFilters,
  FilterBar,
  FilterControl,
  FilterLinks,
  FilterMenu,
} from '../frame/filter-bar.tsx';
import { formatCount } from '../frame/labels.ts';
import type { SavedFilterKind } from '../saved-filters/kind.ts';
import { SavedFilterMenu, SaveFilterLink } from '../saved-filters/menu.tsx';

const day = z.iso.date();
const id = z.coerce
  .number()
  .int()
  .min(1)
  .max(2 ** 30);

/** The query of the list of syncs. What is not understood is as if it were not there: an old link still opens. */
const querySchema = z.object({
  id: id.optional().catch(undefined),
  status: z.enum(SYNC_STATES).optional().catch(undefined),
  persisted: z.enum(['yes', 'no']).optional().catch(undefined),
  by: z.string().min(1).max(254).optional().catch(undefined),
  created_from: day.optional().catch(undefined),
  created_to: day.optional().catch(undefined),
  finished_from: day.optional().catch(undefined),
  finished_to: day.optional().catch(undefined),
  outcome: z.enum(OUTCOMES).optional().catch(undefined),
  least: z.coerce.number().int().min(1).max(10_000_000).optional().catch(undefined),
  before: id.optional().catch(undefined),
  after: id.optional().catch(undefined),
});
type Query = z.infer<typeof querySchema>;

/** Filters as they stand in the address, without the place in the list. */
export type SyncFilterQuery = Omit<Query, 'before' | 'after'>;

export function parseSyncQuery(query: Record<string, string>): {
  choice: SyncFilterQuery;
  place: { before?: number | undefined; after?: number | undefined };
} {
  const { before, after, ...choice } = querySchema.parse(query);
  // An outcome without a number means at least one.
  const least = choice.outcome ? (choice.least ?? 1) : undefined;
  return { choice: { ...choice, least }, place: { before, after } };
}

const DAY_MS = 86_400_000;
const dayStart = (date: string | undefined): number | undefined => (date ? Date.parse(date) : undefined);
/** "To" a day means to its end. */
const dayEnd = (date: string | undefined): number | undefined => (date ? Date.parse(date) + DAY_MS : undefined);

/** What the store is asked for. Days are UTC, like the schedule. */
export const toStoreFilter = (choice: SyncFilterQuery): SyncFilter => ({
  state: choice.status,
  persisted: choice.persisted === undefined ? undefined : choice.persisted === 'yes',
  createdBy: choice.by,
  atLeast: choice.outcome ? { outcome: choice.outcome, count: choice.least ?? 1 } : undefined,
  createdFrom: dayStart(choice.created_from),
  createdTo: dayEnd(choice.created_to),
  finishedFrom: dayStart(choice.finished_from),
  finishedTo: dayEnd(choice.finished_to),
});

export const hasSyncFilter = (choice: SyncFilterQuery): boolean =>
  Object.values(choice).some((value) => value !== undefined);

/** The filter as a query, the same text for the same filter. */
export const syncFilterParams = (choice: SyncFilterQuery): URLSearchParams =>
  new URLSearchParams(
    Object.entries(choice).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])),
  );

const capitalize = (value: string): string => value.charAt(0).toUpperCase() + value.slice(1).replace('_', ' ');
const rangeLabel = (from: string | undefined, to: string | undefined): string =>
  [from && `from ${from}`, to && `to ${to}`].filter(Boolean).join(' ');

/** Filters that are on, in words. */
export function activeSyncFilters(choice: SyncFilterQuery): ActiveFilter[] {
  const chips: ActiveFilter[] = [];
  if (choice.id) chips.push({ name: 'Sync ID', value: String(choice.id), keys: ['id'] });
  if (choice.status) chips.push({ name: 'Status', value: capitalize(choice.status), keys: ['status'] });
  if (choice.outcome) {
    const value = `at least ${formatCount(choice.least ?? 1)} ${choice.outcome}`;
    chips.push({ name: 'Summary', value, keys: ['outcome', 'least'] });
  }
  if (choice.persisted) chips.push({ name: 'Is persisted', value: capitalize(choice.persisted), keys: ['persisted'] });
  if (choice.by) chips.push({ name: 'Created by', value: choice.by, keys: ['by'] });
  const created = rangeLabel(choice.created_from, choice.created_to);
  if (created) chips.push({ name: 'Created', value: created, keys: ['created_from', 'created_to'] });
  const finished = rangeLabel(choice.finished_from, choice.finished_to);
  if (finished) chips.push({ name: 'Finished', value: finished, keys: ['finished_from', 'finished_to'] });
  return chips;
}

const DayRange: FC<{ of: string; choice: SyncFilterQuery }> = ({ of, choice }) => {
  const values: Record<string, string | number | undefined> = choice;
  return (
    <>
      {['from', 'to'].map((end) => (
        <FilterControl label={capitalize(end)} for={`${of}-${end}`}>
          <input class="input" type="date" id={`${of}-${end}`} name={`${of}_${end}`} value={values[`${of}_${end}`]} />
        </FilterControl>
      ))}
      <p class="field-hint">Whole days, UTC.</p>
    </>
  );
};

/** Filters of the list of syncs; each is part of the address. */
export const SyncFilters: FC<{
  path: string;
  choice: SyncFilterQuery;
  people: readonly string[];
  saved: readonly SavedFilter[];
}> = ({ path, choice, people, saved }) => {
  const shared = { path, choice };
  return (
    <FilterBar of="syncs">
      <ActiveFilters {...shared} chips={activeSyncFilters(choice)} />
      <FilterMenu {...shared} word="Sync ID" keys={['id']}>
        <FilterControl label="Sync ID" for="filter-id">
          <input class="input" id="filter-id" name="id" inputmode="numeric" pattern="[0-9]+" value={choice.id} />
        </FilterControl>
      </FilterMenu>
      <FilterLinks
        {...shared}
        word="Status"
        name="status"
        options={SYNC_STATES.map((state) => [state, capitalize(state)])}
      />
      <FilterMenu {...shared} word="Summary" keys={['outcome', 'least']}>
        <FilterControl label="At least" for="filter-least">
          <input class="input" id="filter-least" name="least" type="number" min="1" value={choice.least ?? 1} />
        </FilterControl>
        <FilterControl label="people" for="filter-outcome">
          <select class="input" id="filter-outcome" name="outcome">
            {OUTCOMES.map((outcome) => (
              <option value={outcome} selected={outcome === choice.outcome}>
                {outcome}
              </option>
            ))}
          </select>
        </FilterControl>
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
        <FilterControl label="Created by" for="filter-by">
          <select class="input" id="filter-by" name="by">
            {[...new Set(['System', ...people, ...(choice.by ? [choice.by] : [])])].map((person) => (
              <option selected={person === choice.by}>{person}</option>
            ))}
          </select>
        </FilterControl>
      </FilterMenu>
      <FilterMenu {...shared} word="Created at" keys={['created_from', 'created_to']}>
        <DayRange of="created" choice={choice} />
      </FilterMenu>
      <FilterMenu {...shared} word="Finished at" keys={['finished_from', 'finished_to']}>
        <DayRange of="finished" choice={choice} />
      </FilterMenu>
      <SavedFilterMenu
        at={path}
        path="filters"
        title="Saved filters"
        saved={saved}
        open={(filter) => `${path}?${filter.query}`}
        current={saved.find((filter) => filter.query === syncFilterParams(choice).toString())?.name ?? null}
        manage
      />
      {hasSyncFilter(choice) && (
        <SaveFilterLink at={`${path}/filters`} query={syncFilterParams(choice)} word="Save filter" />
      )}
    </FilterBar>
  );
};

/** Saved filters of the list of syncs. */
export const SYNC_FILTERS: SavedFilterKind = {
  list: 'syncs',
  section: 'syncs',
  noun: 'saved filter',
  title: 'Saved filters',
  context: 'Filters of syncs, saved by name.',
  reader: 'admin',
  path: { list: 'syncs', saved: 'filters' },
  words: async (_, queries) =>
    queries.map((query) => {
      const { choice } = parseSyncQuery(Object.fromEntries(new URLSearchParams(query)));
      return activeSyncFilters(choice)
        .map(({ name, value }) => `${name} ${value}`)
        .join(', ');
    }),
  open: ({ query }) => query,
};
