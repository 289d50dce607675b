import { type Fault, fault } from '../domain/shared/fault.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { normalizeAdminEmail } from '../store/auth/reader.ts';
import { openTenantForWriting } from '../store/open-for-writing.ts';
import type { Tenant } from '../store/tenants/reader.ts';
import { verifyPassword } from './password.ts';
import { startSession } from './session.ts';
import { throttle } from './throttle.ts';

export interface SignInRequest {
  email: string;
  password: string;
  ip: string | null;
}

/**
 * @returns the value of the session cookie; faults `too_many_attempts`, and `wrong_credentials` for an unknown e-mail
 *   and a wrong password alike
 */
export async function signIn(
  env: Env,
  tenant: Tenant,
  { email, password, ip }: SignInRequest,
  now: number,
): Promise<Result<string, Fault>> {
  const key = normalizeAdminEmail(email);
  const limited = await throttle(env, { account: `${tenant.slug} ${key}`, ip });
  if (limited) return fail(limited);
  const store = openTenantForWriting(env, tenant);
  const known = await store.admins.credentials(key);
  if (!(await verifyPassword(password, known?.passwordHash ?? null)) || !known) {
    await store.audit.record(key, 'sign_in_failed', { ip }, now);
    return fail(fault('wrong_credentials', { given: 'password' }));
  }
  const session = await startSession(store, known.admin.id, now);
  await store.audit.record(known.admin.email, 'sign_in', { ip }, now);
  return ok(session);
}

/** Idempotent. */
export async function signOut(env: Env, tenant: Tenant, idHash: string, now: number): Promise<void> {
  const store = openTenantForWriting(env, tenant);
  const session = await store.sessions.find(idHash, now);
  if (session.found !== 'own') return;
  if (await store.sessions.close(idHash)) await store.audit.record(session.value.email, 'sign_out', {}, now);
}
