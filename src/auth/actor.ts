import type { Context, MiddlewareHandler } from 'hono';
import type { Fault } from '../domain/shared/fault.ts';
import type { AdminRole } from '../store/auth/tables.ts';
import type { TenantReader } from '../store/open.ts';
import type { Tenant } from '../store/tenants/reader.ts';

/** The author of a request: a person with a session, or a program with a token. */
export interface Actor {
  kind: 'person' | 'token';
  /** The e-mail of a person or the name of a token, as written to `created_by` and the audit log. */
  label: string;
  role: AdminRole;
}

/** Renders a fault in the format of one door: a page, or an RFC 9457 problem. */
export type Refuse = (c: Context, fault: Fault) => Response | Promise<Response>;

/** Hono's types for routes below /{tenant}: `store` is set by `withTenant`, `actor` by `requireSession` and `requireToken`. */
export interface TenantEnv {
  Bindings: Env;
  Variables: {
    requestId: string;
    store: TenantReader<Tenant>;
    actor: Actor;
    /** Set by `withRefusal`. */
    refuse: Refuse | undefined;
  };
}

/** Makes `refuse` of auth/ answer in the format of a door for all routes that follow. */
export const withRefusal =
  (refuse: Refuse): MiddlewareHandler<TenantEnv> =>
  async (c, next) => {
    c.set('refuse', refuse);
    await next();
  };
