import { z } from 'zod';

export const dottedPath = (path: readonly PropertyKey[]): string => path.map(String).join('.');

const TYPE_NAMES: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  array: 'a list',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
};

const MISSING = 'is missing';

/** `must be …` for a wrong type or choice, to follow the name of the field; undefined for any other issue. */
function expectationPhrase(issue: { code?: string; expected?: unknown; values?: unknown }): string | undefined {
  if (issue.code === 'invalid_type') return `must be ${TYPE_NAMES[String(issue.expected)] ?? issue.expected}`;
  if (issue.code !== 'invalid_value' || !Array.isArray(issue.values) || issue.values.length < 2) return undefined;
  return `must be one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
}

// Default messages, where a schema has none: `toIssueProblem` recognizes them, and never parses Zod's own prose.
z.config({
  customError: (issue) =>
    issue.code === 'invalid_type' && issue.input === undefined ? MISSING : expectationPhrase(issue),
});

const issueProblemSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('unknown_keys'), path: z.string(), keys: z.array(z.string()) }),
  z.object({ kind: z.literal('missing'), path: z.string() }),
  /** `rule`: a clause that follows the name of the field (`must be a number`). */
  z.object({ kind: z.literal('rule'), path: z.string(), rule: z.string() }),
  /** `message`: a sentence of the schema, which does not name the field. */
  z.object({ kind: z.literal('message'), path: z.string(), message: z.string() }),
]);

/** `path`: dotted keys, '' for the whole document. */
export type IssueProblem = z.infer<typeof issueProblemSchema>;

export const issueProblemsOf = (params: Readonly<Record<string, unknown>>): IssueProblem[] =>
  z.array(issueProblemSchema).catch([]).parse(params.problems);

export function toIssueProblem(issue: z.core.$ZodIssue): IssueProblem {
  const path = dottedPath(issue.path);
  if (issue.code === 'unrecognized_keys') {
    return { kind: 'unknown_keys', path, keys: issue.keys.map((key) => dottedPath([...issue.path, key])) };
  }
  // With `reportInput` a missing key can be told from a wrong type even when the schema has one message for both.
  const isMissing = issue.code === 'invalid_type' && 'input' in issue && issue.input === undefined;
  if (isMissing || issue.message === MISSING) return { kind: 'missing', path };
  return issue.message === expectationPhrase(issue)
    ? { kind: 'rule', path, rule: issue.message }
    : { kind: 'message', path, message: issue.message };
}

export function describeIssueProblem(problem: IssueProblem, wholeName = 'The body'): string {
  const place = problem.path === '' ? wholeName : `“${problem.path}”`;
  switch (problem.kind) {
    case 'unknown_keys':
      return `${problem.keys.map((key) => `“${key}”`).join(', ')} is not known here. Correct the name or leave it out.`;
    case 'missing':
      return `${place} is missing.`;
    case 'rule':
      return `${place} ${problem.rule}.`;
    case 'message':
      return `${place}: ${problem.message}`;
  }
}

export const describeIssue = (issue: z.core.$ZodIssue, wholeName?: string): string =>
  describeIssueProblem(toIssueProblem(issue), wholeName);
