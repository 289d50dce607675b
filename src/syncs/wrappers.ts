import { type ListedWrapper, listWrappers } from '../sources/custom/listed.ts';
import { wrappersOf } from '../sources/custom/reach.ts';
import { openTenant } from '../store/open.ts';
import type { Tenant } from '../store/tenants.ts';
import { allowsPrivateHosts, bindingsOf } from './source-context.ts';

const reachable = (env: Env) => wrappersOf({ bindings: bindingsOf(env), allowPrivateHosts: allowsPrivateHosts(env) });

/** The wrappers that a tenant may choose for its custom integration. */
export const wrappersFor = (env: Env, tenant: Tenant): Promise<ListedWrapper[]> =>
  listWrappers(reachable(env), tenant.slug);

/** Tells a tenant's admins, once each, of wrappers that it may use now. Examples are not told of. */
export async function announceWrappers(env: Env, tenant: Tenant, now: number): Promise<void> {
  const { notices, audit } = openTenant(env, tenant);
  for (const { name, example, about } of await wrappersFor(env, tenant)) {
    if (example || !about) continue;
    const message = `The custom integration “${name}” can be used now. Set it up, map its attributes, then run a dry run.`;
    if (!(await notices.tell('wrapper', name, message, now))) continue;
    await audit.record('System', 'wrapper_registered', { wrapper: name, version: about.version }, now);
  }
}
