import { auditReader } from './audit/reader.ts';
import { adminsReader, apiTokensReader, sessionsReader } from './auth/reader.ts';
import { type Cost, zeroCost } from './cost.ts';
import { Database, MeteredD1 } from './d1.ts';
import { savedFiltersReader } from './filters/reader.ts';
import { baseOf } from './ids.ts';
import { mappingCasesReader, mappingsReader, valueTablesReader } from './mapping/reader.ts';
import { noticesReader } from './notices/reader.ts';
import { payloadStore } from './payloads/payloads.ts';
import { reconcileStore } from './plans/reconcile.ts';
import { unmappedLookups } from './plans/unmapped.ts';
import { recordSearch, recordsReader, userHistory } from './records/reader.ts';
import type { StoreScope } from './scope.ts';
import { dataSourcesReader } from './sources/reader.ts';
import { syncHistory } from './syncs/reader.ts';
import { sourceHealthReader } from './syncs/source-health.ts';
import { syncsWriter } from './syncs/writer.ts';
import { orphans } from './users/orphans.ts';
import { usersReader } from './users/reader.ts';

/** What names a tenant: what a door found by its slug, or the number in a queue message of ours. */
export interface TenantRef {
  id: number;
}

/** One tenant's data to read, as a door opens it. */
export type TenantReader<Named extends TenantRef = TenantRef> = ReturnType<typeof openTenant<Named>>;

/**
 * Opens one tenant's data to read. There is no other way to it, but open-for-writing.ts: no function of the store takes a
 * tenant ID.
 * @param cost counts what the work done through this store costs
 */
export function openTenant<Named extends TenantRef>(env: Env, tenant: Named, cost: Cost = zeroCost()) {
  const scope = openScope(env, tenant, cost);
  const { get, list, newestId, draft } = syncsWriter(scope);
  const { known, ownedBy, count, list: listOrphans } = orphans(scope);
  const payloads = payloadStore(env, tenant.id, cost);
  const { layout, totals } = reconcileStore(scope);
  return {
    tenant,
    cost,
    admins: adminsReader(scope),
    apiTokens: apiTokensReader(scope),
    audit: auditReader(scope),
    dataSources: dataSourcesReader(scope),
    mappingCases: mappingCasesReader(scope),
    mappings: mappingsReader(scope),
    notices: noticesReader(scope),
    orphans: { known, ownedBy, count, list: listOrphans },
    payloads: { get: payloads.get, one: payloads.one, kept: payloads.kept, counts: payloads.counts },
    records: recordsReader(scope),
    recordSearch: recordSearch(scope),
    savedFilters: savedFiltersReader(scope),
    sessions: sessionsReader(scope),
    settling: { layout, totals },
    sourceHealth: sourceHealthReader(scope),
    syncHistory: syncHistory(scope),
    syncs: { get, list, newestId, draft },
    unmapped: unmappedLookups(scope),
    userHistory: userHistory(scope),
    users: usersReader(scope),
    valueTables: valueTablesReader(scope),
  };
}

export function openScope(env: Env, { id }: TenantRef, cost: Cost): StoreScope {
  const d1 = new MeteredD1(env.DB, cost);
  const base = baseOf(id);
  return { db: new Database(d1), d1, tenantId: id, base, rowId: (counter) => base + counter };
}
