import { type Fault, fault } from '../../domain/fault.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { openTenant } from '../../store/open.ts';
import type { Tenant } from '../../store/tenants.ts';
import type { UserView } from '../../store/users.ts';
import { anonymised } from './override-user.ts';

/**
 * Legal hold: keeps somebody's personal data beyond the deprovisioning delay, or lifts that. Coming twice is harmless.
 * Faults `not_found`, `user_anonymised`: it is gone already.
 */
export async function holdUser(
  env: Env,
  tenant: Tenant,
  id: number,
  on: boolean,
  by: string,
): Promise<Result<UserView, Fault>> {
  const store = openTenant(env, tenant);
  if (await store.byHand.hold(id, on)) {
    await store.audit.record(by, on ? 'user_held' : 'user_hold_lifted', { user_id: id }, Date.now());
  }
  const user = await store.users.get(id);
  if (user?.anonymisedAt != null) return fail(anonymised);
  return user ? ok(user) : fail(fault('not_found', 'There is no such user.'));
}
