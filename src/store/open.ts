import { auditReader } from './audit/reader.ts';
import { adminsReader, apiTokensReader, sessionsReader } from './auth/reader.ts';
import { type Cost, zeroCost } from './cost.ts';
import { Database, MeteredD1 } from './d1.ts';
import { savedFiltersReader } from './filters/reader.ts';
import { baseOf } from './ids.ts';
import { mappingCasesReader, mappingsReader, valueTablesReader } from './mapping/reader.ts';
import { noticesReader } from './notices/reader.ts';
import { payloadsReader } from './payloads/reader.ts';
import { plansReader } from './plans/reader.ts';
import { recordsReader } from './records/reader.ts';
import type { StoreScope } from './scope.ts';
import { dataSourcesReader } from './sources/reader.ts';
import { syncsReader } from './syncs/reader.ts';
import { sourceHealthReader } from './syncs/source-health.ts';
import { orphansReader } from './users/orphans.ts';
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
    orphans: orphansReader(scope),
    payloads: payloadsReader(env.PAYLOADS, tenant.id, cost),
    plans: plansReader(scope),
    records: recordsReader(scope),
    savedFilters: savedFiltersReader(scope),
    sessions: sessionsReader(scope),
    sourceHealth: sourceHealthReader(scope),
    syncs: syncsReader(scope),
    users: usersReader(scope),
    valueTables: valueTablesReader(scope),
  };
}

export function openScope(env: Env, { id }: TenantRef, cost: Cost): StoreScope {
  const d1 = new MeteredD1(env.DB, cost);
  const base = baseOf(id);
  return { db: new Database(d1), d1, tenantId: id, base, rowId: (counter) => base + counter };
}
