import { adminsOf } from './admins.ts';
import { apiTokensOf } from './api-tokens.ts';
import { auditOf } from './audit.ts';
import { baseOf } from './ids.ts';
import { type Cost, MeteredD1, noCost } from './meter.ts';
import { sessionsOf } from './sessions.ts';
import type { Tenant } from './tenants.ts';

/** What every store file gets: the tenant's own database and where its IDs begin. Not exported past store/. */
export interface StoreScope {
  readonly env: Env;
  readonly db: MeteredD1;
  readonly tenantId: number;
  readonly base: number;
}

export type TenantStore = ReturnType<typeof openTenant>;

/**
 * Opens one tenant's data. There is no other way to it: no function of the store takes a tenant ID.
 * @param tenant from findTenant or loadTenant
 * @param cost counts what the work done through this store costs
 */
export function openTenant(env: Env, tenant: Tenant, cost: Cost = noCost()) {
  const scope: StoreScope = { env, db: new MeteredD1(env.DB, cost), tenantId: tenant.id, base: baseOf(tenant.id) };
  return {
    tenant,
    cost,
    scope,
    admins: adminsOf(scope),
    sessions: sessionsOf(scope),
    apiTokens: apiTokensOf(scope),
    audit: auditOf(scope),
  };
}
