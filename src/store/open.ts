import { auditReader } from './audit/reader.ts';
import { adminsReader, apiTokensReader, sessionsReader } from './auth/reader.ts';
import { type Cost, zeroCost } from './cost.ts';
import { Database, MeteredD1 } from './d1.ts';
import { savedFiltersReader } from './filters/reader.ts';
import { baseOf } from './ids.ts';
import { mappingCasesReader, mappingsReader, valueTablesReader } from './mapping/reader.ts';
import { noticesReader } from './notices/reader.ts';
import { orphansReader } from './orphans/reader.ts';
import { payloadsReader } from './payloads/reader.ts';
import { plansReader } from './plans/reader.ts';
import { recordsReader } from './records/reader.ts';
import type { StoreScope } from './scope.ts';
import { dataSourcesReader } from './sources/reader.ts';
import { syncsReader } from './syncs/reader.ts';
import { sourceHealthReader } from './syncs/source-health.ts';
import { usersReader } from './users/reader.ts';

/** A tenant that was looked up by its slug, or the ID in a message of a queue. */
export interface TenantRef {
  id: number;
}

export type TenantReader<Ref extends TenantRef = TenantRef> = ReturnType<typeof openTenant<Ref>>;

/**
 * Only this and `openTenantForWriting` lead to a tenant's data: what they return takes no tenant ID.
 * @param cost is added to by everything that is done through these readers
 */
export function openTenant<Ref extends TenantRef>(env: Env, tenant: Ref, cost: Cost = zeroCost()) {
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
  const base = baseOf(id);
  return { db: new Database(new MeteredD1(env.DB, cost)), tenantId: id, base, rowId: (counter) => base + counter };
}
