import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { suiteFiles } from '../../fixtures/optional-suites.ts';
import { evaluate } from './evaluate.ts';

const files = suiteFiles('jmespath.test');

const suite = z.array(
  z.object({
    given: z.unknown(),
    cases: z.array(
      z.object({
        expression: z.string(),
        result: z.unknown().optional(),
        error: z.string().optional(),
        bench: z.string().optional(),
      }),
    ),
  }),
);

const cases = (files ?? [])
  .filter(({ name }) => name.endsWith('.json') && name !== 'schema.json')
  .flatMap(({ name: file, bytes }) =>
    suite
      .parse(JSON.parse(new TextDecoder().decode(bytes)))
      .flatMap(({ given, cases }) =>
        cases.filter(({ bench }) => bench === undefined).map((each) => ({ file, given, ...each })),
      ),
  );

describe.skipIf(files === null)('the public JMESPath suite', () => {
  it('has all of its 892 cases', () => {
    expect(cases).toHaveLength(892);
  });

  it.each(cases)('gives the result of the suite in $file for: $expression', ({ given, expression, result, error }) => {
    expect(evaluate(expression, given)).toEqual(error === undefined ? { result } : { error });
  });
});
