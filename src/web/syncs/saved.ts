import type { SavedFilterKind } from '../saved-filters/kind.ts';
import { readSyncQuery } from './filter.ts';
import { chipsOf } from './filters.tsx';

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
      const { choice } = readSyncQuery(Object.fromEntries(new URLSearchParams(query)));
      return chipsOf(choice)
        .map(({ name, value }) => `${name} ${value}`)
        .join(', ');
    }),
  open: ({ query }) => query,
};
