import type { z } from 'zod';

/** A place in JSON in dotted keys; '' is the whole. */
export const placeOf = (path: readonly PropertyKey[]): string => path.map(String).join('.');

/** Needs `reportInput`, or Zod's own words for a key that is not there. */
const isMissing = (issue: z.core.$ZodIssue): boolean =>
  issue.code === 'invalid_type' &&
  (issue.message.endsWith('received undefined') || ('input' in issue && issue.input === undefined));

/** What JSON calls a type, for people. */
const NOUNS: Record<string, string> = {
  string: 'text',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
};

/** One thing that is wrong with what came over a border, in a sentence that names the field. */
export function issueSentence(issue: z.core.$ZodIssue, whole = 'The body'): string {
  const { path, message } = issue;
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.map((key) => `“${placeOf([...path, key])}”`).join(', ');
    return `${keys} is not known here. Correct the name or leave it out.`;
  }
  const place = path.length > 0 ? `“${placeOf(path)}”` : whole;
  if (issue.code !== 'invalid_type') return `${place}: ${message}`;
  return isMissing(issue) ? `${place} is missing.` : `${place} must be ${NOUNS[issue.expected] ?? issue.expected}.`;
}
