import type { Context, MiddlewareHandler } from 'hono';
import { fault } from '../domain/shared/fault.ts';
import type { AdminRole } from '../store/auth/tables.ts';
import { openTenant } from '../store/open.ts';
import { findTenant } from '../store/tenants/reader.ts';
import type { Actor, TenantEnv } from './actor.ts';
import { notFoundOrHidden, refuse } from './refuse.ts';
import { sessionHash } from './session.ts';
import { bearerTokenHash } from './token.ts';

type Identity = { kind: 'known'; actor: Actor } | { kind: 'other_tenant' } | { kind: 'anonymous' };

export const isReadRequest = (c: Context): boolean => c.req.method === 'GET' || c.req.method === 'HEAD';

export const withTenant: MiddlewareHandler<TenantEnv> = async (c, next) => {
  const tenant = await findTenant(c.env, c.req.param('tenant') ?? '');
  if (!tenant) return refuse(c, notFoundOrHidden());
  c.set('store', openTenant(c.env, tenant));
  await next();
};

async function identifyBySession(c: Context<TenantEnv>): Promise<Identity> {
  const hash = sessionHash(c);
  if (!hash) return { kind: 'anonymous' };
  const session = await c.var.store.sessions.find(hash, Date.now());
  if (session.found === 'elsewhere') return { kind: 'other_tenant' };
  if (session.found === 'nothing') return { kind: 'anonymous' };
  return { kind: 'known', actor: { kind: 'person', label: session.value.email, role: session.value.role } };
}

async function identifyByToken(c: Context<TenantEnv>): Promise<Identity> {
  const hash = bearerTokenHash(c.req.header('Authorization'));
  if (!hash) return { kind: 'anonymous' };
  const token = await c.var.store.apiTokens.find(hash);
  if (token.found === 'elsewhere') return { kind: 'other_tenant' };
  if (token.found === 'nothing') return { kind: 'anonymous' };
  return { kind: 'known', actor: { kind: 'token', label: token.value.name, role: token.value.role } };
}

const hasRole = (actor: Actor, role: AdminRole): boolean => role === 'viewer' || actor.role === 'admin';

/** `next` is the page to return to, which for htmx is the current one, not the fragment requested. */
function signInUrl(c: Context<TenantEnv>): string {
  const currentUrl = c.req.header('HX-Current-URL');
  const page = URL.parse(currentUrl ?? '') ?? new URL(c.req.url);
  // A form without script has no page to return to: its own address takes POST only.
  const query = currentUrl || c.req.method === 'GET' ? `?next=${encodeURIComponent(page.pathname + page.search)}` : '';
  return `/${c.var.store.tenant.slug}/sign-in${query}`;
}

/** Anonymous requests are sent to sign-in; a session of another tenant, and a viewer on a page for admins, get 404. */
export const requireSession =
  (role: AdminRole): MiddlewareHandler<TenantEnv> =>
  async (c, next) => {
    const identity = await identifyBySession(c);
    if (identity.kind === 'anonymous') {
      // A redirect would be followed inside fetch and the form swapped into a fragment; this leaves the page.
      if (c.req.header('HX-Request')) return c.body(null, 401, { 'HX-Redirect': signInUrl(c) });
      return c.redirect(signInUrl(c), 303);
    }
    if (identity.kind === 'other_tenant') return refuse(c, notFoundOrHidden());
    // Set before the role is checked, because the 404 page of a viewer has the frame of the tenant.
    c.set('actor', identity.actor);
    if (!hasRole(identity.actor, role)) return refuse(c, notFoundOrHidden());
    await next();
  };

/**
 * Reading is possible with a session too, for links in pages; writing is not, because browsers attach cookies to
 * requests of other sites (CSRF).
 */
export const requireToken =
  (role: AdminRole): MiddlewareHandler<TenantEnv> =>
  async (c, next) => {
    const needsToken = Boolean(c.req.header('Authorization')) || !isReadRequest(c);
    const identity = needsToken ? await identifyByToken(c) : await identifyBySession(c);
    if (identity.kind === 'other_tenant') return refuse(c, notFoundOrHidden());
    if (identity.kind === 'anonymous') return refuse(c, fault('unauthenticated', {}));
    if (!hasRole(identity.actor, role)) return refuse(c, fault('forbidden', { reason: 'not_an_admin' }));
    c.set('actor', identity.actor);
    await next();
  };
