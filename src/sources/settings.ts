import { z } from 'zod';
import { describeFault, type Fault, fault } from '../domain/fault.ts';
import { readAddress } from '../lib/http/address.ts';
import { issueSentence, placeOf } from '../lib/issue.ts';
import { fail, ok, type Result } from '../lib/result.ts';

const PLACEHOLDER = /\{[^{}]*\}/g;
const KNOWN = ['{employee_id}', '{email}'];

/** A URL as an admin gives it. Whether its host is public is judged at each request, where the deployment is known. */
export const urlText = z
  .string()
  .trim()
  .max(2000)
  .superRefine((url, context) => {
    const address = readAddress(url, true);
    if (!address.ok) context.addIssue({ code: 'custom', message: describeFault(address.fault) });
  });

/** A URL with the key of one person in it: in the path or the query, never in the host, which gets the credentials. */
export const personUrlText = z
  .string()
  .trim()
  .max(2000)
  .superRefine((url, context) => {
    const refuse = (message: string) => context.addIssue({ code: 'custom', message });
    const found = url.match(PLACEHOLDER) ?? [];
    const unknown = found.find((placeholder) => !KNOWN.includes(placeholder));
    if (unknown) return refuse(`${unknown} is no placeholder; use {employee_id} or {email}.`);
    if (found.length === 0) return refuse('The URL for a single person needs {employee_id} or {email} in it.');
    const one = readAddress(url.replace(PLACEHOLDER, 'a'), true);
    const other = readAddress(url.replace(PLACEHOLDER, 'b'), true);
    if (!one.ok) return refuse(describeFault(one.fault));
    if (!other.ok || one.value.origin !== other.value.origin)
      return refuse('The placeholder must stand in the path or the query of the URL, not in its host.');
  });

/** A secret in a body. Left out or null: the stored one stays. */
export const secretText = z.string().min(1).max(4000).nullish();

/** Dotted keys; `''` is the root. */
export const keyPath = z
  .string()
  .max(500)
  .regex(/^$|^[^.]+(\.[^.]+)*$/, 'Write keys with single dots between them, such as data.people.');

/** Where an answer says something beside its records: dotted keys, or `header:` and the name of a header. */
export const placeText = z
  .string()
  .max(500)
  .regex(
    /^$|^header:[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$|^(?!header:)[^.]+(\.[^.]+)*$/,
    'Write keys with single dots between them, such as meta.total, or header: and the name of a header.',
  );

// A wrong type makes its other keys look wrong as well, so it is told first.
const weight = ({ path, code }: z.core.$ZodIssue): number =>
  path.at(-1) === 'type' || path.at(-1) === 'format' ? 0 : code === 'unrecognized_keys' ? 1 : 2;

/**
 * Reads what came over a border.
 * @returns faults `invalid_body` (shape, unknown keys by name) and `invalid_settings` (a value that cannot work).
 */
export function readShape<Value>(schema: z.ZodType<Value>, input: unknown): Result<Value, Fault> {
  const read = schema.safeParse(input, { reportInput: true });
  if (read.success) return ok(read.data);
  const issues = read.error.issues.toSorted((one, other) => weight(one) - weight(other));
  const [first] = issues;
  const code = first?.code === 'custom' ? 'invalid_settings' : 'invalid_body';
  const message = first ? issueSentence(first) : 'The body cannot be read.';
  const told = issues.slice(0, 10);
  const paths = told.map(({ path }) => placeOf(path));
  return fail(fault(code, message, { issues: told.map((issue) => issueSentence(issue)), paths }));
}
