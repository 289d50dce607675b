import { normalizeWord } from '../../../jmespath/functions/lookup-tables.ts';
import { scalarText } from '../../../jmespath/runtime/values.ts';
import { fail, ok } from '../../../lib/result.ts';
import type { EmploymentStatus } from '../../user/attributes.ts';
import { type Coerced, isNoValue, NO_VALUE } from './values.ts';

/** Keys as `normalizeWord` makes them. */
type StatusTable = ReadonlyMap<string, EmploymentStatus>;

const DEFAULT_STATUS_VALUES: Record<string, EmploymentStatus> = {
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

export const statusTable = (values: Record<string, EmploymentStatus> = DEFAULT_STATUS_VALUES): StatusTable =>
  new Map(Object.entries(values).map(([word, status]) => [normalizeWord(word), status]));

/** @returns the status that the table gives; `unknown_status` for a value that it lacks, which never means terminated */
export const toStatus = (value: unknown, table: StatusTable): Coerced<EmploymentStatus> => {
  if (isNoValue(value)) return NO_VALUE;
  const word = scalarText(value);
  const status = word === null ? undefined : table.get(normalizeWord(word));
  return status === undefined ? fail({ code: 'unknown_status', params: {} }) : ok(status);
};
