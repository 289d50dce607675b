import type { FC } from 'hono/jsx';
import { z } from 'zod';
import { OUTCOMES, SYNC_STATES } from '../../domain/sync/vocabulary.ts';
import type { SavedFilter } from '../../store/filters/reader.ts';
import { isLocalId } from '../../store/ids.ts';
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
const id = z.coerce.number().refine(isLocalId);

/** Invalid parameters are ignored, to keep old links working. */
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

export type SyncFilterQuery = Omit<Query, 'before' | 'after'>;

export function parseSyncQuery(params: Record<string, string>): {
  query: SyncFilterQuery;
  cursor: { before?: number | undefined; after?: number | undefined };
} {
  const { before, after, ...query } = querySchema.parse(params);
  // An outcome without a number means at least one.
  const least = query.outcome ? (query.least ?? 1) : undefined;
  return { query: { ...query, least }, cursor: { before, after } };
}

const DAY_MS = 86_400_000;
const dayStart = (date: string | undefined): number | undefined => (date ? Date.parse(date) : undefined);
/** Exclusive. */
const dayEnd = (date: string | undefined): number | undefined => (date ? Date.parse(date) + DAY_MS : undefined);

/** Days are UTC, like the schedule. */
export const toStoreFilter = (query: SyncFilterQuery): SyncFilter => ({
  state: query.status,
  persisted: query.persisted === undefined ? undefined : query.persisted === 'yes',
  createdBy: query.by,
  atLeast: query.outcome ? { outcome: query.outcome, count: query.least ?? 1 } : undefined,
  createdFrom: dayStart(query.created_from),
  createdTo: dayEnd(query.created_to),
  finishedFrom: dayStart(query.finished_from),
  finishedTo: dayEnd(query.finished_to),
});

export const hasSyncFilter = (query: SyncFilterQuery): boolean =>
  Object.values(query).some((value) => value !== undefined);

/** Canonical: compared with the queries of saved filters. */
const syncFilterParams = (query: SyncFilterQuery): URLSearchParams =>
  new URLSearchParams(
    Object.entries(query).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])),
  );

const capitalize = (value: string): string => value.charAt(0).toUpperCase() + value.slice(1).replace('_', ' ');
const rangeLabel = (from: string | undefined, to: string | undefined): string =>
  [from && `from ${from}`, to && `to ${to}`].filter(Boolean).join(' ');

function activeSyncFilters(query: SyncFilterQuery): ActiveFilter[] {
  const chips: ActiveFilter[] = [];
  if (query.id) chips.push({ name: 'Sync ID', value: String(query.id), keys: ['id'] });
  if (query.status) chips.push({ name: 'Status', value: capitalize(query.status), keys: ['status'] });
  if (query.outcome) {
    const value = `at least ${formatCount(query.least ?? 1)} ${query.outcome}`;
    chips.push({ name: 'Summary', value, keys: ['outcome', 'least'] });
  }
  if (query.persisted) chips.push({ name: 'Is persisted', value: capitalize(query.persisted), keys: ['persisted'] });
  if (query.by) chips.push({ name: 'Created by', value: query.by, keys: ['by'] });
  const created = rangeLabel(query.created_from, query.created_to);
  if (created) chips.push({ name: 'Created', value: created, keys: ['created_from', 'created_to'] });
  const finished = rangeLabel(query.finished_from, query.finished_to);
  if (finished) chips.push({ name: 'Finished', value: finished, keys: ['finished_from', 'finished_to'] });
  return chips;
}

const DayRange: FC<{ field: 'created' | 'finished'; query: SyncFilterQuery }> = ({ field, query }) => (
  <>
    {(['from', 'to'] as const).map((end) => (
      <FilterControl label={capitalize(end)} for={`${field}-${end}`}>
        <input
          class="input"
          type="date"
          id={`${field}-${end}`}
          name={`${field}_${end}`}
          value={query[`${field}_${end}`]}
        />
      </FilterControl>
    ))}
    <p class="field-hint">Whole days, UTC.</p>
  </>
);

export const SyncFilters: FC<{
  path: string;
  query: SyncFilterQuery;
  creators: readonly string[];
  saved: readonly SavedFilter[];
}> = ({ path, query, creators, saved }) => {
  const shared = { path, query };
  return (
    <FilterBar subject="syncs">
      <ActiveFilters {...shared} chips={activeSyncFilters(query)} />
      <FilterMenu {...shared} label="Sync ID" keys={['id']}>
        <FilterControl label="Sync ID" for="filter-id">
          <input class="input" id="filter-id" name="id" inputmode="numeric" pattern="[0-9]+" value={query.id} />
        </FilterControl>
      </FilterMenu>
      <FilterLinks
        {...shared}
        label="Status"
        name="status"
        options={SYNC_STATES.map((state) => [state, capitalize(state)])}
      />
      <FilterMenu {...shared} label="Summary" keys={['outcome', 'least']}>
        <FilterControl label="At least" for="filter-least">
          <input class="input" id="filter-least" name="least" type="number" min="1" value={query.least ?? 1} />
        </FilterControl>
        <FilterControl label="people" for="filter-outcome">
          <select class="input" id="filter-outcome" name="outcome">
            {OUTCOMES.map((outcome) => (
              <option value={outcome} selected={outcome === query.outcome}>
                {outcome}
              </option>
            ))}
          </select>
        </FilterControl>
      </FilterMenu>
      <FilterLinks
        {...shared}
        label="Is persisted"
        name="persisted"
        options={[
          ['yes', 'Yes'],
          ['no', 'No, dry run'],
        ]}
      />
      <FilterMenu {...shared} label="Created by" keys={['by']}>
        <FilterControl label="Created by" for="filter-by">
          <select class="input" id="filter-by" name="by">
            {[...new Set(['System', ...creators, ...(query.by ? [query.by] : [])])].map((person) => (
              <option selected={person === query.by}>{person}</option>
            ))}
          </select>
        </FilterControl>
      </FilterMenu>
      <FilterMenu {...shared} label="Created at" keys={['created_from', 'created_to']}>
        <DayRange field="created" query={query} />
      </FilterMenu>
      <FilterMenu {...shared} label="Finished at" keys={['finished_from', 'finished_to']}>
        <DayRange field="finished" query={query} />
      </FilterMenu>
      <SavedFilterMenu
        kind={SYNC_FILTERS}
        listPath={path}
        saved={saved}
        current={saved.find((filter) => filter.query === syncFilterParams(query).toString())?.name ?? null}
        canManage
      />
      {hasSyncFilter(query) && (
        <SaveFilterLink savedPath={`${path}/filters`} query={syncFilterParams(query)} label="Save filter" />
      )}
    </FilterBar>
  );
};

export const SYNC_FILTERS: SavedFilterKind = {
  list: 'syncs',
  section: 'syncs',
  noun: 'saved filter',
  title: 'Saved filters',
  context: 'Filters of syncs, saved by name.',
  readableBy: 'admin',
  path: { list: 'syncs', saved: 'filters' },
  describe: async (_, queries) =>
    queries.map((saved) => {
      const { query } = parseSyncQuery(Object.fromEntries(new URLSearchParams(saved)));
      return activeSyncFilters(query)
        .map(({ name, value }) => `${name} ${value}`)
        .join(', ');
    }),
  openQuery: ({ query }) => query,
};
