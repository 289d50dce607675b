import { adminsOf } from './admins.ts';
import { apiTokensOf } from './api-tokens.ts';
import { applyingOf } from './applying.ts';
import { auditOf } from './audit.ts';
import { byHandOf } from './by-hand.ts';
import { claimsOf } from './claims.ts';
import { dataSourcesOf } from './data-sources.ts';
import { deprovisioningOf } from './deprovisioning.ts';
import { findingOf } from './finding.ts';
import { baseOf } from './ids.ts';
import { leaversOf } from './leavers.ts';
import { mappingCasesOf } from './mapping-cases.ts';
import { mappingsOf } from './mappings.ts';
import { type Cost, MeteredD1, noCost } from './meter.ts';
import { noticesOf } from './notices.ts';
import { orphansOf } from './orphans.ts';
import { payloadsOf } from './payloads.ts';
import { plansOf } from './plans.ts';
import { recordSearchOf } from './record-search.ts';
import { recordsOf } from './records.ts';
import { savedFiltersOf } from './saved-filters.ts';
import type { StoreScope } from './scope.ts';
import { sessionsOf } from './sessions.ts';
import { settlingOf } from './settling.ts';
import { sourceStandingOf } from './source-standing.ts';
import { syncHistoryOf } from './sync-history.ts';
import { syncsOf } from './syncs.ts';
import type { Tenant } from './tenants.ts';
import { unmappedOf } from './unmapped.ts';
import { uploadsOf } from './uploads.ts';
import { userHistoryOf } from './user-history.ts';
import { usersOf } from './users.ts';
import { valueTablesOf } from './value-tables.ts';

/** One tenant's data, as a door opens it. */
export type TenantStore = ReturnType<typeof openTenant<Tenant>>;
/** The same, as a step of a sync opens it: by the number in its message. */
export type StepStore = ReturnType<typeof openTenant<{ id: number }>>;

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
    admins: adminsOf(scope),
    apiTokens: apiTokensOf(scope),
    applying: applyingOf(scope),
    audit: auditOf(scope),
    byHand: byHandOf(scope),
    claims: claimsOf(scope),
    dataSources: dataSourcesOf(scope),
    deprovisioning: deprovisioningOf(scope),
    finding: findingOf(scope),
    leavers: leaversOf(scope),
    mappingCases: mappingCasesOf(scope),
    mappings: mappingsOf(scope),
    orphans: orphansOf(scope),
    notices: noticesOf(scope),
    payloads: payloadsOf(env, tenant.id, cost),
    plans: plansOf(scope),
    records: recordsOf(scope),
    recordSearch: recordSearchOf(scope),
    savedFilters: savedFiltersOf(scope),
    sessions: sessionsOf(scope),
    settling: settlingOf(scope),
    sourceStanding: sourceStandingOf(scope),
    syncHistory: syncHistoryOf(scope),
    syncs: syncsOf(scope),
    uploads: uploadsOf(env, tenant.id, cost),
    unmapped: unmappedOf(scope),
    userHistory: userHistoryOf(scope),
    users: usersOf(scope),
    valueTables: valueTablesOf(scope),
  };
}
