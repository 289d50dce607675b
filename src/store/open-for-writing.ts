import { auditWriter } from './audit/writer.ts';
import { adminsWriter, apiTokensWriter, sessionsWriter } from './auth/writer.ts';
import { type Cost, zeroCost } from './cost.ts';
import { savedFiltersWriter } from './filters/writer.ts';
import { mappingCasesWriter, mappingsWriter, valueTablesWriter } from './mapping/writer.ts';
import { noticesWriter } from './notices/writer.ts';
import { openScope, openTenant, type TenantRef } from './open.ts';
import { orphansWriter } from './orphans/writer.ts';
import { payloadsWriter } from './payloads/writer.ts';
import { plansWriter } from './plans/writer.ts';
import { personalDataErasure } from './records/erasure.ts';
import { uploadStore } from './sources/uploads.ts';
import { dataSourcesWriter } from './sources/writer.ts';
import { syncsWriter } from './syncs/writer.ts';
import { usersWriter } from './users/writer.ts';

export type TenantWriter<Ref extends TenantRef = TenantRef> = ReturnType<typeof openTenantForWriting<Ref>>;

/**
 * For sync, app and auth; doors may not.
 * @param cost is added to by everything that is done through these writers
 */
export function openTenantForWriting<Ref extends TenantRef>(env: Env, tenant: Ref, cost: Cost = zeroCost()) {
  const scope = openScope(env, tenant, cost);
  return {
    ...openTenant(env, tenant, cost),
    admins: adminsWriter(scope),
    apiTokens: apiTokensWriter(scope),
    audit: auditWriter(scope),
    dataSources: dataSourcesWriter(scope),
    erasure: personalDataErasure(scope),
    mappingCases: mappingCasesWriter(scope),
    mappings: mappingsWriter(scope),
    notices: noticesWriter(scope),
    orphans: orphansWriter(scope),
    payloads: payloadsWriter(env.PAYLOADS, tenant.id, cost),
    plans: plansWriter(scope),
    savedFilters: savedFiltersWriter(scope),
    sessions: sessionsWriter(scope),
    syncs: syncsWriter(scope),
    uploads: uploadStore(env, tenant.id, cost),
    users: usersWriter(scope),
    valueTables: valueTablesWriter(scope),
  };
}
