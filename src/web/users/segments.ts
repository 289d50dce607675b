import { describeFault } from '../../domain/fault.ts';
import { fieldsOf } from '../../domain/user/filter/fields.ts';
import { readFilter } from '../../domain/user/filter/filter.ts';
import { filterWords } from '../../domain/user/filter/words.ts';
import type { SavedFilterKind } from '../saved-filters/kind.ts';

/** Saved filters of users. */
export const SEGMENTS: SavedFilterKind = {
  list: 'users',
  section: 'users',
  noun: 'segment',
  title: 'Segments',
  context: 'Filters of users, saved by name.',
  reader: 'viewer',
  path: { list: 'users', saved: 'segments' },
  async words(c, queries) {
    const fields = fieldsOf(await c.var.store.mappings.definitions());
    return queries.map((query) => {
      const filter = readFilter(new URLSearchParams(query), fields);
      return filter.ok ? filterWords(filter.value) : describeFault(filter.fault);
    });
  },
  // By name, so that a link to it shows what the segment is by then.
  open: ({ name }) => new URLSearchParams({ segment: name }).toString(),
};
