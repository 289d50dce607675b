import {
  availableWrappers,
  describeWrappers,
  type ListedWrapper,
  usableByTenant,
} from '../../sources/custom/wrapper-registry.ts';
import { openTenantForWriting } from '../../store/open-for-writing.ts';
import type { Tenant } from '../../store/tenants/reader.ts';
import { allowsPrivateHosts, bindingsOf } from '../../sync/connection/connect-source.ts';

export const deployedWrappers = (env: Env): Promise<ListedWrapper[]> =>
  describeWrappers(availableWrappers({ bindings: bindingsOf(env), allowPrivateHosts: allowsPrivateHosts(env) }));

export const usableWrappers = async (env: Env, tenant: Tenant): Promise<ListedWrapper[]> =>
  usableByTenant(await deployedWrappers(env), tenant.slug);

/** Once for each wrapper. Examples are left out. */
export async function announceWrappers(
  env: Env,
  tenant: Tenant,
  wrappers: readonly ListedWrapper[],
  now: number,
): Promise<void> {
  const { notices, audit } = openTenantForWriting(env, tenant);
  for (const { name, example, about } of usableByTenant(wrappers, tenant.slug)) {
    if (example || !about) continue;
    const message = `The custom integration “${name}” can be used now. Set it up, map its attributes, then run a dry run.`;
    if (!(await notices.add('wrapper', name, message, now))) continue;
    await audit.record('System', 'wrapper_registered', { wrapper: name, version: about.version }, now);
  }
}
