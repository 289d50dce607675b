import type { MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';
import { csrf } from 'hono/csrf';
import type { TenantEnv } from '../../auth/actor.ts';
import { refuse } from '../../auth/refuse.ts';
import { SESSION_COOKIE } from '../../auth/session.ts';
import { fault } from '../../domain/fault.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

const formsOnly = csrf();

/**
 * Refuses what another site sends through somebody's browser. Hono's check covers forms, whoever sends them; this adds
 * every other body once a session comes along, since a cookie does so by itself.
 */
export const sameSiteOnly: MiddlewareHandler<TenantEnv> = async (c, next) => {
  const stranger = fault(
    'forbidden',
    'This came from another site, so nothing was done. Open the page here and retry.',
  );
  const site = c.req.header('Sec-Fetch-Site');
  // Old browsers send no Sec-Fetch-Site, but every browser sends Origin with what is not safe.
  const crosses = site ? site !== 'same-origin' : c.req.header('Origin') !== new URL(c.req.url).origin;
  if (!SAFE.has(c.req.method) && crosses && getCookie(c, SESSION_COOKIE)) return refuse(c, stranger);
  return formsOnly(c, next);
};
