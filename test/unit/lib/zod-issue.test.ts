import { expect, test } from 'vitest';
import { z } from 'zod';
import { describeIssue } from '../../../src/lib/zod-issue.ts';

const schema = z.strictObject({
  name: z.string(),
  size: z.int().optional(),
  kind: z.enum(['a', 'b']).optional(),
  only: z.literal('x').optional(),
  format: z.enum(['json', 'csv'], 'Choose “json” or “csv”.').optional(),
  short: z.string().max(2).optional(),
});

test.each([
  [{}, '“name” is missing.'],
  [{ name: 7 }, '“name” must be text.'],
  [{ name: 'x', size: 1.5 }, '“size” must be a whole number.'],
  [{ name: 'x', kind: 'c' }, '“kind” must be one of "a", "b".'],
  [{ name: 'x', format: 'xml' }, '“format”: Choose “json” or “csv”.'],
  [{ name: 'x', only: 'y' }, '“only”: Invalid input: expected "x"'],
  [{ name: 'x', short: 'abc' }, '“short”: Too big: expected string to have <=2 characters'],
  [{ name: 'x', more: 1 }, '“more” is not known here. Correct the name or leave it out.'],
  [[], 'The body must be an object.'],
])('%j is refused in words that name the field', (input, sentence) => {
  for (const reportInput of [false, true]) {
    const issues = schema.safeParse(input, { reportInput }).error?.issues ?? [];
    expect(issues.map((issue) => describeIssue(issue))).toEqual([sentence]);
  }
});
