import { type Fault, fault } from '../../domain/shared/fault.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { TenantReader } from '../../store/open.ts';
import { openTenantForWriting } from '../../store/open-for-writing.ts';
import type { Tenant } from '../../store/tenants/reader.ts';
import type { User } from '../../store/users/reader.ts';

/**
 * An override stands whatever syncs say. Idempotent.
 * @returns faults `not_found`, and `user_anonymised` for a user whose data was removed, who cannot be restored
 */
export async function overrideUser(
  env: Env,
  tenant: Tenant,
  id: number,
  override: 'terminated' | 'restored',
  by: string,
): Promise<Result<User, Fault>> {
  const store = openTenantForWriting(env, tenant);
  const now = Date.now();
  if (await store.users.override(id, override, now)) {
    await store.audit.record(by, `user_${override}`, { user_id: id }, now);
  }
  return override === 'restored' ? requireIdentity(store, id) : requireUser(store, id);
}

/** Syncs do not terminate a protected user. Idempotent. Fault `not_found`. */
export async function protectUser(
  env: Env,
  tenant: Tenant,
  id: number,
  isProtected: boolean,
  by: string,
): Promise<Result<User, Fault>> {
  const store = openTenantForWriting(env, tenant);
  if (await store.users.setProtected(id, isProtected)) {
    await store.audit.record(by, isProtected ? 'user_protected' : 'user_unprotected', { user_id: id }, Date.now());
  }
  return requireUser(store, id);
}

/**
 * Legal hold: keeps personal data beyond the deprovisioning delay. Idempotent.
 * @returns faults `not_found`, and `user_anonymised` when the data was removed before
 */
export async function holdUser(
  env: Env,
  tenant: Tenant,
  id: number,
  isHeld: boolean,
  by: string,
): Promise<Result<User, Fault>> {
  const store = openTenantForWriting(env, tenant);
  if (await store.users.setLegalHold(id, isHeld)) {
    await store.audit.record(by, isHeld ? 'user_held' : 'user_hold_lifted', { user_id: id }, Date.now());
  }
  return requireIdentity(store, id);
}

async function requireUser(store: TenantReader, id: number): Promise<Result<User, Fault>> {
  const user = await store.users.get(id);
  return user ? ok(user) : fail(fault('not_found', { what: 'user' }));
}

async function requireIdentity(store: TenantReader, id: number): Promise<Result<User, Fault>> {
  const user = await requireUser(store, id);
  return user.ok && user.value.anonymisedAt !== null ? fail(fault('user_anonymised', {})) : user;
}
