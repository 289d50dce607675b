import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { describeFault, type Fault, fault } from '../domain/shared/fault.ts';
import type { TenantEnv } from './actor.ts';

const STATUS = {
  unauthenticated: 401,
  wrong_credentials: 401,
  forbidden: 403,
  not_found: 404,
  already_set_up: 409,
  invalid_body: 422,
  too_many_attempts: 429,
} as const satisfies Partial<Record<Fault['code'], ContentfulStatusCode>>;

/** HTTP status of a fault of auth/. */
export const authStatus = (code: Fault['code']): ContentfulStatusCode =>
  Object.entries(STATUS).find(([known]) => known === code)?.[1] ?? 400;

/** The same for what is not there, is another tenant's, or is not for this role. */
export const notFoundOrHidden = (): Fault => fault('not_found', { what: 'hidden' });

/** Answers in the form of the request's door; as an RFC 9457 problem when it has none. */
export function refuse(c: Context<TenantEnv>, why: Fault): Response | Promise<Response> {
  const door = c.var.refuse;
  if (door) return door(c, why);
  const status = authStatus(why.code);
  const body = { type: 'about:blank', title: describeFault(why), status, code: why.code, request_id: c.var.requestId };
  return c.body(JSON.stringify(body), status, {
    'Content-Type': 'application/problem+json',
    ...(status === 401 && { 'WWW-Authenticate': 'Bearer realm="rollcall"' }),
  });
}
