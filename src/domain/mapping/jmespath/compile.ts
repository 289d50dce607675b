import { type Comparator, measureTree, type Node, type NodeOf } from './ast.ts';
import type { Run } from './functions/call.ts';
import { compileCall } from './functions/compile-call.ts';
import type { Lookups } from './lookups.ts';
import { compileFilter, compileFlatten, compileProjection, compileValueProjection } from './projections.ts';
import { compileSlice } from './slice.ts';
import { isArray, isEqual, isObject, isTruthy, member } from './values.ts';

const weightOf = (node: Node): number => measureTree(node).size;

/**
 * Turns a tree into closures, once; evaluating then looks at the tree no more.
 *
 * @throws Refusal for a call that no payload could make right: an unknown function, a wrong number of arguments
 */
export const compile = (node: Node, lookups: Lookups): Run => {
  const inner = (part: Node): Run => compile(part, lookups);
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
      return compileSubexpression(node, inner);
    case 'index_expression':
    case 'pipe':
      return compileThen(inner(node.left), inner(node.right));
    case 'projection':
      return compileProjection(inner(node.left), inner(node.right), weightOf(node.right));
    case 'value_projection':
      return compileValueProjection(inner(node.left), inner(node.right), weightOf(node.right));
    case 'filter_projection':
      return compileFilter(inner(node.left), inner(node.right), inner(node.condition), {
        right: weightOf(node.right),
        condition: weightOf(node.condition),
      });
    case 'flatten':
      return compileFlatten(inner(node.child));
    case 'or':
    case 'and':
      return compileEither(node, inner);
    case 'not': {
      const child = inner(node.child);
      return (value, budget) => !isTruthy(child(value, budget));
    }
    case 'comparison':
      return compileComparison(node.operator, inner(node.left), inner(node.right));
    case 'multi_select_list':
      return compileMultiSelectList(node.children.map(inner));
    case 'multi_select_hash':
      return compileMultiSelectHash(node, inner);
    case 'function':
      return compileCall(node, (argument) => inner(argument.node), lookups);
  }
};

/** Compiles a part of the node at hand. */
type Inner = (part: Node) => Run;

/** Reads what no object inherits in one look; for the few other names an object is asked what it owns. */
const compileField = (name: string): Run => {
  if (name in Object.prototype) return (value) => member(value, name);
  return (value) => (isObject(value) ? (value[name] ?? null) : null);
};

const compileIndex = (index: number): Run => {
  return (value) => (isArray(value) ? (value[index < 0 ? value.length + index : index] ?? null) : null);
};

const compileThen = (left: Run, right: Run): Run => {
  return (value, budget) => right(left(value, budget), budget);
};

/** Paths such as `a.b` are by far the most usual: they skip a closure. */
const compileSubexpression = ({ left, right }: NodeOf<'subexpression'>, inner: Inner): Run => {
  if (right.type !== 'field') return compileThen(inner(left), inner(right));
  const { name } = right;
  if (left.type === 'field') {
    const first = left.name;
    return (value) => member(member(value, first), name);
  }
  const run = inner(left);
  return (value, budget) => member(run(value, budget), name);
};

const compileEither = (node: NodeOf<'or' | 'and'>, inner: Inner): Run => {
  const left = inner(node.left);
  const right = inner(node.right);
  const staysWhen = node.type === 'or';
  return (value, budget) => {
    const first = left(value, budget);
    return isTruthy(first) === staysWhen ? first : right(value, budget);
  };
};

const ORDER: Record<Exclude<Comparator, '==' | '!='>, (left: number, right: number) => boolean> = {
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};

/** Any two values are equal or not; only numbers are smaller or greater, and for anything else the answer is null. */
const compileComparison = (operator: Comparator, left: Run, right: Run): Run => {
  if (operator === '==' || operator === '!=') {
    const wanted = operator === '==';
    return (value, budget) => isEqual(left(value, budget), right(value, budget), budget) === wanted;
  }
  const compare = ORDER[operator];
  return (value, budget) => {
    const first = left(value, budget);
    const second = right(value, budget);
    return typeof first === 'number' && typeof second === 'number' ? compare(first, second) : null;
  };
};

const compileMultiSelectList = (runs: readonly Run[]): Run => {
  return (value, budget) => {
    if (value === null) return null;
    const selected: unknown[] = [];
    for (const run of runs) selected.push(run(value, budget));
    return selected;
  };
};

const compileMultiSelectHash = (node: NodeOf<'multi_select_hash'>, inner: Inner): Run => {
  const entries = node.entries.map((entry) => ({ name: entry.name, run: inner(entry.value) }));
  return (value, budget) => {
    if (value === null) return null;
    // fromEntries makes own properties, `__proto__` too; an assignment would set the prototype.
    return Object.fromEntries(entries.map(({ name, run }) => [name, run(value, budget)]));
  };
};
