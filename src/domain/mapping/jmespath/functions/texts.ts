import { isArray, isEqual, isObject, typeName } from '../values.ts';
import type { Call, Definition } from './call.ts';

const contains = (call: Call): boolean => {
  const [subject, part] = call.values;
  if (isArray(subject)) {
    return call.array(0).some((element) => isEqual(element, part ?? null, call.budget));
  }
  if (typeof subject !== 'string') return call.refuse(0, 'a string or an array', subject);
  if (typeof part !== 'string') return false;
  call.budget.search(subject, part);
  return subject.includes(part);
};

const affix = (call: Call): string => {
  const text = call.string(1);
  call.budget.read(text);
  return text;
};

const length = (call: Call): number => {
  const [value] = call.values;
  if (isArray(value)) return value.length;
  if (isObject(value)) return Object.keys(value).length;
  if (typeof value !== 'string') return call.refuse(0, 'a string, an array or an object', value);
  call.budget.produce(value.length);
  return [...value].length;
};

const reverse = (call: Call): unknown => {
  const [value] = call.values;
  if (isArray(value)) return call.array(0).toReversed();
  if (typeof value !== 'string') return call.refuse(0, 'a string or an array', value);
  call.budget.produce(value.length);
  // By code point, so that no character outside the basic plane is torn apart.
  return [...value].reverse().join('');
};

const join = (call: Call): string => {
  const glue = call.string(0);
  const parts = call.strings(1);
  let size = glue.length * parts.length;
  for (const part of parts) size += part.length;
  call.budget.produce(size);
  return parts.join(glue);
};

const toText = (call: Call): string => {
  const [value] = call.values;
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return String(value);
  call.budget.measure(value);
  return JSON.stringify(value ?? null);
};

export const TEXT_FUNCTIONS: Record<string, Definition> = {
  contains: { arity: [2, 2], run: contains },
  starts_with: { arity: [2, 2], run: (call) => call.string(0).startsWith(affix(call)) },
  ends_with: { arity: [2, 2], run: (call) => call.string(0).endsWith(affix(call)) },
  length: { arity: [1, 1], run: length },
  reverse: { arity: [1, 1], run: reverse },
  join: { arity: [2, 2], run: join },
  to_string: { arity: [1, 1], run: toText },
  type: { arity: [1, 1], run: (call) => typeName(call.values[0]) },
};
