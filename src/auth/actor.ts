import type { Context, MiddlewareHandler } from 'hono';
import type { Fault } from '../domain/shared/fault.ts';
import type { AdminRole } from '../store/auth/tables.ts';
import type { TenantReader } from '../store/open.ts';
import type { Tenant } from '../store/tenants/reader.ts';

/** Who acts: a person who signed in, or a program with a token. */
export interface Actor {
  kind: 'person' | 'token';
  /** The e-mail of a person, the name of a token: what `created_by` and the audit log say. */
  label: string;
  role: AdminRole;
}

export type Refuse = (c: Context, fault: Fault) => Response | Promise<Response>;

/** Hono's types for routes below /{tenant}: `store` is set by `withTenant`, `actor` by `requireSession` and `requireToken`. */
export interface TenantEnv {
  Bindings: Env;
  Variables: {
    requestId: string;
    store: TenantReader<Tenant>;
    actor: Actor;
    /** Set by `withRefusal`; without it a refusal is a JSON problem. */
    refuse: Refuse | undefined;
  };
}

/** From here on faults are answered in a door's own form. */
export const withRefusal =
  (refuse: Refuse): MiddlewareHandler<TenantEnv> =>
  async (c, next) => {
    c.set('refuse', refuse);
    await next();
  };
