import { fail, ok, type Result } from '../../../lib/result.ts';
import type { Field, FieldKind } from './fields.ts';

/** What a field is compared with: text, number, ISO date, or true and false. */
export type FilterValue = string | number | boolean;

const MOST_CHARACTERS = 200;
const DECIMAL = /^[+-]?\d{1,15}(?:\.\d{1,10})?$/;
const WORDS: Record<string, boolean> = { yes: true, true: true, no: false, false: false };

/** Whether the calendar has this ISO day; Date itself would make the 1st of March of the 30th of February. */
const isDay = (text: string): boolean => {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
};

type Read = (text: string, field: Field) => Result<FilterValue, string>;

const readText: Read = (text, { label }) =>
  text.length > MOST_CHARACTERS ? fail(`Use at most ${MOST_CHARACTERS} characters for ${label}.`) : ok(text);

/** What each kind of field can be compared with, or a sentence that says what is wanted. */
const READ: Record<FieldKind, Read> = {
  text: readText,
  list: readText,
  person: readText,
  number: (text, { label }) =>
    DECIMAL.test(text) ? ok(Number(text)) : fail(`${label} is a number: give one such as 12 or 0.8, not “${text}”.`),
  boolean: (text, { label }) => {
    const value = WORDS[text.toLowerCase()];
    return value === undefined ? fail(`${label} is yes or no, not “${text}”.`) : ok(value);
  },
  date: (text, { label }) =>
    isDay(text) ? ok(text) : fail(`${label} is a date: give a day such as 2026-11-22, not “${text}”.`),
  choice: (text, { label, options }) => {
    const option = options.find((one) => one === text.toLowerCase());
    return option === undefined ? fail(`${label} is one of ${options.join(', ')}, not “${text}”.`) : ok(option);
  },
};

/** Reads what a field is compared with, as somebody typed it; the fault is a sentence. */
export function readValue(typed: string, field: Field): Result<FilterValue, string> {
  const text = typed.trim();
  if (text === '') return fail(`Give a value to compare ${field.label} with.`);
  return READ[field.kind](text.slice(0, MOST_CHARACTERS + 1), field);
}

/** A value as it stands in an address. */
export const valueText = (value: FilterValue): string =>
  typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);

/** Several values in one text: `Oslo; Bergen`. A backslash lets a semicolon be itself. */
export const splitValues = (text: string): string[] =>
  (text.match(/(?:\\.|[^;\\]|\\$)+/gs) ?? [])
    .map((part) => part.replaceAll(/\\([;\\])/g, '$1').trim())
    .filter((part) => part !== '');

export const joinValues = (values: readonly FilterValue[]): string =>
  values.map((value) => valueText(value).replaceAll(/[;\\]/g, '\\$&')).join('; ');
