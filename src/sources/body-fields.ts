import { z } from 'zod';
import { describeFault, type Fault, fault } from '../domain/shared/fault.ts';
import { parsePublicUrl } from '../lib/http/address.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { describeIssueProblem, toIssueProblem } from '../lib/zod-issue.ts';

const PLACEHOLDER = /\{[^{}]*\}/g;
const KNOWN_PLACEHOLDERS = ['{employee_id}', '{email}'];

/** Private hosts are accepted here and refused at each request, because the deployment may allow them. */
export const urlField = z
  .string()
  .trim()
  .max(2000)
  .superRefine((url, context) => {
    const address = parsePublicUrl(url, true);
    if (!address.ok) context.addIssue({ code: 'custom', message: describeFault(address.fault) });
  });

/** Placeholders in the path or query only: the host gets the credentials. */
export const personUrlField = z
  .string()
  .trim()
  .max(2000)
  .superRefine((url, context) => {
    const refuse = (message: string) => context.addIssue({ code: 'custom', message });
    const placeholders = url.match(PLACEHOLDER) ?? [];
    const unknown = placeholders.find((placeholder) => !KNOWN_PLACEHOLDERS.includes(placeholder));
    if (unknown) return refuse(`${unknown} is no placeholder; use {employee_id} or {email}.`);
    if (placeholders.length === 0) return refuse('The URL for a single person needs {employee_id} or {email} in it.');
    const withA = parsePublicUrl(url.replace(PLACEHOLDER, 'a'), true);
    const withB = parsePublicUrl(url.replace(PLACEHOLDER, 'b'), true);
    if (!withA.ok) return refuse(describeFault(withA.fault));
    if (!withB.ok || withA.value.origin !== withB.value.origin)
      return refuse('The placeholder must stand in the path or the query of the URL, not in its host.');
  });

/** Absent or null keeps the stored secret. */
export const secretField = z.string().min(1).max(4000).nullish();

/** Dotted keys; `''` is the root. */
export const keyPathField = z
  .string()
  .max(500)
  .regex(/^$|^[^.]+(\.[^.]+)*$/, 'Write keys with single dots between them, such as data.people.');

/** See `valueAtPlace`. */
export const placeField = z
  .string()
  .max(500)
  .regex(
    /^$|^header:[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$|^(?!header:)[^.]+(\.[^.]+)*$/,
    'Write keys with single dots between them, such as meta.total, or header: and the name of a header.',
  );

// A wrong type causes further issues with other keys, so it is reported first.
const issueOrder = ({ path, code }: z.core.$ZodIssue): number =>
  path.at(-1) === 'type' || path.at(-1) === 'format' ? 0 : code === 'unrecognized_keys' ? 1 : 2;

/** @returns faults `invalid_body` (shape, unknown keys), `invalid_settings` (a value that cannot work) */
export function parseSourceBody<Value>(schema: z.ZodType<Value>, input: unknown): Result<Value, Fault> {
  const read = schema.safeParse(input, { reportInput: true });
  if (read.success) return ok(read.data);
  const issues = read.error.issues.toSorted((left, right) => issueOrder(left) - issueOrder(right));
  const problems = issues.slice(0, 10).map(toIssueProblem);
  const sentences = problems.map((problem) => describeIssueProblem(problem));
  const sentence = sentences[0] ?? 'The body cannot be read.';
  const details = { issues: sentences, paths: problems.map(({ path }) => path) };
  return issues[0]?.code === 'custom'
    ? fail(fault('invalid_settings', { case: 'issue', issue: sentence, problems }, details))
    : fail(fault('invalid_body', { sentence, problems }, details));
}
