import { isObject } from '../../lib/json.ts';
import { BudgetError } from '../syntax/faults.ts';
import { type Budget, MAX_VALUE_DEPTH } from './budget.ts';

/** 1e21 as 1000000000000000000000, 1e-7 as 0.0000001. */
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

export const scalarText = (value: unknown): string | null => {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'number' && Number.isFinite(value) ? plainNumber(value) : null;
};

export const isArray = (value: unknown): value is unknown[] => Array.isArray(value);

/** Own properties only: `constructor` or `__proto__` of the language are not part of a JSON value. */
export const member = (value: unknown, name: string): unknown =>
  isObject(value) && Object.hasOwn(value, name) ? (value[name] ?? null) : null;

/** JMESPath truth: null, false, "", [] and {} are false; 0 is true. */
export const isTruthy = (value: unknown): boolean => {
  if (value === null || value === undefined || value === false || value === '') return false;
  if (typeof value !== 'object') return true;
  if (isArray(value)) return value.length > 0;
  for (const _ in value) return true;
  return false;
};

type TypeName = 'null' | 'string' | 'number' | 'boolean' | 'array' | 'object';

export const typeName = (value: unknown): TypeName => {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'boolean';
  return isArray(value) ? 'array' : 'object';
};

export const isEqual = (left: unknown, right: unknown, budget: Budget, depth = 0): boolean => {
  if (left === right && typeof left !== 'string') return true;
  if (typeof left === 'string' && typeof right === 'string') {
    if (left.length !== right.length) return false;
    budget.chargeRead(left);
    return left === right;
  }
  if (depth >= MAX_VALUE_DEPTH) {
    throw new BudgetError(`The expression compares values that are nested more than ${MAX_VALUE_DEPTH} levels deep.`);
  }
  if (isArray(left)) {
    if (!isArray(right) || left.length !== right.length) return false;
    budget.charge(left.length);
    return left.every((element, at) => isEqual(element, right[at], budget, depth + 1));
  }
  if (!isObject(left) || !isObject(right)) return false;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  budget.charge(keys.length);
  return keys.every((key) => Object.hasOwn(right, key) && isEqual(left[key], right[key], budget, depth + 1));
};
