import type { NodeOf } from '../syntax/ast.ts';
import { EvaluationError, ExpressionError } from '../syntax/faults.ts';
import type { FunctionCall, FunctionDefinition } from './call.ts';
import { type LookupContext, normalizeWord } from './lookup-tables.ts';

const missingTable = (name: string): EvaluationError =>
  new EvaluationError('invalid-value', `There is no table ${name} for lookup(). Add it, or name one that there is.`);

/** The name is a literal, so that the tables which an expression needs are known without a payload. */
const tableNameArgument = ({ args }: NodeOf<'function'>): { name: string; position: number } => {
  const argument = args[1];
  if (argument?.node.type === 'literal' && typeof argument.node.value === 'string') {
    return { name: argument.node.value, position: argument.position };
  }
  const message = "lookup() takes the name of a table between single quotes, as in lookup(Code, 'departments').";
  throw new ExpressionError('invalid-type', message, argument?.position ?? 0);
};

const bindLookup = (node: NodeOf<'function'>, lookups: LookupContext): FunctionDefinition['run'] => {
  const named = tableNameArgument(node);
  const { name } = named;
  lookups.references.push(named);
  const table = lookups.get(name);
  return (call: FunctionCall) => {
    // Not null: it would look as if no word were in the table.
    if (table === null) throw missingTable(name);
    const text = call.text(0)?.trim() ?? '';
    if (text === '') return null;
    const found = table.get(normalizeWord(text));
    if (found === undefined) lookups.recordMiss(name, text);
    return found ?? null;
  };
};

export const LOOKUP_FUNCTIONS: Record<string, FunctionDefinition> = {
  lookup: { arity: [2, 2], run: () => null, bind: bindLookup },
};
