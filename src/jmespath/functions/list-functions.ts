import { isArray, type JsonObject } from '../runtime/values.ts';
import { allNumbers, allStrings, type FunctionCall, type FunctionDefinition } from './call.ts';

const compareKeys = <Key extends number | string>(left: Key, right: Key): number =>
  left < right ? -1 : left > right ? 1 : 0;

/** Sorting compares an element about log2(n) times; comparing texts reads them. */
const chargeSort = (call: FunctionCall, keys: readonly (number | string)[]): void => {
  const rounds = Math.ceil(Math.log2(keys.length + 1));
  let steps = keys.length;
  for (const key of keys) if (typeof key === 'string') steps += key.length >> 6;
  call.budget.charge(steps * rounds);
};

const sort = (call: FunctionCall): unknown[] => {
  const elements = call.array(0);
  if (!allNumbers(elements) && !allStrings(elements)) {
    return call.invalidArgument(0, 'an array of numbers or of strings', elements);
  }
  chargeSort(call, elements);
  return allNumbers(elements) ? elements.toSorted(compareKeys) : elements.toSorted(compareKeys);
};

const sortBy = (call: FunctionCall): unknown[] => {
  const elements = call.array(0);
  const keys = call.sortKeys(elements);
  chargeSort(call, keys);
  return elements
    .map((element, at) => ({ element, key: keys[at] ?? 0 }))
    .sort((left, right) => compareKeys(left.key, right.key))
    .map((pair) => pair.element);
};

const maxOrMinBy = (call: FunctionCall, sign: 1 | -1): unknown => {
  const elements = call.array(0);
  const keys = call.sortKeys(elements);
  let best = 0;
  for (let at = 1; at < keys.length; at += 1) if (compareKeys(keys[at] ?? 0, keys[best] ?? 0) === sign) best = at;
  return elements[best] ?? null;
};

const merge = (call: FunctionCall): JsonObject => {
  const merged = new Map<string, unknown>();
  for (let at = 0; at < call.values.length; at += 1) {
    const entries = Object.entries(call.object(at));
    call.budget.charge(entries.length);
    for (const [key, value] of entries) merged.set(key, value);
  }
  // fromEntries makes own properties, `__proto__` too; an assignment would set the prototype.
  return Object.fromEntries(merged);
};

const chargedList = <Element>(call: FunctionCall, elements: Element[]): Element[] => {
  call.budget.charge(elements.length);
  return elements;
};

export const LIST_FUNCTIONS: Record<string, FunctionDefinition> = {
  keys: { arity: [1, 1], run: (call) => chargedList(call, Object.keys(call.object(0))) },
  values: { arity: [1, 1], run: (call) => chargedList(call, Object.values(call.object(0))) },
  map: {
    arity: [2, 2],
    referenceAt: 0,
    run: (call) => call.array(1).map((element) => call.evaluateReference(element)),
  },
  merge: { arity: [1, Number.POSITIVE_INFINITY], run: merge },
  not_null: {
    arity: [1, Number.POSITIVE_INFINITY],
    run: (call) => call.values.find((value) => value !== null && value !== undefined) ?? null,
  },
  sort: { arity: [1, 1], run: sort },
  sort_by: { arity: [2, 2], referenceAt: 1, run: sortBy },
  max_by: { arity: [2, 2], referenceAt: 1, run: (call) => maxOrMinBy(call, 1) },
  min_by: { arity: [2, 2], referenceAt: 1, run: (call) => maxOrMinBy(call, -1) },
  to_array: { arity: [1, 1], run: (call) => (isArray(call.values[0]) ? call.values[0] : [call.values[0] ?? null]) },
};
