import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { hashPassword } from '../../../src/auth/password.ts';
import worker from '../../../src/index.ts';
import type { AdminRole } from '../../../src/store/auth/tables.ts';
import { openTenantForWriting } from '../../../src/store/open-for-writing.ts';
import { createTenant } from '../../../src/store/tenants/writer.ts';

export const ORIGIN = 'https://rollcall.test';
export const PASSWORD = 'correct horse battery';

let made = 0;

/** Creates a tenant: each test has its own, since all tests of one workerd share the database. */
export async function newTenant(prefix = 'acme') {
  made += 1;
  const tenant = await createTenant(env, `${prefix}-${made}`, `Company ${made}`, 1);
  if (!tenant) throw new Error('This slug is taken.');
  return openTenantForWriting(env, tenant);
}

/** Adds an admin or viewer who signs in with PASSWORD. */
export async function addAdmin(store: ReturnType<typeof openTenantForWriting>, email: string, role: AdminRole) {
  const admin = await store.admins.add(email, await hashPassword(PASSWORD), role, 1);
  if (!admin) throw new Error('This e-mail is taken.');
  return admin;
}

/**
 * Takes the tenants of earlier tests out of cron's way, which goes through every tenant. The kept ones must be the newest:
 * a row ID is then never given twice, and no tenant meets the Durable Object of another one.
 */
export async function leaveOnlyTenants(...kept: readonly { tenant: { id: number } }[]): Promise<void> {
  const ids = kept.map(({ tenant }) => tenant.id);
  await env.DB.prepare(`delete from tenants where id not in (${ids.map(() => '?')})`)
    .bind(...ids)
    .run();
}

const requestTo = (path: string, init: RequestInit) =>
  new Request(new URL(path, ORIGIN), { redirect: 'manual', ...init });

/** A request from our own origin; redirects are not followed. */
export const visit = (path: string, init: RequestInit = {}): Promise<Response> =>
  exports.default.fetch(requestTo(path, init));

/** A deployment that was never set up: no other test has this bootstrap secret. */
export function newDeployment(secret: string) {
  const visit = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const context = createExecutionContext();
    const response = await worker.fetch(requestTo(path, init), { ...env, BOOTSTRAP_SECRET: secret }, context);
    await waitOnExecutionContext(context);
    return response;
  };
  return { visit };
}

/** A form posted from our own origin. */
export const formRequest = (fields: Record<string, string>, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  body: new URLSearchParams(fields),
  headers: { Origin: ORIGIN, 'Sec-Fetch-Site': 'same-origin', ...headers },
});
export const postForm = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  visit(path, formRequest(fields, headers));

/** `name=value` of the cookie that a response sets. */
export const sessionCookie = (response: Response): string => response.headers.get('Set-Cookie')?.split(';')[0] ?? '';

/** Signs in. @returns the cookie */
export async function signIn(slug: string, email: string): Promise<string> {
  const response = await postForm(`/${slug}/sign-in`, { email, password: PASSWORD });
  if (response.status !== 303) throw new Error(`Sign-in answered ${response.status}.`);
  return sessionCookie(response);
}

/** The whole database as one text, to search for what must not be stored. */
export async function dumpDatabase(): Promise<string> {
  const { results } = await env.DB.prepare(
    "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like '_cf_%'",
  ).all<{ name: string }>();
  const tables = await env.DB.batch(results.map(({ name }) => env.DB.prepare(`select * from "${name}"`)));
  return JSON.stringify(tables.map((table) => table.results));
}
