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

/** One thing that is wrong with what came over a border, in a sentence that names the field. */
export function describeIssue(issue: z.core.$ZodIssue, whole = 'The body'): string {
  const { path, message } = issue;
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.map((key) => `“${dottedPath([...path, key])}”`).join(', ');
    return `${keys} is not known here. Correct the name or leave it out.`;
  }
  const place = path.length > 0 ? `“${dottedPath(path)}”` : whole;
  // With `reportInput` a key that is not there is told from a wrong type also where the schema has words for both.
  const isMissing = issue.code === 'invalid_type' && 'input' in issue && issue.input === undefined;
  if (isMissing || message === MISSING) return `${place} is missing.`;
  return message === wantedPhrase(issue) ? `${place} ${message}.` : `${place}: ${message}`;
}
