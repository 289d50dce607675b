import { z } from '@hono/zod-openapi';
import type { Context, ErrorHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Refuse, TenantEnv } from '../../auth/actor.ts';
import { describeFault, FAULT_CODES, type Fault, fault } from '../../domain/shared/fault.ts';
import type { NotFoundParams } from '../../domain/shared/fault-sentences/syncs.ts';
import { describeIssue, dottedPath } from '../../lib/zod-issue.ts';
import { resourceUrl } from './fields.ts';
import { PROBLEM_TYPES } from './problem-types.ts';

/** RFC 9457, extended by a stable code and the request ID for support. */
export const problemSchema = z
  .object({
    type: z.string().openapi({ example: 'urn:rollcall:problem:sync_running' }),
    title: z.string().openapi({ description: 'The same for every problem of this type.' }),
    status: z.int(),
    detail: z.string().openapi({ description: 'What happened this time, and what to do.' }),
    code: z.enum([...FAULT_CODES, 'internal']),
    request_id: z.string(),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .openapi({ description: 'Every field that is wrong.' }),
    details: z.record(z.string(), z.unknown()).optional().openapi({ description: 'Facts beside the sentence.' }),
  })
  .openapi('Problem');
type Problem = z.infer<typeof problemSchema>;

interface ProblemExtras {
  errors?: Problem['errors'];
  details?: Record<string, unknown>;
  /** Replaces the status of the code: 413 or 415. */
  status?: ContentfulStatusCode;
}

export function sendProblem(c: Context<TenantEnv>, refusal: Fault, extras: ProblemExtras = {}): Response {
  const { code, details } = refusal;
  const message = describeFault(refusal);
  const { title, status } = PROBLEM_TYPES[code];
  const { issues, problems, paths, ...plain } = details ?? {};
  const errors = extras.errors ?? fieldErrors(issues ?? problems, paths) ?? fieldError(plain.path, message);
  const facts = { ...plain, ...syncLink(c, details), ...extras.details };
  return sendProblemJson(c, extras.status ?? status, {
    type: `urn:rollcall:problem:${code}`,
    title,
    status: extras.status ?? status,
    detail: message,
    code,
    request_id: c.var.requestId,
    ...(errors && { errors }),
    ...(Object.keys(facts).length > 0 && { details: facts }),
  });
}

/** Reveals nothing about the error but the request ID, by which the logs can be searched. */
const sendInternalError = (c: Context<TenantEnv>): Response =>
  sendProblemJson(c, 500, {
    type: 'urn:rollcall:problem:internal',
    title: 'Something broke',
    status: 500,
    detail: 'Rollcall could not finish this request. Try again; if it stays, quote the request_id.',
    code: 'internal',
    request_id: c.var.requestId,
  });

function sendProblemJson(c: Context, status: ContentfulStatusCode, body: Problem): Response {
  return c.body(JSON.stringify(body), status, {
    'Content-Type': 'application/problem+json',
    ...(status === 401 && { 'WWW-Authenticate': 'Bearer realm="rollcall"' }),
    ...(status === 429 && { 'Retry-After': String(body.details?.retry_after_seconds ?? 60) }),
  });
}

/** Details of a fault are flat: messages and their paths are two parallel lists. */
const fieldErrors = (messages: unknown, paths: unknown): Problem['errors'] =>
  Array.isArray(messages) && Array.isArray(paths)
    ? messages.map((message, index) => ({ path: String(paths[index] ?? ''), message: String(message) }))
    : undefined;

const fieldError = (path: unknown, message: string): Problem['errors'] =>
  typeof path === 'string' ? [{ path, message }] : undefined;

const syncLink = (c: Context<TenantEnv>, details: Fault['details']): Record<string, string> =>
  typeof details?.sync_id === 'number' && c.var.store ? { sync_url: resourceUrl(c, `/syncs/${details.sync_id}`) } : {};

export const refuseWithProblem: Refuse = (c, refusal) => sendProblem(c, refusal);

export const notFoundFault = (params: NotFoundParams = { what: 'address' }): Fault => fault('not_found', params);

const MAX_ERRORS = 20;

/** Unknown keys get one entry each. @param subject what the schema validated, such as "The body" */
function issueErrors(issues: readonly z.core.$ZodIssue[], subject: string) {
  return issues
    .flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => ({ path: dottedPath([...issue.path, key]), message: `“${key}” is not known here.` }))
        : [{ path: dottedPath(issue.path), message: describeIssue(issue, subject) }],
    )
    .slice(0, MAX_ERRORS);
}

function describeFirstIssue([first]: readonly z.core.$ZodIssue[], subject: string): string {
  return first ? describeIssue(first, subject) : `${subject} cannot be read.`;
}

export function sendInvalidBody(c: Context<TenantEnv>, { issues }: z.core.$ZodError): Response {
  const sentence = describeFirstIssue(issues, 'The body');
  return sendProblem(c, fault('invalid_body', { sentence }), { errors: issueErrors(issues, 'The body') });
}

export function validationHook(
  result: { target: string } & ({ success: true } | { success: false; error: z.core.$ZodError }),
  c: Context<TenantEnv>,
): Response | undefined {
  if (result.success) return undefined;
  if (result.target === 'param') return sendProblem(c, notFoundFault());
  if (result.target === 'json') return sendInvalidBody(c, result.error);
  const { issues } = result.error;
  const sentence = describeFirstIssue(issues, 'The query');
  return sendProblem(c, fault('invalid_query', { sentence }), { errors: issueErrors(issues, 'The query') });
}

export const sendUnexpectedError: ErrorHandler<TenantEnv> = (error, c) => {
  if (error instanceof HTTPException && error.status === 415) {
    return sendProblem(c, fault('invalid_body', { problem: 'not_sent_as_json' }), { status: 415 });
  }
  if (error instanceof HTTPException && error.status < 500) {
    return sendProblem(c, fault('invalid_body', { problem: 'malformed' }));
  }
  const { requestId } = c.var;
  console.error(JSON.stringify({ level: 'error', request_id: requestId, path: c.req.path, error: error.stack }));
  return sendInternalError(c);
};
