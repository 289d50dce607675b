import { describe, expect, it } from 'vitest';
import { FUNCTION_CATALOGUE } from '../../../src/jmespath/catalogue.ts';
import { compileExpression } from '../../../src/jmespath/expression.ts';
import { FUNCTION_NAMES } from '../../../src/jmespath/functions/compile-call.ts';
import { LookupContext } from '../../../src/jmespath/functions/lookup-tables.ts';

describe('the catalogue of functions', () => {
  it('lists every function once, the 26 of the specification and ours', () => {
    expect(FUNCTION_CATALOGUE.map(({ name }) => name).sort()).toEqual(FUNCTION_NAMES);
    expect(FUNCTION_CATALOGUE.filter(({ beyondStandard }) => !beyondStandard)).toHaveLength(26);
  });

  it.each(FUNCTION_CATALOGUE)('shows what $name() does', ({ name, signature, sentence, example }) => {
    expect(signature).toMatch(new RegExp(`^${name}\\(.+\\)$`));
    expect(sentence).toMatch(/^[A-Z][^.]+\.$/);
    expect(example.expression).toContain(`${name}(`);
    const expression = compileExpression(example.expression, new LookupContext(example.tables));
    expect(expression.ok && expression.value.evaluate(example.payload)).toEqual(example.result);
  });
});
