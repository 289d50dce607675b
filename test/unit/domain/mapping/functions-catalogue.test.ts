import { describe, expect, it } from 'vitest';
import { FUNCTIONS_CATALOGUE } from '../../../../src/domain/mapping/functions-catalogue.ts';
import { compileExpression } from '../../../../src/domain/mapping/jmespath/expression.ts';
import { FUNCTION_NAMES } from '../../../../src/domain/mapping/jmespath/functions/compile-call.ts';
import { Lookups } from '../../../../src/domain/mapping/jmespath/lookups.ts';

describe('the catalogue of functions', () => {
  it('has every function once, the 26 of the specification and ours', () => {
    expect(FUNCTIONS_CATALOGUE.map(({ name }) => name).sort()).toEqual(FUNCTION_NAMES);
    expect(FUNCTIONS_CATALOGUE.filter(({ beyondStandard }) => !beyondStandard)).toHaveLength(26);
  });

  it.each(FUNCTIONS_CATALOGUE)('shows what $name() does', ({ name, signature, sentence, example }) => {
    expect(signature).toMatch(new RegExp(`^${name}\\(.+\\)$`));
    expect(sentence).toMatch(/^[A-Z][^.]+\.$/);
    expect(example.expression).toContain(`${name}(`);
    const expression = compileExpression(example.expression, new Lookups(example.tables));
    expect(expression.ok && expression.value.evaluate(example.payload)).toEqual(example.result);
  });
});
