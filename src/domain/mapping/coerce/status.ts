import { ok } from '../../../lib/result.ts';
import type { Status } from '../../user/attributes.ts';
import { type Coerced, isNothing, misfit, NOTHING } from './coerced.ts';
import { scalarText } from './text.ts';
import { wordKey } from './word-key.ts';

/** What a source's own words for a status mean; keys as `wordKey` makes them. */
export type StatusTable = ReadonlyMap<string, Status>;

const USUAL_VALUES: Record<string, Status> = {
  active: 'active',
  a: 'active',
  true: 'active',
  1: 'active',
  'on leave': 'on_leave',
  on_leave: 'on_leave',
  leave: 'on_leave',
  terminated: 'terminated',
  inactive: 'terminated',
  t: 'terminated',
  false: 'terminated',
  0: 'terminated',
};

/** The value table of a mapping; the usual one when the mapping has none. */
export const statusTable = (values: Record<string, Status> = USUAL_VALUES): StatusTable =>
  new Map(Object.entries(values).map(([word, status]) => [wordKey(word), status]));

/** @returns the status that the table gives; `unknown_status` for a value that it lacks, which never means terminated */
export const toStatus = (value: unknown, table: StatusTable): Coerced<Status> => {
  if (isNothing(value)) return NOTHING;
  const word = scalarText(value);
  const status = word === null ? undefined : table.get(wordKey(word));
  if (status !== undefined) return ok(status);
  return misfit(
    'unknown_status',
    'The value table of the status does not know this value. Add it there as active, on leave or terminated.',
  );
};
