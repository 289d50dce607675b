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

export const authStatus = (code: Fault['code']): ContentfulStatusCode =>
  Object.entries(STATUS).find(([known]) => known === code)?.[1] ?? 400;

/** For what does not exist, belongs to another tenant, or is hidden from this role: none can be told from another. */
export const notFoundOrHidden = (): Fault => fault('not_found', { what: 'hidden' });

export function refuse(c: Context<TenantEnv>, refusal: Fault): Response | Promise<Response> {
  if (c.var.refuse) return c.var.refuse(c, refusal);
  const { code } = refusal;
  const status = authStatus(code);
  const body = { type: 'about:blank', title: describeFault(refusal), status, code, request_id: c.var.requestId };
  return c.body(JSON.stringify(body), status, {
    'Content-Type': 'application/problem+json',
    ...(status === 401 && { 'WWW-Authenticate': 'Bearer realm="rollcall"' }),
  });
}
