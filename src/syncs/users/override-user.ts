import { type Fault, fault } from '../../domain/fault.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { openTenant } from '../../store/open.ts';
import type { Tenant } from '../../store/tenants.ts';
import type { UserView } from '../../store/users.ts';

export const anonymised = fault(
  'user_anonymised',
  'The personal data of this user was removed after the deprovisioning delay. Should they come back, they are created anew.',
);

/** By hand wins: ends or gives back a user's access. Coming twice is harmless. Faults `not_found`, `user_anonymised`. */
export async function overrideUser(
  env: Env,
  tenant: Tenant,
  id: number,
  override: 'terminated' | 'restored',
  by: string,
): Promise<Result<UserView, Fault>> {
  const store = openTenant(env, tenant);
  const now = Date.now();
  if (await store.byHand.override(id, override, now)) {
    await store.audit.record(by, `user_${override}`, { user_id: id }, now);
  }
  const user = await store.users.get(id);
  if (user?.anonymisedAt != null && override === 'restored') return fail(anonymised);
  return user ? ok(user) : fail(fault('not_found', 'There is no such user.'));
}
