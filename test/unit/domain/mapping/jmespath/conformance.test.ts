import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { evaluate } from './evaluate.ts';

const root = resolve(import.meta.dirname, '../../../../..');
const folder = join(process.env.CONFORMANCE_DIR ?? resolve(root, '../shared/conformance'), 'jmespath.test');
const isThere = existsSync(folder);
const mustRun = process.env.CI !== undefined;

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

const cases = (isThere ? readdirSync(folder) : [])
  .filter((name) => name.endsWith('.json') && name !== 'schema.json')
  .flatMap((file) =>
    suite
      .parse(JSON.parse(readFileSync(join(folder, file), 'utf8')))
      .flatMap(({ given, cases }) =>
        cases.filter(({ bench }) => bench === undefined).map((each) => ({ file, given, ...each })),
      ),
  );

describe.skipIf(!isThere && !mustRun)(
  'the public JMESPath suite (skipped where ../shared/conformance is absent)',
  () => {
    it('has all of its 892 cases', () => {
      expect(cases).toHaveLength(892);
    });

    it.each(cases)('$file: $expression', ({ given, expression, result, error }) => {
      expect(evaluate(expression, given)).toEqual(error === undefined ? { result } : { error });
    });
  },
);
