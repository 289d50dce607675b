import { wordKey } from '../../coerce/word-key.ts';
import type { NodeOf } from '../ast.ts';
import { EvaluationError, Refusal } from '../faults.ts';
import type { Lookups } from '../lookups.ts';
import type { Call, Definition } from './call.ts';

const missing = (name: string): EvaluationError =>
  new EvaluationError('invalid-value', `There is no table ${name} for lookup(). Add it, or name one that there is.`);

/** The name stands in the expression, so that it is known beforehand which tables a mapping needs. */
const nameOf = ({ args }: NodeOf<'function'>): { name: string; position: number } => {
  const argument = args[1];
  if (argument?.node.type === 'literal' && typeof argument.node.value === 'string') {
    return { name: argument.node.value, position: argument.position };
  }
  const message = "lookup() takes the name of a table between single quotes, as in lookup(Code, 'departments').";
  throw new Refusal('invalid-type', message, argument?.position ?? 0);
};

const bind = (node: NodeOf<'function'>, lookups: Lookups): Definition['run'] => {
  const named = nameOf(node);
  const { name } = named;
  lookups.named.push(named);
  const table = lookups.table(name);
  return (call: Call) => {
    // A table that was removed later must fail records: null would clear an attribute for everybody.
    if (table === null) throw missing(name);
    const text = call.text(0)?.trim() ?? '';
    if (text === '') return null;
    const found = table.get(wordKey(text));
    if (found === undefined) lookups.miss(name, text);
    return found ?? null;
  };
};

export const LOOKUP_FUNCTIONS: Record<string, Definition> = {
  lookup: { arity: [2, 2], run: () => null, bind },
};
