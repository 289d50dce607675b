import type { Run } from './functions/call.ts';
import { isArray, isObject, isTruthy } from './values.ts';

/** Runs `right` on each element and keeps what is not null. `weight` is the size of `right`: what an element costs. */
const project = (
  right: Run,
  weight: number,
): ((elements: readonly unknown[], budget: Parameters<Run>[1]) => unknown[]) => {
  return (elements, budget) => {
    budget.charge(elements.length * weight);
    const collected: unknown[] = [];
    for (const element of elements) {
      const result = right(element, budget);
      if (result !== null) collected.push(result);
    }
    return collected;
  };
};

/** `left[*]…` */
export const compileProjection = (left: Run, right: Run, weight: number): Run => {
  const collect = project(right, weight);
  return (value, budget) => {
    const elements = left(value, budget);
    return isArray(elements) ? collect(elements, budget) : null;
  };
};

/** `left.*…` */
export const compileValueProjection = (left: Run, right: Run, weight: number): Run => {
  const collect = project(right, weight);
  return (value, budget) => {
    const object = left(value, budget);
    return isObject(object) ? collect(Object.values(object), budget) : null;
  };
};

/** `left[?condition]…` */
export const compileFilter = (
  left: Run,
  right: Run,
  condition: Run,
  weights: { right: number; condition: number },
): Run => {
  const collect = project(right, weights.right);
  return (value, budget) => {
    const elements = left(value, budget);
    if (!isArray(elements)) return null;
    budget.charge(elements.length * weights.condition);
    const kept: unknown[] = [];
    for (const element of elements) if (isTruthy(condition(element, budget))) kept.push(element);
    return collect(kept, budget);
  };
};

/** `child[]`: lists within the list are opened, one level. */
export const compileFlatten = (child: Run): Run => {
  return (value, budget) => {
    const elements = child(value, budget);
    if (!isArray(elements)) return null;
    const flat: unknown[] = [];
    for (const element of elements) {
      if (!isArray(element)) {
        budget.charge(1);
        flat.push(element);
        continue;
      }
      budget.charge(element.length);
      for (const inner of element) flat.push(inner);
    }
    return flat;
  };
};
