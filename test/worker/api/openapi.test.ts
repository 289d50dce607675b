import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { apiApp } from '../../../src/api/app.ts';
import { PROBLEM_TYPES } from '../../../src/api/shared/problem-types.ts';
import { FAULT_CODES } from '../../../src/domain/shared/fault.ts';
import { createApiClient } from '../harness/api-client.ts';

const operation = z.object({
  operationId: z.string(),
  summary: z.string(),
  tags: z.array(z.string()).min(1),
  security: z.array(z.object({ bearer: z.array(z.string()) })).min(1),
  requestBody: z
    .object({ content: z.record(z.string(), z.object({ schema: z.looseObject({}) })) })
    .refine(({ content }) => 'application/json' in content || 'text/csv' in content)
    .optional(),
  parameters: z.array(z.looseObject({ name: z.string(), in: z.string() })).optional(),
  responses: z.record(z.string(), z.looseObject({ description: z.string(), content: z.unknown().optional() })),
});
const documentSchema = z.object({
  openapi: z.literal('3.1.0'),
  info: z.object({ title: z.string(), version: z.string() }),
  servers: z.array(z.object({ url: z.string() })),
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.object({
    schemas: z.record(z.string(), z.unknown()),
    securitySchemes: z.record(z.string(), z.unknown()),
  }),
});

async function described() {
  const { call, root } = await createApiClient();
  const { body, text } = await call('GET', '/openapi.json');
  return { document: documentSchema.parse(body), text, root };
}

describe('the OpenAPI description', () => {
  test('lists every route, and no other', async () => {
    const { document } = await described();
    const listed = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const routed = apiApp.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
    expect(new Set(listed)).toEqual(new Set(routed));
  });

  test('is of this tenant’s API, and asks for its token everywhere', async () => {
    const { document, root } = await described();
    expect(document.servers).toEqual([{ url: root }]);
    expect(document.components.securitySchemes).toMatchObject({ bearer: { type: 'http', scheme: 'bearer' } });
  });

  test('gives each operation a name of its own, an answer and its problems', async () => {
    const { document } = await described();
    const operations = Object.values(document.paths).flatMap((methods) => Object.entries(methods));
    const names = operations.map(([, { operationId }]) => operationId);
    expect(new Set(names).size).toBe(names.length);
    for (const [method, { operationId, responses, requestBody }] of operations) {
      const statuses = Object.keys(responses);
      expect(
        statuses.filter((status) => status.startsWith('2')),
        operationId,
      ).toHaveLength(1);
      expect(statuses, operationId).toEqual(expect.arrayContaining(['401', '404', '500']));
      if (requestBody) expect(statuses, operationId).toEqual(expect.arrayContaining(['400', '413', '415']));
      else expect(method, operationId).toMatch(/get|delete/);
      for (const status of statuses.filter((one) => Number(one) >= 400)) {
        expect(responses[status]?.content, `${operationId} ${status}`).toHaveProperty('application/problem+json');
      }
    }
  });

  test('has no dangling reference', async () => {
    const { document, text } = await described();
    const named = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name = '']) => name);
    expect(named.length).toBeGreaterThan(20);
    for (const name of named) expect(document.components.schemas).toHaveProperty([name]);
    for (const name of [
      'Mapping',
      'DataSourceSettings-workday',
      'DataSourceSettings-http-api',
      'DataSourceSettings-csv-sftp',
    ])
      expect(named).toContain(name);
  });
});

describe('problem types', () => {
  test('exist for every fault, each with the status of an error', () => {
    for (const code of FAULT_CODES) {
      expect(PROBLEM_TYPES[code].status, code).toBeGreaterThanOrEqual(400);
      expect(PROBLEM_TYPES[code].title, code).toMatch(/^[A-Z].*[^.]$/);
    }
  });
});
