import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { API_MAPPING, auditActions, createApiClient, createConnectedClient } from '../harness/api-client.ts';

const at = '/mapping?source=workday';

describe('a mapping', () => {
  test('gets a version with every save, also before its data source has settings', async () => {
    const made = await createApiClient();
    const first = await made.call('PUT', at, { ...API_MAPPING, note: 'First' });
    expect([first.status, first.body.version, first.body.note]).toEqual([200, 1, 'First']);
    expect(first.body.standard).toMatchObject({ full_name: { expression: 'name', null_policy: 'clear' } });
    expect((await made.call('PUT', at, API_MAPPING)).body).toMatchObject({ version: 2, note: null });
    expect((await made.call('GET', at)).body).toMatchObject({ version: 2, source: 'workday', created_by: 'admin bot' });
    expect((await made.call('GET', '/mapping/versions?source=workday&limit=1')).body).toMatchObject({
      data: [{ version: 2 }],
      next_cursor: '2',
    });
    expect((await made.call('GET', '/mapping/versions/1?source=workday')).body).toMatchObject({ note: 'First' });
    expect(await auditActions(made)).toEqual(expect.arrayContaining(['admin bot: mapping_saved']));
    expect(await made.store.mappings.definitions()).toEqual([{ key: 'level', type: 'number', export: true }]);
  });

  test('is that of the enabled source, and may be sent back as it was read', async () => {
    const { call } = await createConnectedClient();
    const { body } = await call('GET', '/mapping');
    expect((await call('PUT', '/mapping', body)).body).toMatchObject({ version: 2, source: 'workday' });
  });

  test('is not saved over somebody else’s: both come back', async () => {
    const { call } = await createApiClient();
    await call('PUT', at, API_MAPPING);
    await call('PUT', at, { ...API_MAPPING, include: 'level' });
    const late = await call('PUT', at, { ...API_MAPPING, primary_row: 'level', version: 1 });
    expect(late.body).toMatchObject({
      status: 409,
      code: 'version_conflict',
      details: { version: 2, current: { version: 2, include: 'level' }, yours: { primary_row: 'level' } },
    });
    expect((await call('GET', at)).body.version).toBe(2);
  });
});

describe('a mapping that is refused', () => {
  const standard = API_MAPPING.standard;
  test.each([
    [{}, 422, 'invalid_mapping', 'standard is missing'],
    [{ standard: { email: standard.email } }, 422, 'invalid_mapping', 'standard.full_name is missing'],
    [{ ...API_MAPPING, extra: 1 }, 422, 'invalid_mapping', 'extra'],
    [
      { standard: { ...standard, email: { expression: 'a[' } } },
      422,
      'invalid_expression',
      'standard.email.expression',
    ],
    [{ ...API_MAPPING, note: 7 }, 400, 'invalid_body', '“note”'],
    [{ ...API_MAPPING, version: 'x' }, 400, 'invalid_body', '“version”'],
    [[], 400, 'invalid_body', 'The body'],
    ['"text"', 400, 'invalid_body', 'The body'],
    ['{"__proto__":{"standard":1}}', 422, 'invalid_mapping', ''],
  ])('changes nothing: %j', async (body, status, code, sentence) => {
    const { call } = await createApiClient();
    const answer = await call('PUT', at, body);
    expect(answer.body).toMatchObject({ status, code, detail: expect.stringContaining(sentence) });
    expect(answer.body.errors).toContainEqual(expect.objectContaining({ message: answer.body.detail }));
    expect((await call('GET', at)).status).toBe(404);
  });

  test('is one without a data source', async () => {
    const { call } = await createApiClient();
    expect((await call('GET', '/mapping')).body).toMatchObject({ status: 409, code: 'source_missing' });
    expect((await call('GET', '/mapping?source=x')).body).toMatchObject({ status: 400, code: 'invalid_query' });
    expect((await call('GET', '/mapping/versions/1?source=workday')).status).toBe(404);
  });
});

const suite = z
  .array(z.object({ name: z.string(), base64: z.string() }))
  .nullable()
  .parse(JSON.parse(env.TEST_JSON_SUITE));

describe.skipIf(suite === null)('JSONTestSuite as the body of PUT /mapping', () => {
  test('is complete', () => {
    const named = (prefix: string) => (suite ?? []).filter(({ name }) => name.startsWith(prefix)).length;
    expect([named('y_'), named('n_')]).toEqual([95, 188]);
  });

  test('is refused, never with a 500: as invalid_body where it is no JSON', async () => {
    const { call } = await createApiClient();
    const wrong: string[] = [];
    for (const { name, base64 } of suite ?? []) {
      const { status, body } = await call('PUT', at, new Uint8Array(Buffer.from(base64, 'base64')));
      const fits = name.startsWith('n_')
        ? status === 400 && body.code === 'invalid_body' && String(body.detail).includes('not valid')
        : status >= 400 && status < 500;
      // An empty file is told apart.
      if (!fits && !String(body.detail).startsWith('The body is empty'))
        wrong.push(`${name}: ${status} ${body.detail}`);
    }
    expect(wrong).toEqual([]);
  }, 60_000);
});
