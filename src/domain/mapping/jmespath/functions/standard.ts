import { type Argument, measureTree, type NodeOf } from '../ast.ts';
import { Refusal } from '../faults.ts';
import { Call, type Definition, type Run } from './call.ts';
import { LIST_FUNCTIONS } from './lists.ts';
import { NUMBER_FUNCTIONS } from './numbers.ts';
import { TEXT_FUNCTIONS } from './texts.ts';

/** The built-in functions of the specification, all 26. */
const FUNCTIONS: ReadonlyMap<string, Definition> = new Map(
  Object.entries({ ...TEXT_FUNCTIONS, ...NUMBER_FUNCTIONS, ...LIST_FUNCTIONS }),
);

const count = (number: number): string => `${number} argument${number === 1 ? '' : 's'}`;

const definitionOf = ({ name, args, position }: NodeOf<'function'>): Definition => {
  const definition = FUNCTIONS.get(name);
  if (definition === undefined) {
    const known = [...FUNCTIONS.keys()].sort().join(', ');
    throw new Refusal('unknown-function', `There is no function ${name}(). The functions are: ${known}.`, position);
  }
  const [least, most] = definition.arity;
  if (args.length < least || args.length > most) {
    const wanted = most === least ? count(least) : `at least ${count(least)}`;
    throw new Refusal('invalid-arity', `${name}() takes ${wanted}, not ${args.length}.`, position);
  }
  return definition;
};

const checkReference = (name: string, argument: Argument, at: number, expected: boolean): void => {
  if (argument.isReference === expected) return;
  const message = expected
    ? `${name}() takes an expression as argument ${at + 1}: put an & before it.`
    : `${name}() takes a value as argument ${at + 1}: remove the & before it.`;
  throw new Refusal('invalid-type', message, argument.position);
};

const NO_REFERENCE: Run = () => null;

/**
 * Makes a function call ready to run. Its name, the number of its arguments and where an `&` belongs are checked here,
 * once; the types of values are checked at each call.
 *
 * @throws Refusal of kind `unknown-function`, `invalid-arity` or `invalid-type`
 */
export const compileCall = (node: NodeOf<'function'>, compile: (argument: Argument) => Run): Run => {
  const { name, args } = node;
  const definition = definitionOf(node);
  for (const [at, argument] of args.entries()) checkReference(name, argument, at, at === definition.reference);
  const referred = definition.reference === undefined ? undefined : args[definition.reference];
  const reference = referred === undefined ? NO_REFERENCE : compile(referred);
  const weight = referred === undefined ? 0 : measureTree(referred.node).size;
  const [first, second, ...rest] = args.map((argument) => (argument.isReference ? NO_REFERENCE : compile(argument)));
  // Most calls have one or two arguments: filling their list without a loop takes half the time.
  if (first === undefined || rest.length > 0) {
    const runs = args.map((argument) => compile(argument));
    return (value, budget) =>
      definition.run(
        new Call(
          name,
          runs.map((run) => run(value, budget)),
          budget,
          reference,
          weight,
        ),
      );
  }
  if (second === undefined) {
    return (value, budget) => definition.run(new Call(name, [first(value, budget)], budget, reference, weight));
  }
  return (value, budget) =>
    definition.run(new Call(name, [first(value, budget), second(value, budget)], budget, reference, weight));
};
