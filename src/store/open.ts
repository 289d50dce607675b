import { auditReader } from './audit/reader.ts';
import { adminsReader, apiTokensReader, sessionsReader } from './auth/reader.ts';
import { type Cost, MeteredD1, zeroCost } from './cost.ts';
import { savedFiltersReader } from './filters/reader.ts';
import { baseOf } from './ids.ts';
import { mappingCasesReader, mappingsReader, valueTablesReader } from './mapping/reader.ts';
import { noticesReader } from './notices/reader.ts';
import { payloadStore } from './payloads/payloads.ts';
import { planApplier } from './plans/apply.ts';
import { leaversByDate } from './plans/leavers.ts';
import { userMatcher } from './plans/match.ts';
import { keyConflicts, reconcileStore } from './plans/reconcile.ts';
import { unmappedLookups } from './plans/unmapped.ts';
import { plansWriter } from './plans/writer.ts';
import { personalDataErasure } from './records/erasure.ts';
import { recordSearch, recordsReader, userHistory } from './records/reader.ts';
import type { StoreScope } from './scope.ts';
import { dataSourcesReader } from './sources/reader.ts';
import { uploadStore } from './sources/uploads.ts';
import { syncHistory } from './syncs/reader.ts';
import { sourceHealthReader } from './syncs/source-health.ts';
import { syncsWriter } from './syncs/writer.ts';
import type { Tenant } from './tenants/reader.ts';
import { orphans } from './users/orphans.ts';
import { usersReader } from './users/reader.ts';
import { usersWriter } from './users/writer.ts';

/** One tenant's data, as a door opens it. */
export type TenantStore = ReturnType<typeof openTenant<Tenant>>;
/** The same, as a step of a sync opens it: by the number in its message. */
export type StepStore = ReturnType<typeof openTenant<{ id: number }>>;

/**
 * Opens one tenant's data. There is no other way to it: no function of the store takes a tenant ID.
 * @param tenant what a door found by its slug, or what a queue message of ours names
 * @param cost counts what the work done through this store costs
 */
export function openTenant<Named extends { id: number }>(env: Env, tenant: Named, cost: Cost = zeroCost()) {
  const scope: StoreScope = { db: new MeteredD1(env.DB, cost), tenantId: tenant.id, base: baseOf(tenant.id) };
  return {
    tenant,
    cost,
    admins: adminsReader(scope),
    apiTokens: apiTokensReader(scope),
    applying: planApplier(scope),
    audit: auditReader(scope),
    byHand: usersWriter(scope),
    claims: keyConflicts(scope),
    dataSources: dataSourcesReader(scope),
    deprovisioning: personalDataErasure(scope),
    finding: userMatcher(scope),
    leavers: leaversByDate(scope),
    mappingCases: mappingCasesReader(scope),
    mappings: mappingsReader(scope),
    orphans: orphans(scope),
    notices: noticesReader(scope),
    payloads: payloadStore(env, tenant.id, cost),
    plans: plansWriter(scope),
    records: recordsReader(scope),
    recordSearch: recordSearch(scope),
    savedFilters: savedFiltersReader(scope),
    sessions: sessionsReader(scope),
    settling: reconcileStore(scope),
    sourceStanding: sourceHealthReader(scope),
    syncHistory: syncHistory(scope),
    syncs: syncsWriter(scope),
    uploads: uploadStore(env, tenant.id, cost),
    unmapped: unmappedLookups(scope),
    userHistory: userHistory(scope),
    users: usersReader(scope),
    valueTables: valueTablesReader(scope),
  };
}
