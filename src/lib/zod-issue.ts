import type { z } from 'zod';

/** A place in JSON in dotted keys; '' is the whole. */
export const dottedPath = (path: readonly PropertyKey[]): string => path.map(String).join('.');

/** Needs `reportInput`, or Zod's own words for a key that is not there. */
const isMissingKey = (issue: z.core.$ZodIssue): boolean =>
  issue.code === 'invalid_type' &&
  (issue.message.endsWith('received undefined') || ('input' in issue && issue.input === undefined));

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

/** One thing that is wrong with what came over a border, in a sentence that names the field. */
export function describeIssue(issue: z.core.$ZodIssue, whole = 'The body'): string {
  const { path, message } = issue;
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.map((key) => `“${dottedPath([...path, key])}”`).join(', ');
    return `${keys} is not known here. Correct the name or leave it out.`;
  }
  const place = path.length > 0 ? `“${dottedPath(path)}”` : whole;
  const options = /^Invalid option: expected one of (.*)$/.exec(message)?.[1];
  if (options) return `${place} must be one of ${options.replaceAll('|', ', ')}.`;
  if (isMissingKey(issue)) return `${place} is missing.`;
  // A schema's own words say more than the type that it wants.
  if (issue.code !== 'invalid_type' || !message.startsWith('Invalid input')) return `${place}: ${message}`;
  return `${place} must be ${TYPE_NAMES[issue.expected] ?? issue.expected}.`;
}
