import type { Context, MiddlewareHandler } from 'hono';
import type { Fault } from '../domain/shared/fault.ts';
import type { AdminRole } from '../store/auth/tables.ts';
import type { TenantReader } from '../store/open.ts';
import type { Tenant } from '../store/tenants/reader.ts';

export interface Actor {
  kind: 'person' | 'token';
  /** E-mail of a person or name of a token, as written to `created_by` and the audit log. */
  label: string;
  role: AdminRole;
}

export type Refuse = (c: Context, fault: Fault) => Response | Promise<Response>;

/** For routes below /{tenant}: `store` is set by `withTenant`, `actor` by `requireSession` and `requireToken`. */
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

export const withRefusal =
  (refuse: Refuse): MiddlewareHandler<TenantEnv> =>
  async (c, next) => {
    c.set('refuse', refuse);
    await next();
  };
