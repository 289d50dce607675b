import { type Fault, fault } from '../../domain/fault.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { openTenant } from '../../store/open.ts';
import type { Tenant } from '../../store/tenants.ts';
import type { UserView } from '../../store/users.ts';

/** Protects a user, whom no sync terminates from then on, or lifts that. Coming twice is harmless. Fault `not_found`. */
export async function protectUser(
  env: Env,
  tenant: Tenant,
  id: number,
  on: boolean,
  by: string,
): Promise<Result<UserView, Fault>> {
  const store = openTenant(env, tenant);
  if (await store.byHand.protect(id, on)) {
    await store.audit.record(by, on ? 'user_protected' : 'user_unprotected', { user_id: id }, Date.now());
  }
  const user = await store.users.get(id);
  return user ? ok(user) : fail(fault('not_found', 'There is no such user.'));
}
