import { isObject } from '../lib/json.ts';
import type { CompiledNode } from './functions/call.ts';
import { compileCall } from './functions/compile-call.ts';
import type { LookupContext } from './functions/lookup-tables.ts';
import { isArray, isEqual, isTruthy, member } from './runtime/values.ts';
import { type Comparator, measureTree, type Node, type NodeOf } from './syntax/ast.ts';

const costOf = (node: Node): number => measureTree(node).size;

/**
 * To closures, so that evaluating does not walk the tree.
 * @throws ExpressionError for a call that no payload could make right: an unknown function, a wrong number of arguments
 */
export const compile = (node: Node, lookups: LookupContext): CompiledNode => {
  const compileChild = (child: Node): CompiledNode => compile(child, lookups);
  switch (node.type) {
    case 'current':
      return (value) => value;
    case 'literal': {
      const literal = node.value;
      return () => literal;
    }
    case 'field':
      return compileField(node.name);
    case 'index':
      return compileIndex(node.value);
    case 'slice':
      return compileSlice(node);
    case 'subexpression':
      return compileSubexpression(node, compileChild);
    case 'index_expression':
    case 'pipe':
      return compileChain(compileChild(node.left), compileChild(node.right));
    case 'projection':
      return compileProjection(compileChild(node.left), compileChild(node.right), costOf(node.right));
    case 'value_projection':
      return compileValueProjection(compileChild(node.left), compileChild(node.right), costOf(node.right));
    case 'filter_projection':
      return compileFilter(compileChild(node.left), compileChild(node.right), compileChild(node.condition), {
        right: costOf(node.right),
        condition: costOf(node.condition),
      });
    case 'flatten':
      return compileFlatten(compileChild(node.child));
    case 'or':
    case 'and':
      return compileLogical(node, compileChild);
    case 'not': {
      const child = compileChild(node.child);
      return (value, budget) => !isTruthy(child(value, budget));
    }
    case 'comparison':
      return compileComparison(node.operator, compileChild(node.left), compileChild(node.right));
    case 'multi_select_list':
      return compileMultiSelectList(node.children.map(compileChild));
    case 'multi_select_hash':
      return compileMultiSelectHash(node, compileChild);
    case 'function':
      return compileCall(node, (argument) => compileChild(argument.node), lookups);
  }
};

type CompileChild = (part: Node) => CompiledNode;

/** One property read where no object inherits the name; the few other names need a check of own properties. */
const compileField = (name: string): CompiledNode => {
  if (name in Object.prototype) return (value) => member(value, name);
  return (value) => (isObject(value) ? (value[name] ?? null) : null);
};

const compileIndex = (index: number): CompiledNode => {
  return (value) => (isArray(value) ? (value[index < 0 ? value.length + index : index] ?? null) : null);
};

const compileChain = (left: CompiledNode, right: CompiledNode): CompiledNode => {
  return (value, budget) => right(left(value, budget), budget);
};

/** Paths such as `a.b`, by far the most frequent, skip a closure. */
const compileSubexpression = ({ left, right }: NodeOf<'subexpression'>, compileChild: CompileChild): CompiledNode => {
  if (right.type !== 'field') return compileChain(compileChild(left), compileChild(right));
  const { name } = right;
  if (left.type === 'field') {
    const first = left.name;
    return (value) => member(member(value, first), name);
  }
  const run = compileChild(left);
  return (value, budget) => member(run(value, budget), name);
};

const compileLogical = (node: NodeOf<'or' | 'and'>, compileChild: CompileChild): CompiledNode => {
  const left = compileChild(node.left);
  const right = compileChild(node.right);
  const keepsLeftWhen = node.type === 'or';
  return (value, budget) => {
    const first = left(value, budget);
    return isTruthy(first) === keepsLeftWhen ? first : right(value, budget);
  };
};

const ORDER_COMPARATORS: Record<Exclude<Comparator, '==' | '!='>, (left: number, right: number) => boolean> = {
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};

/** Only numbers compare by order; anything else gives null. */
const compileComparison = (operator: Comparator, left: CompiledNode, right: CompiledNode): CompiledNode => {
  if (operator === '==' || operator === '!=') {
    const expected = operator === '==';
    return (value, budget) => isEqual(left(value, budget), right(value, budget), budget) === expected;
  }
  const compare = ORDER_COMPARATORS[operator];
  return (value, budget) => {
    const first = left(value, budget);
    const second = right(value, budget);
    return typeof first === 'number' && typeof second === 'number' ? compare(first, second) : null;
  };
};

const compileMultiSelectList = (runs: readonly CompiledNode[]): CompiledNode => {
  return (value, budget) => {
    if (value === null) return null;
    const selected: unknown[] = [];
    for (const run of runs) selected.push(run(value, budget));
    return selected;
  };
};

const compileMultiSelectHash = (node: NodeOf<'multi_select_hash'>, compileChild: CompileChild): CompiledNode => {
  const entries = node.entries.map((entry) => ({ name: entry.name, run: compileChild(entry.value) }));
  return (value, budget) => {
    if (value === null) return null;
    // fromEntries makes own properties, `__proto__` too; an assignment would set the prototype.
    return Object.fromEntries(entries.map(({ name, run }) => [name, run(value, budget)]));
  };
};

/** Keeps what is not null. @param cost the size of `right`, charged for each element */
const compileElements = (
  right: CompiledNode,
  cost: number,
): ((elements: readonly unknown[], budget: Parameters<CompiledNode>[1]) => unknown[]) => {
  return (elements, budget) => {
    budget.charge(elements.length * cost);
    const collected: unknown[] = [];
    for (const element of elements) {
      const result = right(element, budget);
      if (result !== null) collected.push(result);
    }
    return collected;
  };
};

/** `left[*]…` */
const compileProjection = (left: CompiledNode, right: CompiledNode, cost: number): CompiledNode => {
  const collect = compileElements(right, cost);
  return (value, budget) => {
    const elements = left(value, budget);
    return isArray(elements) ? collect(elements, budget) : null;
  };
};

/** `left.*…` */
const compileValueProjection = (left: CompiledNode, right: CompiledNode, cost: number): CompiledNode => {
  const collect = compileElements(right, cost);
  return (value, budget) => {
    const object = left(value, budget);
    return isObject(object) ? collect(Object.values(object), budget) : null;
  };
};

/** `left[?condition]…` */
const compileFilter = (
  left: CompiledNode,
  right: CompiledNode,
  condition: CompiledNode,
  costs: { right: number; condition: number },
): CompiledNode => {
  const collect = compileElements(right, costs.right);
  return (value, budget) => {
    const elements = left(value, budget);
    if (!isArray(elements)) return null;
    budget.charge(elements.length * costs.condition);
    const kept: unknown[] = [];
    for (const element of elements) if (isTruthy(condition(element, budget))) kept.push(element);
    return collect(kept, budget);
  };
};

/** `child[]`: flattens one level. */
const compileFlatten = (child: CompiledNode): CompiledNode => {
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

const clampIndex = (length: number, at: number, step: number): number => {
  const min = step < 0 ? -1 : 0;
  const max = step < 0 ? length - 1 : length;
  return at < 0 ? Math.max(at + length, min) : Math.min(at, max);
};

/** `[start:stop:step]`, with the rules of Python. */
const compileSlice = ({ start, stop, step }: NodeOf<'slice'>): CompiledNode => {
  return (value, budget) => {
    if (!isArray(value)) return null;
    const { length } = value;
    const first = start === null ? (step < 0 ? length - 1 : 0) : clampIndex(length, start, step);
    const end = stop === null ? (step < 0 ? -1 : length) : clampIndex(length, stop, step);
    budget.charge(Math.max(0, Math.ceil((end - first) / step)));
    const elements: unknown[] = [];
    for (let at = first; step > 0 ? at < end : at > end; at += step) elements.push(value[at] ?? null);
    return elements;
  };
};
