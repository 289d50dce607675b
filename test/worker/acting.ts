import { env, exports } from 'cloudflare:workers';
import { hashPassword } from '../../src/auth/password.ts';
import type { AdminRole } from '../../src/store/auth/reader.ts';
import { openTenant } from '../../src/store/open.ts';
import { createTenant } from '../../src/store/tenants/reader.ts';

export const ORIGIN = 'https://rollcall.test';
export const PASSWORD = 'correct horse battery';

let made = 0;

/** A tenant of its own for each test: tests of one file share the database. */
export async function newTenant(prefix = 'acme') {
  made += 1;
  const tenant = await createTenant(env, `${prefix}-${made}`, `Company ${made}`, 1);
  if (!tenant) throw new Error('This slug is taken.');
  return openTenant(env, tenant);
}

/** Adds somebody who can sign in with PASSWORD. */
export async function addPerson(store: ReturnType<typeof openTenant>, email: string, role: AdminRole) {
  const admin = await store.admins.add(email, await hashPassword(PASSWORD), role, 1);
  if (!admin) throw new Error('This e-mail is taken.');
  return admin;
}

/** A request as a browser on our own origin makes it; redirects are not followed. */
export const visit = (path: string, init: RequestInit = {}): Promise<Response> =>
  exports.default.fetch(new Request(new URL(path, ORIGIN), { redirect: 'manual', ...init }));

/** A form as a browser posts it. */
export function post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  return visit(path, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { Origin: ORIGIN, 'Sec-Fetch-Site': 'same-origin', ...headers },
  });
}

/** The `name=value` of the cookie that an answer sets. */
export const cookieOf = (response: Response): string => response.headers.get('Set-Cookie')?.split(';')[0] ?? '';

/** Signs in and gives the cookie back. */
export async function signedIn(slug: string, email: string): Promise<string> {
  const response = await post(`/${slug}/sign-in`, { email, password: PASSWORD });
  if (response.status !== 303) throw new Error(`Sign-in answered ${response.status}.`);
  return cookieOf(response);
}

/** Everything that is in the database, as one text: to look for what must not be there. */
export async function everythingStored(): Promise<string> {
  const { results } = await env.DB.prepare(
    "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like '_cf_%'",
  ).all<{ name: string }>();
  const tables = await env.DB.batch(results.map(({ name }) => env.DB.prepare(`select * from "${name}"`)));
  return JSON.stringify(tables.map((table) => table.results));
}
