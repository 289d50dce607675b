import { isTruthy, scalarText } from '../../../jmespath/runtime/values.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import type { RecordProblem } from '../../shared/record-error.ts';
import type { UserRole } from '../../user/attributes.ts';

/** Null when the expression gave nothing. */
export type Coerced<Value> = Result<Value | null, RecordProblem>;

export const NO_VALUE: { ok: true; value: null } = ok(null);

/** A visible sign of ASCII at the beginning tells that a text is not blank, and spares looking for its ends. */
const isBlankText = (text: string): boolean => {
  const first = text.charCodeAt(0);
  return !(first > 32 && first < 127) && text.trim() === '';
};

export const isNoValue = (value: unknown): boolean =>
  value === null || value === undefined || (typeof value === 'string' && isBlankText(value));

/** @returns the value as text, as it came; `invalid_text` for a list, an object or a number out of range */
export const toText = (value: unknown): Coerced<string> => {
  if (isNoValue(value)) return NO_VALUE;
  const text = scalarText(value);
  if (text !== null) return ok(text);
  return fail({ code: 'invalid_text', params: { problem: Array.isArray(value) ? 'list' : 'object' } });
};

export const toTrimmedText = (value: unknown): Coerced<string> => {
  const text = toText(value);
  return text.ok && text.value !== null ? ok(text.value.trim()) : text;
};

/** fault `invalid_text`, also for a number so large that its last digits are already lost */
export const toEmployeeId = (value: unknown): Coerced<string> => {
  if (typeof value !== 'number' || Math.abs(value) <= Number.MAX_SAFE_INTEGER) return toTrimmedText(value);
  return fail({ code: 'invalid_text', params: { problem: 'digits_lost' } });
};

/** A comma could be either separator, so it is refused. */
const DECIMAL = /^[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?$/;

/** @returns the number, also out of a text such as `" 0.8 "`; `invalid_number` for anything else */
export const toNumber = (value: unknown): Coerced<number> => {
  if (isNoValue(value)) return NO_VALUE;
  const text = typeof value === 'string' ? value.trim() : null;
  const number = text !== null && DECIMAL.test(text) ? Number(text) : value;
  // JSON knows no -0: it would come back from storage as 0 and count as a change.
  if (typeof number === 'number' && Number.isFinite(number)) return ok(number === 0 ? 0 : number);
  return fail({ code: 'invalid_number', params: {} });
};

const BOOLEAN_WORDS: ReadonlyMap<string, boolean> = new Map([
  ['1', true],
  ['true', true],
  ['yes', true],
  ['y', true],
  ['0', false],
  ['false', false],
  ['no', false],
  ['n', false],
]);

/** HR systems send `"0"` and `"No"`. Null when it is none. */
const parseBoolean = (value: unknown): boolean | null => {
  if (typeof value === 'boolean') return value;
  const text = scalarText(value);
  return text === null ? null : (BOOLEAN_WORDS.get(text.trim().toLowerCase()) ?? null);
};

/** @returns true or false, also out of 1, 0, yes, no, y and n; `invalid_boolean` for anything else */
export const toBoolean = (value: unknown): Coerced<boolean> => {
  if (isNoValue(value)) return NO_VALUE;
  const boolean = parseBoolean(value);
  return boolean === null ? fail({ code: 'invalid_boolean', params: {} }) : ok(boolean);
};

/** @returns `restricted` for a yes, `regular` for a no, null to leave the role alone; `invalid_role` for anything else */
export const toRole = (value: unknown): Coerced<UserRole> => {
  if (isNoValue(value)) return NO_VALUE;
  const isRestricted = parseBoolean(value);
  if (isRestricted === null) return fail({ code: 'invalid_role', params: {} });
  return ok(isRestricted ? 'restricted' : 'regular');
};

/** A word for a boolean counts as one; the rest is as in JMESPath. */
export const isAffirmative = (value: unknown): boolean => parseBoolean(value) ?? isTruthy(value);

/** @returns a list of texts without empty ones, null when none is left; `invalid_list` when it holds lists or objects */
export const toList = (value: unknown): Coerced<string[]> => {
  const texts: string[] = [];
  for (const element of Array.isArray(value) ? value : [value]) {
    if (isNoValue(element)) continue;
    const text = scalarText(element);
    if (text === null) return fail({ code: 'invalid_list', params: {} });
    texts.push(text);
  }
  return texts.length === 0 ? NO_VALUE : ok(texts);
};
