import { type Fault, fault } from '../../domain/shared/fault.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { type AcceptedSource, PULL_SOURCES, type RegisteredSource, sourceOf } from '../../sources/registry.ts';
import { openTenant } from '../../store/open.ts';
import { openTenantForWriting } from '../../store/open-for-writing.ts';
import type { DataSource } from '../../store/sources/reader.ts';
import type { Tenant } from '../../store/tenants/reader.ts';
import { allowsPrivateHosts, bindingsOf } from '../../sync/connection/connect-source.ts';
import { withLatestToken } from '../../sync/connection/renew-token.ts';
import { openSecretsOrNull, sealSecrets } from '../../sync/connection/secrets.ts';

export interface ConfiguredSource extends Omit<DataSource, 'sealed'> {
  secretsSet: string[];
}

export const unknownSourceFault = (kind: string): Fault =>
  fault('not_found', { what: 'source_kind', name: kind, known: PULL_SOURCES.map((source) => source.kind) });

/**
 * A secret that the body leaves out stays.
 * @param body of `PUT /data-sources/{kind}`
 * @returns faults `not_found`, `invalid_body`, `invalid_settings`, `wrapper_…`; nothing is changed then
 */
export async function configureSource(
  env: Env,
  tenant: Tenant,
  kind: string,
  body: unknown,
  by: string,
): Promise<Result<ConfiguredSource, Fault>> {
  const source = sourceOf(kind);
  if (!source) return fail(unknownSourceFault(kind));
  const store = openTenantForWriting(env, tenant);
  for (;;) {
    const before = await store.dataSources.get(kind);
    const accepted = await acceptSettings(env, tenant, source, body, before);
    if (!accepted.ok) return accepted;
    const { enabled, settings, secrets } = accepted.value;
    const sealed = await sealSecrets(env, tenant.id, kind, secrets);
    const now = Date.now();
    // A token that was renewed between reading and saving would be lost: start over.
    if (!(await store.dataSources.save({ kind, enabled, settings, sealed }, now, before?.sealed ?? null))) continue;
    await store.audit.record(by, 'data_source_saved', { kind, enabled }, now);
    return readConfiguredSource(env, tenant, kind);
  }
}

/**
 * Completes a body by stored secrets that it leaves out and the newest successor of its refresh token.
 * @returns what saving the body would store; faults `invalid_body`, `invalid_settings`, `wrapper_…`
 */
export async function acceptSettings(
  env: Env,
  tenant: Tenant,
  source: RegisteredSource,
  body: unknown,
  before: DataSource | null,
): Promise<Result<AcceptedSource, Fault>> {
  const secretsBefore = before && (await openSecretsOrNull(env, tenant.id, before));
  const stored = before && secretsBefore !== null ? { settings: before.settings, secrets: secretsBefore } : null;
  const accepted = source.parseBody(body, stored);
  if (!accepted.ok) return accepted;
  const context = { tenant: tenant.slug, bindings: bindingsOf(env), allowPrivateHosts: allowsPrivateHosts(env) };
  const checked = await source.check(accepted.value, stored, context);
  if (!checked.ok) return checked;
  return ok({ ...checked.value, secrets: await withLatestToken(env, tenant.id, source.kind, checked.value.secrets) });
}

/** Fault `not_found`. */
export async function readConfiguredSource(
  env: Env,
  tenant: Tenant,
  kind: string,
): Promise<Result<ConfiguredSource, Fault>> {
  if (!sourceOf(kind)) return fail(unknownSourceFault(kind));
  const source = await openTenant(env, tenant).dataSources.get(kind);
  return source
    ? ok(await withoutSecrets(env, tenant, source))
    : fail(fault('not_found', { what: 'configured_source', name: kind }));
}

export const readConfiguredSources = async (env: Env, tenant: Tenant): Promise<ConfiguredSource[]> =>
  Promise.all((await openTenant(env, tenant).dataSources.list()).map((source) => withoutSecrets(env, tenant, source)));

async function withoutSecrets(env: Env, tenant: Tenant, source: DataSource): Promise<ConfiguredSource> {
  const { sealed: _, ...shown } = source;
  return { ...shown, secretsSet: secretNames(await openSecretsOrNull(env, tenant.id, source)) };
}

/** Dotted names of the secrets that have a value. */
function secretNames(secrets: unknown, path = ''): string[] {
  if (secrets === null || secrets === undefined) return [];
  if (typeof secrets !== 'object') return path === '' ? [] : [path];
  return Object.entries(secrets).flatMap(([key, value]) => secretNames(value, path === '' ? key : `${path}.${key}`));
}

/** Enabling a pull source disables any other. Faults of `configureSource`. */
export async function enableSource(
  env: Env,
  tenant: Tenant,
  kind: string,
  enabled: boolean,
  by: string,
): Promise<Result<ConfiguredSource, Fault>> {
  const source = await openTenant(env, tenant).dataSources.get(kind);
  if (!source) return fail(fault('not_found', { what: 'configured_source', name: kind }));
  return configureSource(env, tenant, kind, { ...source.settings, enabled }, by);
}
