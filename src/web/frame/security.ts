import type { MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';
import { csrf } from 'hono/csrf';
import type { TenantEnv } from '../../auth/actor.ts';
import { refuse } from '../../auth/refuse.ts';
import { SESSION_COOKIE } from '../../auth/session.ts';
import { fault } from '../../domain/shared/fault.ts';

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: https:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Headers that every answer of the Worker carries. Files under public/ have their own, in public/_headers. */
export const securityHeaders: MiddlewareHandler<TenantEnv> = async (c, next) => {
  await next();
  c.header('X-Request-Id', c.var.requestId);
  c.header('Content-Security-Policy', CONTENT_SECURITY_POLICY);
  c.header('X-Content-Type-Options', 'nosniff');
  c.header('Referrer-Policy', 'same-origin');
  c.header('Cross-Origin-Opener-Policy', 'same-origin');
  // People's data stays out of shared caches, and out of the back button after signing out.
  if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'private, no-store');
  if (new URL(c.req.url).protocol === 'https:') {
    c.header('Strict-Transport-Security', 'max-age=31536000; includeSubDomains');
  }
};

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

const rejectCrossSiteForms = csrf();

/**
 * Refuses what another site sends through somebody's browser. Hono's check covers forms, whoever sends them; this adds
 * every other body once a session comes along, since a cookie does so by itself.
 */
export const rejectCrossSite: MiddlewareHandler<TenantEnv> = async (c, next) => {
  const site = c.req.header('Sec-Fetch-Site');
  // Old browsers send no Sec-Fetch-Site, but every browser sends Origin with what is not safe.
  const crosses = site ? site !== 'same-origin' : c.req.header('Origin') !== new URL(c.req.url).origin;
  if (!SAFE_METHODS.has(c.req.method) && crosses && getCookie(c, SESSION_COOKIE)) {
    return refuse(c, fault('forbidden', { reason: 'cross_site' }));
  }
  return rejectCrossSiteForms(c, next);
};
