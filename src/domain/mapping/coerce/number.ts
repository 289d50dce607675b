import { ok } from '../../../lib/result.ts';
import { type Coerced, isNothing, misfit, NOTHING } from './coerced.ts';

/** Digits with a decimal point. A comma could be either separator, so it is refused. */
const DECIMAL = /^[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?$/;

/** @returns the number, also out of a text such as `" 0.8 "`; `invalid_number` for anything else */
export const toNumber = (value: unknown): Coerced<number> => {
  if (isNothing(value)) return NOTHING;
  const text = typeof value === 'string' ? value.trim() : null;
  const number = text !== null && DECIMAL.test(text) ? Number(text) : value;
  // JSON knows no -0: it would come back from storage as 0 and count as a change.
  if (typeof number === 'number' && Number.isFinite(number)) return ok(number === 0 ? 0 : number);
  return misfit(
    'invalid_number',
    'A number is needed here, such as 12 or 0.8. Write it with a point, without thousands separators and units.',
  );
};
