import { type Comparator, measureTree, type Node, type NodeOf } from './ast.ts';
import type { Run } from './functions/call.ts';
import { compileCall } from './functions/standard.ts';
import { compileFilter, compileFlatten, compileProjection, compileValueProjection } from './projections.ts';
import { compileSlice } from './slice.ts';
import { isArray, isEqual, isTruthy, member } from './values.ts';

const weightOf = (node: Node): number => measureTree(node).size;

/**
 * Turns a tree into closures, once; evaluating then looks at the tree no more.
 *
 * @throws Refusal for a call that no payload could make right: an unknown function, a wrong number of arguments
 */
export const compile = (node: Node): Run => {
  switch (node.type) {
    case 'current':
      return (value) => value;
    case 'literal': {
      const literal = node.value;
      return () => literal;
    }
    case 'field': {
      const { name } = node;
      return (value) => member(value, name);
    }
    case 'index':
      return compileIndex(node.value);
    case 'slice':
      return compileSlice(node);
    case 'subexpression':
      return compileSubexpression(node);
    case 'index_expression':
    case 'pipe':
      return compileThen(compile(node.left), compile(node.right));
    case 'projection':
      return compileProjection(compile(node.left), compile(node.right), weightOf(node.right));
    case 'value_projection':
      return compileValueProjection(compile(node.left), compile(node.right), weightOf(node.right));
    case 'filter_projection':
      return compileFilter(compile(node.left), compile(node.right), compile(node.condition), {
        right: weightOf(node.right),
        condition: weightOf(node.condition),
      });
    case 'flatten':
      return compileFlatten(compile(node.child));
    case 'or':
    case 'and':
      return compileEither(node);
    case 'not': {
      const child = compile(node.child);
      return (value, budget) => !isTruthy(child(value, budget));
    }
    case 'comparison':
      return compileComparison(node.operator, compile(node.left), compile(node.right));
    case 'multi_select_list':
      return compileMultiSelectList(node.children.map(compile));
    case 'multi_select_hash':
      return compileMultiSelectHash(node);
    case 'function':
      return compileCall(node, (argument) => compile(argument.node));
  }
};

const compileIndex = (index: number): Run => {
  return (value) => (isArray(value) ? (value[index < 0 ? value.length + index : index] ?? null) : null);
};

const compileThen = (left: Run, right: Run): Run => {
  return (value, budget) => right(left(value, budget), budget);
};

/** Paths such as `a.b` are by far the most usual: they skip a closure. */
const compileSubexpression = ({ left, right }: NodeOf<'subexpression'>): Run => {
  if (right.type !== 'field') return compileThen(compile(left), compile(right));
  const { name } = right;
  if (left.type === 'field') {
    const first = left.name;
    return (value) => member(member(value, first), name);
  }
  const run = compile(left);
  return (value, budget) => member(run(value, budget), name);
};

const compileEither = (node: NodeOf<'or' | 'and'>): Run => {
  const left = compile(node.left);
  const right = compile(node.right);
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

const compileMultiSelectHash = (node: NodeOf<'multi_select_hash'>): Run => {
  const entries = node.entries.map((entry) => ({ name: entry.name, run: compile(entry.value) }));
  return (value, budget) => {
    if (value === null) return null;
    // fromEntries makes own properties, `__proto__` too; an assignment would set the prototype.
    return Object.fromEntries(entries.map(({ name, run }) => [name, run(value, budget)]));
  };
};
