import { allNumbers, allStrings, type FunctionCall, type FunctionDefinition } from './call.ts';

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

type Comparable = number | string;

const pickBest = <Element extends Comparable>(
  elements: readonly Element[],
  beats: (left: Element, right: Element) => boolean,
): Element | null =>
  elements.reduce<Element | null>((kept, next) => (kept === null || beats(next, kept) ? next : kept), null);

const maxOrMin = (call: FunctionCall, greatest: boolean): Comparable | null => {
  const beats = (left: Comparable, right: Comparable): boolean => (greatest ? left > right : left < right);
  const elements = call.array(0);
  if (allNumbers(elements)) return pickBest(elements, beats);
  if (allStrings(elements)) return pickBest(call.strings(0), beats);
  return call.invalidArgument(0, 'an array of numbers or of strings', elements);
};

/** Numbers in JSON's notation only: JavaScript's Number would read '' as 0 and '0x10' as 16. */
const JSON_NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;

const toNumber = (value: unknown): number | null => {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.length > 400 || !JSON_NUMBER.test(value)) return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
};

export const NUMBER_FUNCTIONS: Record<string, FunctionDefinition> = {
  abs: { arity: [1, 1], run: (call) => Math.abs(call.number(0)) },
  ceil: { arity: [1, 1], run: (call) => Math.ceil(call.number(0)) },
  floor: { arity: [1, 1], run: (call) => Math.floor(call.number(0)) },
  sum: { arity: [1, 1], run: (call) => sum(call.numbers(0)) },
  avg: {
    arity: [1, 1],
    run: (call) => {
      const numbers = call.numbers(0);
      return numbers.length === 0 ? null : sum(numbers) / numbers.length;
    },
  },
  max: { arity: [1, 1], run: (call) => maxOrMin(call, true) },
  min: { arity: [1, 1], run: (call) => maxOrMin(call, false) },
  to_number: { arity: [1, 1], run: (call) => toNumber(call.values[0]) },
};
