import { valueAt } from '../../lib/json-split/json-splitter.ts';

const MAX_PLACES = 20;

/** Whether the last key of a path is there, though null: then the source says itself that nothing follows. */
export function hasKeyAt(envelope: unknown, path: string): boolean {
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const parent = keys.length === 0 ? envelope : valueAt(envelope, keys.join('.'));
  return typeof parent === 'object' && parent !== null && Object.hasOwn(parent, last);
}

/** What stands beside the records, as dotted paths; lists are left out. */
export function pathsIn(value: unknown, before = ''): string[] {
  if (Array.isArray(value)) return [];
  if (typeof value !== 'object' || value === null) return before === '' ? [] : [before];
  const places = Object.entries(value).flatMap(([key, one]) => pathsIn(one, before === '' ? key : `${before}.${key}`));
  return places.slice(0, MAX_PLACES);
}

/** That a path leads nowhere on the first page, with what is there instead. */
export function nextPageMissing(path: string, envelope: unknown): string {
  const there = pathsIn(envelope);
  const instead = there.length > 0 ? ` Beside the records there is: ${there.join(', ')}.` : '';
  return `The first page has nothing at “${path}”, where the next one should be named.${instead}`;
}
