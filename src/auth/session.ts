import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { openTenantForWriting, type TenantWriter } from '../store/open-for-writing.ts';
import type { Tenant } from '../store/tenants/reader.ts';
import { hashSecret, newSecret } from './secret.ts';

export const SESSION_COOKIE = 'rollcall_session';
const SESSION_SECONDS = 12 * 60 * 60;

/** @returns the value of the cookie, of which only the hash is stored */
export async function startSession(store: TenantWriter, adminId: number, now: number): Promise<string> {
  const value = newSecret();
  await store.sessions.open(hashSecret(value), adminId, now, now + SESSION_SECONDS * 1000);
  return value;
}

/** For a browser that signs in again. Not a sign-out, so it is not audited. */
export async function endSession(env: Env, tenant: Tenant, idHash: string): Promise<void> {
  await openTenantForWriting(env, tenant).sessions.close(idHash);
}

/** The path limits the cookie to the pages of its tenant. */
const cookieAttributes = (c: Context, slug: string) => ({
  path: `/${slug}`,
  httpOnly: true,
  sameSite: 'Lax' as const,
  secure: new URL(c.req.url).protocol === 'https:',
});

export const setSessionCookie = (c: Context, slug: string, value: string): void =>
  setCookie(c, SESSION_COOKIE, value, { ...cookieAttributes(c, slug), maxAge: SESSION_SECONDS });

export function clearSessionCookie(c: Context, slug: string): void {
  deleteCookie(c, SESSION_COOKIE, cookieAttributes(c, slug));
}

export function sessionHash(c: Context): string | null {
  const value = getCookie(c, SESSION_COOKIE);
  return value ? hashSecret(value) : null;
}
