import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Refuse, TenantEnv } from '../../auth/actor.ts';
import { describeFault, FAULT_CODES, type Fault, fault } from '../../domain/fault.ts';
import { urlOf } from '../links.ts';
import { PROBLEMS } from './status.ts';

/** Every refusal of the API: RFC 9457, with a code that stays and the ID to quote when asking about it. */
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

/** What a problem can say beside its fault. */
export interface Beside {
  errors?: Problem['errors'];
  details?: Record<string, unknown>;
  /** Where HTTP has a status of its own for one kind of a fault. */
  status?: ContentfulStatusCode;
}

/** Answers with a fault. */
export function problem(c: Context<TenantEnv>, why: Fault, beside: Beside = {}): Response {
  const { code, details } = why;
  const message = describeFault(why);
  const { title, status } = PROBLEMS[code];
  const { issues, problems, paths, ...plain } = details ?? {};
  const errors = beside.errors ?? errorsIn(issues ?? problems, paths) ?? errorAt(plain.path, message);
  const facts = { ...plain, ...linkOf(c, details), ...beside.details };
  return send(c, beside.status ?? status, {
    type: `urn:rollcall:problem:${code}`,
    title,
    status: beside.status ?? status,
    detail: message,
    code,
    request_id: c.var.requestId,
    ...(errors && { errors }),
    ...(Object.keys(facts).length > 0 && { details: facts }),
  });
}

/** Answers that something broke: nothing of what it was leaves the Worker but the request's ID. */
export const broken = (c: Context<TenantEnv>): Response =>
  send(c, 500, {
    type: 'urn:rollcall:problem:internal',
    title: 'Something broke',
    status: 500,
    detail: 'Rollcall could not finish this request. Try again; if it stays, quote the request_id.',
    code: 'internal',
    request_id: c.var.requestId,
  });

function send(c: Context, status: ContentfulStatusCode, body: Problem): Response {
  return c.body(JSON.stringify(body), status, {
    'Content-Type': 'application/problem+json',
    ...(status === 401 && { 'WWW-Authenticate': 'Bearer realm="rollcall"' }),
    ...(status === 429 && { 'Retry-After': String(body.details?.retry_after_seconds ?? 60) }),
  });
}

/** A verb tells what is wrong with a body, and where, in two lists: the details of a fault are plain. */
const errorsIn = (sentences: unknown, paths: unknown): Problem['errors'] =>
  Array.isArray(sentences) && Array.isArray(paths)
    ? sentences.map((message, at) => ({ path: String(paths[at] ?? ''), message: String(message) }))
    : undefined;

const errorAt = (path: unknown, message: string): Problem['errors'] =>
  typeof path === 'string' ? [{ path, message }] : undefined;

/** Where the sync is that a fault names. */
const linkOf = (c: Context<TenantEnv>, details: Fault['details']): Record<string, string> =>
  typeof details?.sync_id === 'number' && c.var.store ? { sync_url: urlOf(c, `/syncs/${details.sync_id}`) } : {};

/** How the API refuses, whoever refuses. */
export const refuseProblem: Refuse = (c, why) => problem(c, why);

export const nothingHere = (what = 'There is nothing at this address.'): Fault => fault('not_found', what);
