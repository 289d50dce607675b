import { applyingOf } from './applying.ts';
import { dataSourcesOf } from './data-sources.ts';
import { baseOf } from './ids.ts';
import { leaversOf } from './leavers.ts';
import { lookupOf } from './lookup.ts';
import { mappingsOf } from './mappings.ts';
import { type Cost, MeteredD1, noCost } from './meter.ts';
import { payloadsOf } from './payloads.ts';
import { plansOf } from './plans.ts';
import { recordsOf } from './records.ts';
import { settlingOf } from './settling.ts';
import { syncsOf } from './syncs.ts';
import { usersOf } from './users.ts';

/** What every store file gets: the tenant's own database and where its IDs begin. Not exported past store/. */
export interface StoreScope {
  readonly db: MeteredD1;
  readonly tenantId: number;
  readonly base: number;
}

export type TenantStore<Named extends { id: number } = { id: number }> = ReturnType<typeof openTenant<Named>>;

/**
 * Opens one tenant's data. There is no other way to it: no function of the store takes a tenant ID.
 * @param tenant what a door found by its slug, or what a queue message of ours names
 * @param cost counts what the work done through this store costs
 */
export function openTenant<Named extends { id: number }>(env: Env, tenant: Named, cost: Cost = noCost()) {
  const scope: StoreScope = { db: new MeteredD1(env.DB, cost), tenantId: tenant.id, base: baseOf(tenant.id) };
  return {
    tenant,
    cost,
    applying: applyingOf(scope),
    dataSources: dataSourcesOf(scope),
    leavers: leaversOf(scope),
    lookup: lookupOf(scope),
    mappings: mappingsOf(scope),
    payloads: payloadsOf(env, tenant.id, cost),
    plans: plansOf(scope),
    records: recordsOf(scope),
    settling: settlingOf(scope),
    syncs: syncsOf(scope),
    users: usersOf(scope),
  };
}
