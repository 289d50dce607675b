import { isObject } from '../../lib/json.ts';
import { isArray, isEqual, typeName } from '../runtime/values.ts';
import { EvaluationError } from '../syntax/faults.ts';
import type { FunctionCall, FunctionDefinition } from './call.ts';

/** Letters and digits, with apostrophes between them: hyphens, spaces and dots separate words. */
const WORD = /[\p{L}\p{M}\p{N}]+(?:['’ʼ][\p{L}\p{M}\p{N}]+)*/gu;
const LOWER_CASE = /\p{Ll}/u;
const UPPER_CASE = /\p{Lu}/u;
/** One letter, an apostrophe and at least two letters: O'Hara, d'Angelo; but not manager's. */
const ELISION = /^(\p{L}\p{M}*['’ʼ])(\p{L})(?=\p{L})/u;
/** Georgian writes names in what Unicode counts as lower case; its upper case is for headlines. */
const GEORGIAN = /^[\u10d0-\u10ff]/;

const capitalized = (word: string): string => {
  const first = String.fromCodePoint(word.codePointAt(0) ?? 0);
  const rest = word.slice(first.length);
  if (GEORGIAN.test(first) || (UPPER_CASE.test(rest) && LOWER_CASE.test(word))) return word;
  // The capital of one letter may be two: ß becomes Ss.
  const [capital = '', ...more] = first.toUpperCase();
  return (capital + (more.join('') + rest).toLowerCase()).replace(
    ELISION,
    (_, before: string, letter: string) => before + letter.toUpperCase(),
  );
};

/**
 * `ANNE-MARIE o'hara` becomes `Anne-Marie O'Hara`. A word with capitals and small letters after its first letter stays
 * as it is: McDonald, DeShawn, iOS. A word all in capitals cannot be told from an abbreviation: `HR` becomes `Hr`.
 */
const titleCase = (text: string): string => text.replace(WORD, capitalized);

const contains = (call: FunctionCall): boolean => {
  const [subject, part] = call.values;
  if (isArray(subject)) {
    return call.array(0).some((element) => isEqual(element, part ?? null, call.budget));
  }
  if (typeof subject !== 'string') return call.invalidArgument(0, 'a string or an array', subject);
  if (typeof part !== 'string') return false;
  call.budget.chargeSearch(subject, part);
  return subject.includes(part);
};

const prefixOrSuffix = (call: FunctionCall): string => {
  const text = call.string(1);
  call.budget.chargeRead(text);
  return text;
};

const length = (call: FunctionCall): number => {
  const [value] = call.values;
  if (isArray(value)) return value.length;
  if (isObject(value)) return Object.keys(value).length;
  if (typeof value !== 'string') return call.invalidArgument(0, 'a string, an array or an object', value);
  call.budget.chargeCharacters(value.length);
  return [...value].length;
};

const reverse = (call: FunctionCall): unknown => {
  const [value] = call.values;
  if (isArray(value)) return call.array(0).toReversed();
  if (typeof value !== 'string') return call.invalidArgument(0, 'a string or an array', value);
  call.budget.chargeCharacters(value.length);
  // By code point: no surrogate pair is split.
  return [...value].reverse().join('');
};

const join = (call: FunctionCall): string => {
  const glue = call.string(0);
  const parts = call.strings(1);
  let size = glue.length * parts.length;
  for (const part of parts) size += part.length;
  call.budget.chargeCharacters(size);
  return parts.join(glue);
};

const toText = (call: FunctionCall): string => {
  const [value] = call.values;
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return String(value);
  call.budget.chargeValue(value);
  return JSON.stringify(value ?? null);
};

export const TEXT_FUNCTIONS: Record<string, FunctionDefinition> = {
  contains: { arity: [2, 2], run: contains },
  starts_with: { arity: [2, 2], run: (call) => call.string(0).startsWith(prefixOrSuffix(call)) },
  ends_with: { arity: [2, 2], run: (call) => call.string(0).endsWith(prefixOrSuffix(call)) },
  length: { arity: [1, 1], run: length },
  reverse: { arity: [1, 1], run: reverse },
  join: { arity: [2, 2], run: join },
  to_string: { arity: [1, 1], run: toText },
  type: { arity: [1, 1], run: (call) => typeName(call.values[0]) },
};

/** The result is about as long as the text. @param steps what a character costs, in 64ths of a step */
const textFunction = (transform: (text: string) => string, steps: number): FunctionDefinition => ({
  arity: [1, 1],
  run: (call) => {
    const text = call.text(0);
    if (text === null) return null;
    call.budget.chargeCharacters(text.length);
    call.budget.charge((text.length * steps) >> 6);
    const result = transform(text);
    // Some upper-case forms are longer: ß becomes SS.
    if (result.length > text.length) call.budget.chargeCharacters(result.length - text.length);
    return result;
  },
});

/** Charges a step a part; with a limit, the last part holds the rest unsplit. */
const partsOf = (call: FunctionCall, text: string, separator: string, limit: number): string[] => {
  call.budget.chargeSearch(text, separator);
  const parts: string[] = [];
  let from = 0;
  while (parts.length < limit - 1) {
    const at = text.indexOf(separator, from);
    if (at === -1) break;
    call.budget.charge(1);
    parts.push(text.slice(from, at));
    from = at + separator.length;
  }
  parts.push(text.slice(from));
  return parts;
};

/** By code point: no surrogate pair is split. */
const charactersOf = (call: FunctionCall, text: string, limit: number): string[] => {
  call.budget.charge(text.length);
  const characters = [...text];
  return characters.length <= limit
    ? characters
    : [...characters.slice(0, limit - 1), characters.slice(limit - 1).join('')];
};

const limitOf = (call: FunctionCall): number => {
  if (call.values.length < 3) return Number.POSITIVE_INFINITY;
  const limit = call.number(2);
  if (Number.isInteger(limit) && limit >= 1) return limit;
  throw new EvaluationError('invalid-value', 'split() needs a whole number of at least 1 as argument 3, its limit.');
};

const split = (call: FunctionCall): string[] | null => {
  const separator = call.string(1);
  const limit = limitOf(call);
  const text = call.text(0);
  if (text === null) return null;
  return separator === '' ? charactersOf(call, text, limit) : partsOf(call, text, separator, limit);
};

const replace = (call: FunctionCall): string | null => {
  const text = call.text(0);
  const find = call.text(1);
  const replacement = call.text(2) ?? '';
  // An empty text to find replaces nothing, where JavaScript would find it between every two characters.
  if (text === null || find === null || find === '') return text;
  const parts = partsOf(call, text, find, Number.POSITIVE_INFINITY);
  if (parts.length === 1) return text;
  call.budget.chargeCharacters(text.length + (parts.length - 1) * (replacement.length - find.length));
  return parts.join(replacement);
};

const isBlank = (call: FunctionCall, value: unknown): boolean => {
  if (typeof value !== 'string') return value === null || value === undefined;
  call.budget.chargeRead(value);
  return value.trim() === '';
};

/** Not in the specification. They take a number or boolean as text; null stays null. */
export const TEXT_EXTENSIONS: Record<string, FunctionDefinition> = {
  trim: {
    arity: [1, 1],
    run: (call) => call.text(0)?.trim() ?? null,
  },
  lower: textFunction((text) => text.toLowerCase(), 1),
  upper: textFunction((text) => text.toUpperCase(), 1),
  title_case: textFunction(titleCase, 128),
  split: { arity: [2, 3], run: split },
  replace: { arity: [3, 3], run: replace },
  coalesce: {
    arity: [1, Number.POSITIVE_INFINITY],
    run: (call) => call.values.find((value) => !isBlank(call, value)) ?? null,
  },
};
