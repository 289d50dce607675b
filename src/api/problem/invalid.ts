import type { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { TenantEnv } from '../../auth/actor.ts';
import { fault } from '../../domain/fault.ts';
import { issueSentence, placeOf } from '../../lib/issue.ts';
import { nothingHere, problem } from './problem.ts';

const MOST_ERRORS = 20;

/** One line per thing that is wrong; each unknown key has its own. */
function errorsOf(issues: readonly z.core.$ZodIssue[], whole: string) {
  return issues
    .flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => ({ path: placeOf([...issue.path, key]), message: `“${key}” is not known here.` }))
        : [{ path: placeOf(issue.path), message: issueSentence(issue, whole) }],
    )
    .slice(0, MOST_ERRORS);
}

/** Refuses a body that its schema refused. */
export function invalidBody(c: Context<TenantEnv>, { issues }: z.core.$ZodError): Response {
  const [first] = issues;
  const message = first ? issueSentence(first) : 'The body cannot be read.';
  return problem(c, fault('invalid_body', message), { errors: errorsOf(issues, 'The body') });
}

/** What every route does with what its schemas refuse; a path that names nothing is simply not there. */
export function refuseInvalid(
  result: { target: string } & ({ success: true } | { success: false; error: z.core.$ZodError }),
  c: Context<TenantEnv>,
): Response | undefined {
  if (result.success) return undefined;
  if (result.target === 'param') return problem(c, nothingHere());
  if (result.target === 'json') return invalidBody(c, result.error);
  const { issues } = result.error;
  const [first] = issues;
  const message = first ? issueSentence(first, 'The query') : 'The query cannot be read.';
  return problem(c, fault('invalid_query', message), { errors: errorsOf(issues, 'The query') });
}
