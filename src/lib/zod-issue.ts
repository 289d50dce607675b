import { z } from 'zod';

/** A place in JSON in dotted keys; '' is the whole. */
export const dottedPath = (path: readonly PropertyKey[]): string => path.map(String).join('.');

/** What JSON calls a type, for people. */
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

/** What is said of a wrong type or choice, behind the name of the field; undefined for any other issue. */
function wantedPhrase(issue: { code?: string; expected?: unknown; values?: unknown }): string | undefined {
  if (issue.code === 'invalid_type') return `must be ${TYPE_NAMES[String(issue.expected)] ?? issue.expected}`;
  if (issue.code !== 'invalid_value' || !Array.isArray(issue.values) || issue.values.length < 2) return undefined;
  return `must be one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
}

// Where a schema has no words of its own, Zod takes these: so nobody has to find out of its prose what it means.
z.config({
  customError: (issue) => (issue.code === 'invalid_type' && issue.input === undefined ? MISSING : wantedPhrase(issue)),
});

const issueProblemSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('unknown_keys'), path: z.string(), keys: z.array(z.string()) }),
  z.object({ kind: z.literal('missing'), path: z.string() }),
  /** `rule`: what a value of this place must be, as a clause behind its name. */
  z.object({ kind: z.literal('rule'), path: z.string(), rule: z.string() }),
  /** `message`: a sentence of the schema, which does not name the place. */
  z.object({ kind: z.literal('message'), path: z.string(), message: z.string() }),
]);

/** One thing that is wrong with what came over a border. `path`: its place in dotted keys, '' for the whole. */
export type IssueProblem = z.infer<typeof issueProblemSchema>;

/** Problems that a fault carries as its param `problems`; none of any other fault. */
export const issueProblemsOf = (params: Readonly<Record<string, unknown>>): IssueProblem[] =>
  z.array(issueProblemSchema).catch([]).parse(params.problems);

export function toIssueProblem(issue: z.core.$ZodIssue): IssueProblem {
  const path = dottedPath(issue.path);
  if (issue.code === 'unrecognized_keys') {
    return { kind: 'unknown_keys', path, keys: issue.keys.map((key) => dottedPath([...issue.path, key])) };
  }
  // With `reportInput` a key that is not there is told from a wrong type also where the schema has words for both.
  const isMissing = issue.code === 'invalid_type' && 'input' in issue && issue.input === undefined;
  if (isMissing || issue.message === MISSING) return { kind: 'missing', path };
  return issue.message === wantedPhrase(issue)
    ? { kind: 'rule', path, rule: issue.message }
    : { kind: 'message', path, message: issue.message };
}

/** A problem in a sentence that names the field. @param whole what a problem without a place is about */
export function describeIssueProblem(problem: IssueProblem, whole = 'The body'): string {
  const place = problem.path === '' ? whole : `“${problem.path}”`;
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

/** A Zod issue in a sentence that names the field. */
export const describeIssue = (issue: z.core.$ZodIssue, whole?: string): string =>
  describeIssueProblem(toIssueProblem(issue), whole);
