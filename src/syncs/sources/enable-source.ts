import { type Fault, fault } from '../../domain/fault.ts';
import { fail, type Result } from '../../lib/result.ts';
import { openTenant } from '../../store/open.ts';
import type { Tenant } from '../../store/tenants.ts';
import { type ConfiguredSource, configureSource } from './configure-source.ts';

/** Turns a data source on, and so any other pull source off; or turns it off. Faults as of `configureSource`. */
export async function enableSource(
  env: Env,
  tenant: Tenant,
  kind: string,
  enabled: boolean,
  by: string,
): Promise<Result<ConfiguredSource, Fault>> {
  const source = await openTenant(env, tenant).dataSources.get(kind);
  if (!source) return fail(fault('not_found', `“${kind}” is not set up.`));
  const settings = typeof source.settings === 'object' ? source.settings : {};
  return configureSource(env, tenant, kind, { ...settings, enabled }, by);
}
