import { ok } from '../../../lib/result.ts';
import { type Coerced, isNothing, misfit, NOTHING } from './coerced.ts';
import { scalarText } from './text.ts';

const WORDS: ReadonlyMap<string, boolean> = new Map([
  ['1', true],
  ['true', true],
  ['yes', true],
  ['y', true],
  ['0', false],
  ['false', false],
  ['no', false],
  ['n', false],
]);

/** The boolean that a value or its word stands for (HR systems send `"0"` and `"No"`); null when it is none. */
export const readBoolean = (value: unknown): boolean | null => {
  if (typeof value === 'boolean') return value;
  const text = scalarText(value);
  return text === null ? null : (WORDS.get(text.trim().toLowerCase()) ?? null);
};

/** @returns true or false, also out of 1, 0, yes, no, y and n; `invalid_boolean` for anything else */
export const toBoolean = (value: unknown): Coerced<boolean> => {
  if (isNothing(value)) return NOTHING;
  const boolean = readBoolean(value);
  if (boolean !== null) return ok(boolean);
  return misfit('invalid_boolean', 'A yes or no is needed here: true, 1, yes or y, or else false, 0, no or n.');
};
