import { EvaluationError } from '../faults.ts';
import type { Call, Definition } from './call.ts';
import { titleCase } from './title-case.ts';

/** A text function of one argument, whose answer is about as long; `steps` is what a character costs, in 64ths. */
const remade = (remake: (text: string) => string, steps: number): Definition => ({
  arity: [1, 1],
  run: (call) => {
    const text = call.text(0);
    if (text === null) return null;
    call.budget.produce(text.length);
    call.budget.charge((text.length * steps) >> 6);
    const made = remake(text);
    // Some letters have longer capitals: ß becomes SS.
    if (made.length > text.length) call.budget.produce(made.length - text.length);
    return made;
  },
});

/** The text between separators, each part a step; with a limit, the last part holds the rest unsplit. */
const partsOf = (call: Call, text: string, separator: string, limit: number): string[] => {
  call.budget.search(text, separator);
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

/** By code point, so that no character outside the basic plane is torn apart. */
const charactersOf = (call: Call, text: string, limit: number): string[] => {
  call.budget.charge(text.length);
  const characters = [...text];
  return characters.length <= limit
    ? characters
    : [...characters.slice(0, limit - 1), characters.slice(limit - 1).join('')];
};

const limitOf = (call: Call): number => {
  if (call.values.length < 3) return Number.POSITIVE_INFINITY;
  const limit = call.number(2);
  if (Number.isInteger(limit) && limit >= 1) return limit;
  throw new EvaluationError('invalid-value', 'split() needs a whole number of at least 1 as argument 3, its limit.');
};

const split = (call: Call): string[] | null => {
  const separator = call.string(1);
  const limit = limitOf(call);
  const text = call.text(0);
  if (text === null) return null;
  return separator === '' ? charactersOf(call, text, limit) : partsOf(call, text, separator, limit);
};

const replace = (call: Call): string | null => {
  const text = call.text(0);
  const find = call.text(1);
  const replacement = call.text(2) ?? '';
  // Nothing to find is nothing to replace: between every two characters is where nobody looks for it.
  if (text === null || find === null || find === '') return text;
  const parts = partsOf(call, text, find, Number.POSITIVE_INFINITY);
  if (parts.length === 1) return text;
  call.budget.produce(text.length + (parts.length - 1) * (replacement.length - find.length));
  return parts.join(replacement);
};

const isBlank = (call: Call, value: unknown): boolean => {
  if (typeof value !== 'string') return value === null || value === undefined;
  call.budget.read(value);
  return value.trim() === '';
};

/** Functions on text that the specification lacks. A number or a boolean counts as its text; null stays null. */
export const WORD_FUNCTIONS: Record<string, Definition> = {
  trim: {
    arity: [1, 1],
    run: (call) => call.text(0)?.trim() ?? null,
  },
  lower: remade((text) => text.toLowerCase(), 1),
  upper: remade((text) => text.toUpperCase(), 1),
  title_case: remade(titleCase, 128),
  split: { arity: [2, 3], run: split },
  replace: { arity: [3, 3], run: replace },
  coalesce: {
    arity: [1, Number.POSITIVE_INFINITY],
    run: (call) => call.values.find((value) => !isBlank(call, value)) ?? null,
  },
};
