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

/** How a door words a refusal. */
export type Refuse = (c: Context, fault: Fault) => Response | Promise<Response>;

/** Hono's types for a route below /{tenant}: `store` stands after withTenant, `actor` after requireSession/Token. */
export interface TenantEnv {
  Bindings: Env;
  Variables: {
    requestId: string;
    store: TenantReader<Tenant>;
    actor: Actor;
    /** Set by answersWith; without it a refusal is a JSON problem. */
    refuse: Refuse | undefined;
  };
}

/** Puts a door's own form of refusal in place, for everything that follows. */
export const withRefusal =
  (refuse: Refuse): MiddlewareHandler<TenantEnv> =>
  async (c, next) => {
    c.set('refuse', refuse);
    await next();
  };
