import { type ListedWrapper, listWrappers, usableBy } from '../../sources/custom/listed.ts';
import { wrappersOf } from '../../sources/custom/reach.ts';
import { openTenant } from '../../store/open.ts';
import type { Tenant } from '../../store/tenants.ts';
import { allowsPrivateHosts, bindingsOf } from './source-context.ts';

/** Every wrapper of this deployment. */
export const listedWrappers = (env: Env): Promise<ListedWrapper[]> =>
  listWrappers(wrappersOf({ bindings: bindingsOf(env), allowPrivateHosts: allowsPrivateHosts(env) }));

/** The wrappers that a tenant may choose for its custom integration. */
export const wrappersFor = async (env: Env, tenant: Tenant): Promise<ListedWrapper[]> =>
  usableBy(await listedWrappers(env), tenant.slug);

/** Tells a tenant's admins, once each, of wrappers that it may use now. Examples are not told of. */
export async function announceWrappers(
  env: Env,
  tenant: Tenant,
  wrappers: readonly ListedWrapper[],
  now: number,
): Promise<void> {
  const { notices, audit } = openTenant(env, tenant);
  for (const { name, example, about } of usableBy(wrappers, tenant.slug)) {
    if (example || !about) continue;
    const message = `The custom integration “${name}” can be used now. Set it up, map its attributes, then run a dry run.`;
    if (!(await notices.tell('wrapper', name, message, now))) continue;
    await audit.record('System', 'wrapper_registered', { wrapper: name, version: about.version }, now);
  }
}
