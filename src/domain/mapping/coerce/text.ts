import { ok } from '../../../lib/result.ts';
import { type Coerced, isNothing, misfit, NOTHING } from './coerced.ts';

/** Digits without an exponent: 1e21 as 1000000000000000000000, 1e-7 as 0.0000001. */
const plainNumber = (number: number): string => {
  const text = String(number);
  const [mantissa = '', exponent] = text.split('e');
  if (exponent === undefined) return text;
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const sign = number < 0 ? '-' : '';
  const shift = Number(exponent);
  if (shift > 0) return `${sign}${whole}${fraction.padEnd(shift, '0')}`;
  return `${sign}0.${'0'.repeat(-shift - 1)}${whole}${fraction}`;
};

/** A text, number or boolean as text; null for anything else. */
export const scalarText = (value: unknown): string | null => {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'number' && Number.isFinite(value) ? plainNumber(value) : null;
};

/** @returns the value as text, as it came; `invalid_text` for a list, an object or a number out of range */
export const toText = (value: unknown): Coerced<string> => {
  if (isNothing(value)) return NOTHING;
  const text = scalarText(value);
  if (text !== null) return ok(text);
  return misfit(
    'invalid_text',
    Array.isArray(value)
      ? "A text is needed here, but the expression gave a list. Take one element with [0], or combine them with join(', ', …)."
      : 'A text is needed here, but the expression gave an object or a number out of range. Let the expression name one field of it.',
  );
};

/** @returns the value as text, without white space around it; `invalid_text` as for any text */
export const toTrimmedText = (value: unknown): Coerced<string> => {
  const text = toText(value);
  return text.ok && text.value !== null ? ok(text.value.trim()) : text;
};

/** @returns the ID as trimmed text; `invalid_text` also for a number so large that its last digits are already lost */
export const toEmployeeId = (value: unknown): Coerced<string> => {
  if (typeof value !== 'number' || Math.abs(value) <= Number.MAX_SAFE_INTEGER) return toTrimmedText(value);
  return misfit(
    'invalid_text',
    'This employee ID is a number with more than 15 digits, and its last digits are lost on the way. Let the data source send it as text.',
  );
};
