import { type Fault, fault } from '../../domain/shared/fault.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { openTenantForWriting } from '../../store/open-for-writing.ts';
import type { Tenant } from '../../store/tenants/reader.ts';
import type { User } from '../../store/users/reader.ts';

const userAnonymised = fault('user_anonymised', {});

/** By hand wins: ends or gives back a user's access. Coming twice is harmless. Faults `not_found`, `user_anonymised`. */
export async function overrideUser(
  env: Env,
  tenant: Tenant,
  id: number,
  override: 'terminated' | 'restored',
  by: string,
): Promise<Result<User, Fault>> {
  const store = openTenantForWriting(env, tenant);
  const now = Date.now();
  if (await store.byHand.override(id, override, now)) {
    await store.audit.record(by, `user_${override}`, { user_id: id }, now);
  }
  const user = await store.users.get(id);
  if (user?.anonymisedAt != null && override === 'restored') return fail(userAnonymised);
  return user ? ok(user) : fail(fault('not_found', { what: 'user' }));
}

/** Protects a user, whom no sync terminates from then on, or lifts that. Coming twice is harmless. Fault `not_found`. */
export async function protectUser(
  env: Env,
  tenant: Tenant,
  id: number,
  on: boolean,
  by: string,
): Promise<Result<User, Fault>> {
  const store = openTenantForWriting(env, tenant);
  if (await store.byHand.protect(id, on)) {
    await store.audit.record(by, on ? 'user_protected' : 'user_unprotected', { user_id: id }, Date.now());
  }
  const user = await store.users.get(id);
  return user ? ok(user) : fail(fault('not_found', { what: 'user' }));
}

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
): Promise<Result<User, Fault>> {
  const store = openTenantForWriting(env, tenant);
  if (await store.byHand.hold(id, on)) {
    await store.audit.record(by, on ? 'user_held' : 'user_hold_lifted', { user_id: id }, Date.now());
  }
  const user = await store.users.get(id);
  if (user?.anonymisedAt != null) return fail(userAnonymised);
  return user ? ok(user) : fail(fault('not_found', { what: 'user' }));
}
