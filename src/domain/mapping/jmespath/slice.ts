import type { NodeOf } from './ast.ts';
import type { Run } from './functions/call.ts';
import { isArray } from './values.ts';

const bound = (length: number, at: number, step: number): number => {
  const least = step < 0 ? -1 : 0;
  const most = step < 0 ? length - 1 : length;
  return at < 0 ? Math.max(at + length, least) : Math.min(at, most);
};

/** `[start:stop:step]`, with the rules of Python. */
export const compileSlice = ({ start, stop, step }: NodeOf<'slice'>): Run => {
  return (value, budget) => {
    if (!isArray(value)) return null;
    const { length } = value;
    const first = start === null ? (step < 0 ? length - 1 : 0) : bound(length, start, step);
    const end = stop === null ? (step < 0 ? -1 : length) : bound(length, stop, step);
    budget.charge(Math.max(0, Math.ceil((end - first) / step)));
    const elements: unknown[] = [];
    for (let at = first; step > 0 ? at < end : at > end; at += step) elements.push(value[at] ?? null);
    return elements;
  };
};
