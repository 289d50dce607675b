import { type Argument, measureTree, type NodeOf } from '../syntax/ast.ts';
import { ExpressionError } from '../syntax/faults.ts';
import { type CompiledNode, FunctionCall, type FunctionDefinition } from './call.ts';
import { DATE_FUNCTIONS } from './date-functions.ts';
import { LIST_FUNCTIONS } from './list-functions.ts';
import { LOOKUP_FUNCTIONS } from './lookup-function.ts';
import type { LookupContext } from './lookup-tables.ts';
import { NUMBER_FUNCTIONS } from './number-functions.ts';
import { TEXT_EXTENSIONS, TEXT_FUNCTIONS } from './text-functions.ts';

/** All 26 of the specification, and ours; `catalogue.ts` documents each. */
const FUNCTIONS: ReadonlyMap<string, FunctionDefinition> = new Map(
  Object.entries({
    ...TEXT_FUNCTIONS,
    ...NUMBER_FUNCTIONS,
    ...LIST_FUNCTIONS,
    ...TEXT_EXTENSIONS,
    ...DATE_FUNCTIONS,
    ...LOOKUP_FUNCTIONS,
  }),
);

export const FUNCTION_NAMES: readonly string[] = [...FUNCTIONS.keys()].sort();

const countArguments = (number: number): string => `${number} argument${number === 1 ? '' : 's'}`;

const describeArity = (min: number, max: number): string => {
  if (max === min) return countArguments(min);
  return Number.isFinite(max) ? `${min} to ${countArguments(max)}` : `at least ${countArguments(min)}`;
};

const definitionOf = ({ name, args, position }: NodeOf<'function'>): FunctionDefinition => {
  const definition = FUNCTIONS.get(name);
  if (definition === undefined) {
    const message = `There is no function ${name}(). The functions are: ${FUNCTION_NAMES.join(', ')}.`;
    throw new ExpressionError('unknown-function', message, position);
  }
  const [min, max] = definition.arity;
  if (args.length < min || args.length > max) {
    const message = `${name}() takes ${describeArity(min, max)}, not ${args.length}.`;
    throw new ExpressionError('invalid-arity', message, position);
  }
  return definition;
};

const checkReference = (name: string, argument: Argument, at: number, expected: boolean): void => {
  if (argument.isReference === expected) return;
  const message = expected
    ? `${name}() takes an expression as argument ${at + 1}: put an & before it.`
    : `${name}() takes a value as argument ${at + 1}: remove the & before it.`;
  throw new ExpressionError('invalid-type', message, argument.position);
};

const NO_REFERENCE: CompiledNode = () => null;

/**
 * Name, number of arguments and place of an `&` are checked here, once; the types of values at each call.
 * @throws ExpressionError of kind `unknown-function`, `invalid-arity`, `invalid-type` or `invalid-value`
 */
export const compileCall = (
  node: NodeOf<'function'>,
  compile: (argument: Argument) => CompiledNode,
  lookups: LookupContext,
): CompiledNode => {
  const { name, args } = node;
  const definition = definitionOf(node);
  for (const [at, argument] of args.entries()) checkReference(name, argument, at, at === definition.referenceAt);
  const run = definition.bind?.(node, lookups) ?? definition.run;
  const referenceArgument = definition.referenceAt === undefined ? undefined : args[definition.referenceAt];
  const reference = referenceArgument === undefined ? NO_REFERENCE : compile(referenceArgument);
  const cost = referenceArgument === undefined ? 0 : measureTree(referenceArgument.node).size;
  const compiledArguments = args.map((argument) => (argument.isReference ? NO_REFERENCE : compile(argument)));
  const [first, second, ...rest] = compiledArguments;
  // Most calls have one or two arguments: without a loop they take half the time.
  if (first === undefined || rest.length > 0) {
    return (value, budget) => {
      const values = compiledArguments.map((argument) => argument(value, budget));
      return run(new FunctionCall(name, values, budget, reference, cost));
    };
  }
  if (second === undefined) {
    return (value, budget) => run(new FunctionCall(name, [first(value, budget)], budget, reference, cost));
  }
  return (value, budget) =>
    run(new FunctionCall(name, [first(value, budget), second(value, budget)], budget, reference, cost));
};
