import { env } from 'cloudflare:workers';
import { expect, vi } from 'vitest';
import { z } from 'zod';
import { apiApp } from '../../../src/api/app.ts';
import { issueToken } from '../../../src/auth/token.ts';
import type { AdminRole } from '../../../src/store/auth/tables.ts';
import { newTenant, visit } from './tenant.ts';

export interface ApiAnswer {
  status: number;
  type: string | null;
  headers: Headers;
  // Untyped for tests to look into: `expectDescribed` has checked it against the API's own schemas.
  body: Record<string, unknown> & { data?: Record<string, unknown>[] };
  text: string;
}

const routes = apiApp.openAPIRegistry.definitions.flatMap((one) => (one.type === 'route' ? [one.route] : []));

/** The described route that matches a request: literal segments before parameters. */
function routeOf(method: string, path: string) {
  const met = routes.filter((route) => {
    const form = new RegExp(`^${route.path.replaceAll('.', '[.]').replaceAll(/\{\w+\}/g, '[^/]+')}$`);
    return route.method === method.toLowerCase() && form.test(path);
  });
  return met.find((route) => !route.path.endsWith('}')) ?? met[0];
}

/** Checks an answer against its OpenAPI description: status, content type and each field. */
function expectDescribed(method: string, path: string, answer: ApiAnswer): void {
  const route = routeOf(method, path);
  if (!route) {
    expect(answer.status, `${method} ${path} is not described`).toBe(404);
    return;
  }
  const described = route.responses[answer.status];
  expect(described, `${method} ${path} does not describe ${answer.status}: ${answer.text}`).toBeDefined();
  const content = described && 'content' in described ? described.content : undefined;
  const type = answer.type?.split(';')[0] ?? '';
  const form = content?.[type];
  const schema = form && 'schema' in form ? form.schema : undefined;
  if (answer.status === 204) return;
  expect(schema, `${method} ${path} ${answer.status} does not describe ${type}`).toBeDefined();
  // Zod drops keys that a schema lacks: an unequal result has a field that is not described.
  if (type.includes('json') && schema instanceof z.ZodType) expect(schema.parse(answer.body)).toEqual(answer.body);
}

/** An API client with a token of a tenant. Each answer is checked against the API's description. */
export async function createApiClient(role: AdminRole = 'admin', store?: Awaited<ReturnType<typeof newTenant>>) {
  const opened = store ?? (await newTenant());
  const maker = { kind: 'person', label: 'ada@acme.example', role: 'admin' } as const;
  const { text: token } = await issueToken(env, opened.tenant, maker, { name: `${role} bot`, role }, 1);
  const root = `/${opened.tenant.slug}/api/v1`;
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const init: RequestInit = { method, headers: { Authorization: `Bearer ${token}`, ...headers } };
    if (body !== undefined) {
      init.body = body instanceof Uint8Array || typeof body === 'string' ? body : JSON.stringify(body);
      init.headers = { 'Content-Type': 'application/json', ...init.headers };
    }
    const response = await visit(root + path, init);
    const text = await response.text();
    const type = response.headers.get('Content-Type');
    const answer: ApiAnswer = {
      status: response.status,
      type,
      headers: response.headers,
      text,
      body: type?.includes('json') ? JSON.parse(text) : {},
    };
    expectDescribed(method, path.split('?')[0] ?? '', answer);
    return answer;
  };
  return { store: opened, slug: opened.tenant.slug, token, root, call };
}
export type ApiClient = Awaited<ReturnType<typeof createApiClient>>;

export const API_MAPPING = {
  standard: { full_name: { expression: 'name' }, email: { expression: 'mail' }, employee_id: { expression: 'id' } },
  custom: [{ key: 'level', type: 'number', expression: 'level' }],
};

export const WORKDAY_BODY = {
  enabled: true,
  all_people_url: 'https://hr.example/report',
  single_person_url: 'https://hr.example/person/{employee_id}',
  auth: { type: 'basic', username: 'hr', password: 'hr-secret' },
};

export const ADA = { id: '1', name: 'Ada Lovelace', mail: 'ada@acme.example', level: 3 };
export const BO = { id: '2', name: 'Bo Diddley', mail: 'bo@acme.example', level: 1 };

/** Mocks `fetch`: an HR system that has these people, and one person at `…/person/{id}`. */
export function mockHr(people: readonly ({ id: string } & Record<string, unknown>)[]): void {
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input) => {
    const url = new Request(input instanceof URL ? input.href : input).url;
    const one = people.filter(({ id }) => url.endsWith(`/${id}`));
    return Response.json({ Report_Entry: url.includes('/person/') ? one : people });
  });
}

/** An API client whose tenant has a data source and a mapping. */
export async function createConnectedClient(): Promise<ApiClient> {
  const made = await createApiClient();
  expect((await made.call('PUT', '/data-sources/workday', WORKDAY_BODY)).status).toBe(200);
  expect((await made.call('PUT', '/mapping?source=workday', API_MAPPING)).status).toBe(200);
  return made;
}

/** Waits until a sync has ended. @returns its body */
export async function waitForSync({ call }: ApiClient, id: unknown): Promise<ApiAnswer['body']> {
  let body: ApiAnswer['body'] = {};
  const look = async () => {
    ({ body } = await call('GET', `/syncs/${id}`));
    return body.state;
  };
  await expect.poll(look, { timeout: 10_000, interval: 50 }).not.toBe('running');
  return body;
}

/** Starts a sync and waits until it has ended. @returns its body */
export async function runApiSync(made: ApiClient, request: object): Promise<ApiAnswer['body']> {
  const started = await made.call('POST', '/syncs', request);
  expect(started.status, started.text).toBe(202);
  return waitForSync(made, started.body.id);
}

/** `actor: action` of each audit entry, newest first. */
export const auditActions = async ({ store }: ApiClient): Promise<string[]> =>
  (await store.audit.list(50)).map(({ actor, action }) => `${actor}: ${action}`);
