import type { MiddlewareHandler } from 'hono';
import type { TenantEnv } from '../../auth/actor.ts';

const POLICY = [
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
  c.header('Content-Security-Policy', POLICY);
  c.header('X-Content-Type-Options', 'nosniff');
  c.header('Referrer-Policy', 'same-origin');
  c.header('Cross-Origin-Opener-Policy', 'same-origin');
  // People's data stays out of shared caches, and out of the back button after signing out.
  if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'private, no-store');
  if (new URL(c.req.url).protocol === 'https:') {
    c.header('Strict-Transport-Security', 'max-age=31536000; includeSubDomains');
  }
};
