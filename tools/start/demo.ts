import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { randomText } from './options.ts';

/** What the demo's admin needs, kept beside the data it belongs to. */
const demoSchema = z.object({
  email: z.string(),
  password: z.string(),
  api_token: z.string(),
  /** Where the data source points; null until the demo is set up to the end. */
  hr_url: z.string().nullable(),
});
export type Demo = z.infer<typeof demoSchema>;

const TENANT = 'demo';
const setUpSchema = z.object({ tenant: z.string(), api_token: z.string().startsWith('rc_') });

/** Reads what an earlier start left, or null. */
export function readDemo(file: string): Demo | null {
  if (!existsSync(file)) return null;
  const read = demoSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  return read.success ? read.data : null;
}

export function writeDemo(file: string, demo: Demo): void {
  // Removed first: a mode is given only to a new file.
  rmSync(file, { force: true });
  writeFileSync(file, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
}

/** Makes the tenant and its admin by the app's own setup door. */
export async function setUpDemo(app: string, secret: string): Promise<Demo> {
  const email = 'admin@demo.example';
  const password = randomText(12);
  const body = { secret, tenant: TENANT, name: 'Demo', email, password, token_name: 'Demo' };
  const response = await callApp(`${app}/setup`, 'POST', body);
  if (response.status === 409) {
    throw new Error(
      'The data of an earlier start is there, but not .demo.json with its password.\nStart over with: npm start -- --fresh',
    );
  }
  if (response.status !== 201) throw await unexpectedAnswer('POST /setup', response);
  const { api_token } = setUpSchema.parse(await response.json());
  return { email, password, api_token, hr_url: null };
}

/** Points the demo's Workday data source at the fake HR system, with a mapping that fits it. */
export async function connectDemo(app: string, demo: Demo, hr: string, mapping: unknown): Promise<void> {
  const source = {
    enabled: true,
    all_people_url: `${hr}/report`,
    single_person_url: `${hr}/person?employee_id={employee_id}`,
    format: 'json',
    auth: { type: 'basic', username: 'hr', password: 'hr-secret' },
  };
  const call = apiClient(`${app}/${TENANT}`, demo.api_token);
  await call(z.unknown(), '/data-sources/workday', 'PUT', source);
  await call(z.unknown(), '/mapping?source=workday', 'PUT', mapping);
}

/** False when the database is not the one that the demo's token was made for. */
export async function acceptsToken(app: string, demo: Demo): Promise<boolean> {
  const response = await callApp(`${app}/${TENANT}/api/v1/settings`, 'GET', undefined, demo.api_token);
  await response.body?.cancel();
  return response.ok;
}

/** Calls the API of a tenant, and reads its answers by a schema; throws unless it answers with success. */
export const apiClient =
  (tenantUrl: string, token: string) =>
  async <Body>(schema: z.ZodType<Body>, path: string, method = 'GET', body?: unknown): Promise<Body> => {
    const response = await callApp(`${tenantUrl}/api/v1${path}`, method, body, token);
    if (!response.ok) throw await unexpectedAnswer(`${method} ${path}`, response);
    return schema.parse(await response.json());
  };

function callApp(url: string, method: string, body: unknown, token?: string): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (token) headers.authorization = `Bearer ${token}`;
  const init = { method, headers, signal: AbortSignal.timeout(15_000) };
  return fetch(url, body === undefined ? init : { ...init, body: JSON.stringify(body) });
}

const unexpectedAnswer = async (call: string, response: Response): Promise<Error> =>
  new Error(`${call} answered ${response.status}: ${(await response.text()).slice(0, 500)}`);
