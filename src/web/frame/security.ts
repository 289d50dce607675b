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

/** Those of static files are in public/_headers. */
export const securityHeaders: MiddlewareHandler<TenantEnv> = async (c, next) => {
  await next();
  c.header('X-Request-Id', c.var.requestId);
  c.header('Content-Security-Policy', CONTENT_SECURITY_POLICY);
  c.header('X-Content-Type-Options', 'nosniff');
  c.header('Referrer-Policy', 'same-origin');
  c.header('Cross-Origin-Opener-Policy', 'same-origin');
  // Keeps personal data out of shared caches, and out of the browser history after signing out.
  if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'private, no-store');
  if (new URL(c.req.url).protocol === 'https:') {
    c.header('Strict-Transport-Security', 'max-age=31536000; includeSubDomains');
  }
};

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

const rejectCrossSiteForms = csrf();

/**
 * Hono's `csrf` checks the content types of HTML forms; this middleware adds every other content type when the request
 * has a session cookie.
 */
export const rejectCrossSite: MiddlewareHandler<TenantEnv> = async (c, next) => {
  const site = c.req.header('Sec-Fetch-Site');
  // Old browsers do not send Sec-Fetch-Site, but all send Origin with unsafe methods.
  const isCrossSite = site ? site !== 'same-origin' : c.req.header('Origin') !== new URL(c.req.url).origin;
  if (!SAFE_METHODS.has(c.req.method) && isCrossSite && getCookie(c, SESSION_COOKIE)) {
    return refuse(c, fault('forbidden', { reason: 'cross_site' }));
  }
  return rejectCrossSiteForms(c, next);
};
