import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { random } from './secrets.ts';

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
export async function setUp(app: string, secret: string): Promise<Demo> {
  const email = 'admin@demo.example';
  const password = random(12);
  const body = { secret, tenant: TENANT, name: 'Demo', email, password, token_name: 'Demo' };
  const response = await ask(`${app}/setup`, 'POST', body);
  if (response.status === 409) {
    throw new Error(
      'The data of an earlier start is there, but not .demo.json with its password.\nStart over with: npm start -- --fresh',
    );
  }
  if (response.status !== 201) throw await refusal('POST /setup', response);
  const { api_token } = setUpSchema.parse(await response.json());
  return { email, password, api_token, hr_url: null };
}

/** Points the demo's Workday data source at the fake HR system, with a mapping that fits it. */
export async function connect(app: string, demo: Demo, hr: string, mapping: unknown): Promise<void> {
  const source = {
    enabled: true,
    all_people_url: `${hr}/report`,
    single_person_url: `${hr}/person?employee_id={employee_id}`,
    format: 'json',
    auth: { type: 'basic', username: 'hr', password: 'hr-secret' },
  };
  const calls = [
    { path: '/data-sources/workday', body: source },
    { path: '/mapping?source=workday', body: mapping },
  ];
  for (const { path, body } of calls) {
    const response = await ask(`${app}/${TENANT}/api/v1${path}`, 'PUT', body, demo.api_token);
    if (!response.ok) throw await refusal(`PUT ${path}`, response);
    await response.body?.cancel();
  }
}

/** False when the data is not the one that the demo's token was made for. */
export async function opens(app: string, demo: Demo): Promise<boolean> {
  const response = await ask(`${app}/${TENANT}/api/v1/settings`, 'GET', undefined, demo.api_token);
  await response.body?.cancel();
  return response.ok;
}

function ask(url: string, method: string, body: unknown, token?: string): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (token) headers.authorization = `Bearer ${token}`;
  const init = { method, headers, signal: AbortSignal.timeout(15_000) };
  return fetch(url, body === undefined ? init : { ...init, body: JSON.stringify(body) });
}

const refusal = async (call: string, response: Response): Promise<Error> =>
  new Error(`${call} answered ${response.status}: ${(await response.text()).slice(0, 500)}`);
