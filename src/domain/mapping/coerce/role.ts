import { ok } from '../../../lib/result.ts';
import type { Role } from '../../user/attributes.ts';
import { readBoolean } from './boolean.ts';
import { type Coerced, isNothing, misfit, NOTHING } from './coerced.ts';

/** @returns `restricted` for a yes, `regular` for a no, null to leave the role alone; `invalid_role` for anything else */
export const toRole = (value: unknown): Coerced<Role> => {
  if (isNothing(value)) return NOTHING;
  const isRestricted = readBoolean(value);
  if (isRestricted !== null) return ok(isRestricted ? 'restricted' : 'regular');
  return misfit(
    'invalid_role',
    'The restricted-role expression must give a yes or no: true, 1, yes or y makes the role restricted; false, 0, no or n makes it regular.',
  );
};
