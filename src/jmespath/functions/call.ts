import { isObject, type JsonObject } from '../../lib/json.ts';
import type { Budget } from '../runtime/budget.ts';
import { isArray, scalarText, typeName } from '../runtime/values.ts';
import type { NodeOf } from '../syntax/ast.ts';
import { EvaluationError } from '../syntax/faults.ts';
import type { LookupContext } from './lookup-tables.ts';

export type CompiledNode = (value: unknown, budget: Budget) => unknown;

const ARTICLE: Record<string, string> = { array: 'an', object: 'an' };
const withArticle = (type: string): string => (type === 'null' ? type : `${ARTICLE[type] ?? 'a'} ${type}`);

/** Gives its arguments by type, or throws an EvaluationError of kind `invalid-type`. */
export class FunctionCall {
  readonly name: string;
  readonly values: readonly unknown[];
  readonly budget: Budget;
  readonly reference: CompiledNode;
  readonly referenceCost: number;

  constructor(name: string, values: readonly unknown[], budget: Budget, reference: CompiledNode, cost: number) {
    this.name = name;
    this.values = values;
    this.budget = budget;
    this.reference = reference;
    this.referenceCost = cost;
  }

  evaluateReference(element: unknown): unknown {
    this.budget.charge(this.referenceCost);
    return this.reference(element, this.budget);
  }

  number(at: number): number {
    const value = this.values[at];
    return typeof value === 'number' ? value : this.invalidArgument(at, 'a number', value);
  }

  string(at: number): string {
    const value = this.values[at];
    return typeof value === 'string' ? value : this.invalidArgument(at, 'a string', value);
  }

  /** Takes a number or boolean as text; null for null. Charged as read. */
  text(at: number): string | null {
    const value = this.values[at] ?? null;
    if (value === null) return null;
    const text = scalarText(value) ?? this.invalidArgument(at, 'a string', value);
    this.budget.chargeRead(text);
    return text;
  }

  array(at: number): unknown[] {
    const value = this.values[at];
    if (!isArray(value)) return this.invalidArgument(at, 'an array', value);
    this.budget.charge(value.length);
    return value;
  }

  object(at: number): JsonObject {
    const value = this.values[at];
    if (!isObject(value)) return this.invalidArgument(at, 'an object', value);
    return value;
  }

  numbers(at: number): number[] {
    const value = this.array(at);
    if (!allNumbers(value)) return this.invalidArgument(at, 'an array of numbers', value);
    return value;
  }

  strings(at: number): string[] {
    const value = this.array(at);
    if (!allStrings(value)) return this.invalidArgument(at, 'an array of strings', value);
    for (const text of value) this.budget.chargeRead(text);
    return value;
  }

  sortKeys(elements: readonly unknown[]): (number | string)[] {
    const keys = elements.map((element) => this.evaluateReference(element));
    if (allNumbers(keys)) return keys;
    if (!allStrings(keys)) {
      throw new EvaluationError(
        'invalid-type',
        `${this.name}() needs a number for every element or a string for every element, but its & expression gave${describeElements(keys)}.`,
      );
    }
    for (const key of keys) this.budget.chargeRead(key);
    return keys;
  }

  invalidArgument(at: number, expected: string, received: unknown): never {
    const inside =
      expected.startsWith('an array of') && isArray(received) ? ` that holds${describeElements(received)}` : '';
    throw new EvaluationError(
      'invalid-type',
      `${this.name}() needs ${expected} as argument ${at + 1}, but received ${withArticle(typeName(received))}${inside}.`,
    );
  }
}

const describeElements = (elements: readonly unknown[]): string => {
  const types = [...new Set(elements.map(typeName))].slice(0, 2);
  return ` ${types.map(withArticle).join(' and ')}`;
};

const isNumber = (value: unknown): boolean => typeof value === 'number';
const isString = (value: unknown): boolean => typeof value === 'string';
export const allNumbers = (values: readonly unknown[]): values is number[] => values.every(isNumber);
export const allStrings = (values: readonly unknown[]): values is string[] => values.every(isString);

export interface FunctionDefinition {
  arity: readonly [min: number, max: number];
  /** Of the argument that is an expression reference `&…`. */
  referenceAt?: number;
  run(call: FunctionCall): unknown;
  /**
   * For one call in an expression, at compile time.
   * @throws ExpressionError for arguments that no payload could make right
   */
  bind?(node: NodeOf<'function'>, lookups: LookupContext): FunctionDefinition['run'];
}
