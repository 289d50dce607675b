import type { Context, MiddlewareHandler } from 'hono';
import { fault } from '../domain/shared/fault.ts';
import type { AdminRole } from '../store/auth/tables.ts';
import { openTenant } from '../store/open.ts';
import { findTenant } from '../store/tenants/reader.ts';
import type { Actor, TenantEnv } from './actor.ts';
import { notFoundOrHidden, refuse } from './refuse.ts';
import { sessionHash } from './session.ts';
import { bearerTokenHash } from './token.ts';

type Identity =
  | { as: 'actor'; actor: Actor }
  /** Of another tenant. */
  | { as: 'foreign' }
  | { as: 'anonymous' };

/** Opens the store of the tenant that the URL names, or refuses with 404. */
export const withTenant: MiddlewareHandler<TenantEnv> = async (c, next) => {
  const tenant = await findTenant(c.env, c.req.param('tenant') ?? '');
  if (!tenant) return refuse(c, notFoundOrHidden());
  c.set('store', openTenant(c.env, tenant));
  await next();
};

async function identifyBySession(c: Context<TenantEnv>): Promise<Identity> {
  const hash = sessionHash(c);
  if (!hash) return { as: 'anonymous' };
  const session = await c.var.store.sessions.find(hash, Date.now());
  if (session.found === 'elsewhere') return { as: 'foreign' };
  if (session.found === 'nothing') return { as: 'anonymous' };
  return { as: 'actor', actor: { kind: 'person', label: session.value.email, role: session.value.role } };
}

async function identifyByToken(c: Context<TenantEnv>): Promise<Identity> {
  const hash = bearerTokenHash(c.req.header('Authorization'));
  if (!hash) return { as: 'anonymous' };
  const token = await c.var.store.apiTokens.find(hash);
  if (token.found === 'elsewhere') return { as: 'foreign' };
  if (token.found === 'nothing') return { as: 'anonymous' };
  return { as: 'actor', actor: { kind: 'token', label: token.value.name, role: token.value.role } };
}

const hasRole = (actor: Actor, role: AdminRole): boolean => role === 'viewer' || actor.role === 'admin';

/** With the page to come back to after signing in, not the fragment or the form that was asked for. */
function signInUrl(c: Context<TenantEnv>): string {
  const here = new URL(c.req.url);
  const current = c.req.header('HX-Current-URL');
  const page = current && URL.canParse(current) ? new URL(current) : here;
  const back = current || c.req.method === 'GET' ? `?next=${encodeURIComponent(page.pathname + page.search)}` : '';
  return `/${c.var.store.tenant.slug}/sign-in${back}`;
}

/** For pages: who is anonymous goes to sign in; a session of another tenant, and a viewer where only admins go, get 404. */
export const requireSession =
  (role: AdminRole): MiddlewareHandler<TenantEnv> =>
  async (c, next) => {
    const identity = await identifyBySession(c);
    if (identity.as === 'anonymous') {
      // A redirect would be followed inside fetch and the form swapped into a fragment; this leaves the page.
      if (c.req.header('HX-Request')) return c.body(null, 401, { 'HX-Redirect': signInUrl(c) });
      return c.redirect(signInUrl(c), 303);
    }
    if (identity.as === 'foreign') return refuse(c, notFoundOrHidden());
    // Set before the role is checked: the 404 that a viewer sees keeps the frame around it.
    c.set('actor', identity.actor);
    if (!hasRole(identity.actor, role)) return refuse(c, notFoundOrHidden());
    await next();
  };

/**
 * For the API: a bearer token. A session will do for reading, so that an admin can follow a link, and never for writing: a
 * cookie is sent by itself, a header is not (CSRF).
 */
export const requireToken =
  (role: AdminRole): MiddlewareHandler<TenantEnv> =>
  async (c, next) => {
    const reads = c.req.method === 'GET' || c.req.method === 'HEAD';
    const identity = c.req.header('Authorization') || !reads ? await identifyByToken(c) : await identifyBySession(c);
    if (identity.as === 'foreign') return refuse(c, notFoundOrHidden());
    if (identity.as === 'anonymous') {
      return refuse(c, fault('unauthenticated', {}));
    }
    if (!hasRole(identity.actor, role)) return refuse(c, fault('forbidden', { reason: 'not_an_admin' }));
    c.set('actor', identity.actor);
    await next();
  };
