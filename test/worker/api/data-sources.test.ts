import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { openSecrets } from '../../../src/sync/connection/secrets.ts';
import { auditActions, createApiClient, createConnectedClient, WORKDAY_BODY } from '../harness/api-client.ts';
import { dumpDatabase } from '../harness/tenant.ts';

const HTTP_API = {
  enabled: true,
  url: 'https://api.example/people',
  headers: { 'X-Api-Key': 'key-secret', Accept: 'application/json' },
  records: 'data.people',
  auth: { type: 'bearer', token: 'token-secret' },
};

describe('a data source', () => {
  test('is set up and read back without its secrets', async () => {
    const made = await createApiClient();
    const put = await made.call('PUT', '/data-sources/workday', WORKDAY_BODY);
    expect(put.body).toMatchObject({
      kind: 'workday',
      enabled: true,
      all_people_url: WORKDAY_BODY.all_people_url,
      format: 'json',
      auth: { type: 'basic', username: 'hr' },
      secrets_set: ['password'],
    });
    const got = await made.call('GET', '/data-sources/workday');
    expect(got.body).toEqual(put.body);
    expect((await made.call('GET', '/data-sources')).body).toMatchObject({ data: [put.body], next_cursor: null });
    expect(put.text + got.text).not.toContain('hr-secret');
    expect(await dumpDatabase()).not.toContain('hr-secret');
    expect(await auditActions(made)).toContain('admin bot: data_source_saved');
  });

  test('names which secret headers it has', async () => {
    const { call } = await createApiClient();
    const { body, text } = await call('PUT', '/data-sources/http-api', HTTP_API);
    expect(body.secrets_set).toEqual(expect.arrayContaining(['token', 'headers.x-api-key']));
    expect(body.headers).toEqual({ 'x-api-key': null, accept: 'application/json' });
    expect(text).not.toContain('secret"');
  });

  test('keeps a secret that is left out, and may be sent back as it was read', async () => {
    const { call, store } = await createConnectedClient();
    const before = (await store.dataSources.get('workday'))?.sealed;
    const { body } = await call('GET', '/data-sources/workday');
    const again = await call('PUT', '/data-sources/workday', body);
    expect([again.status, again.body.secrets_set]).toEqual([200, ['password']]);
    // Sealed anew, so the text differs, and what it opens to is the same.
    const after = await store.dataSources.get('workday');
    expect(after?.sealed).not.toBe(before);
    expect(after && (await openSecrets(env, store.tenant.id, after))).toEqual({ password: 'hr-secret' });
  });

  test('turns the other pull source off', async () => {
    const { call } = await createConnectedClient();
    await call('PUT', '/data-sources/http-api', HTTP_API);
    const { body } = await call('GET', '/data-sources?limit=1');
    expect(body).toMatchObject({ data: [{ kind: 'http-api', enabled: true }], next_cursor: '1' });
    const rest = await call('GET', '/data-sources?limit=1&cursor=1');
    expect(rest.body).toMatchObject({ data: [{ kind: 'workday', enabled: false }], next_cursor: null });
  });

  test('whose key is gone shows no secret as set, and takes a new one', async () => {
    const { call, store } = await createConnectedClient();
    await env.DB.prepare("update data_sources set sealed = replace(sealed, 'k1.', 'k0.') where tenant_id = ?")
      .bind(store.tenant.id)
      .run();
    expect((await call('GET', '/data-sources/workday')).body.secrets_set).toEqual([]);
    const { auth: _, ...rest } = WORKDAY_BODY;
    const without = { ...rest, auth: { type: 'basic', username: 'hr' } };
    expect((await call('PUT', '/data-sources/workday', without)).body.code).toBe('invalid_settings');
    expect((await call('PUT', '/data-sources/workday', WORKDAY_BODY)).body.secrets_set).toEqual(['password']);
  });
});

describe('a data source that is refused', () => {
  test.each([
    [{ ...WORKDAY_BODY, url: 'x' }, 400, 'invalid_body', '“url” is not known here'],
    [{ enabled: true }, 400, 'invalid_body', '“all_people_url” is missing'],
    [{ ...WORKDAY_BODY, all_people_url: 'ftp://hr.example' }, 422, 'invalid_settings', '“all_people_url”'],
    [{ ...WORKDAY_BODY, single_person_url: 'https://hr.example/one' }, 422, 'invalid_settings', '“single_person_url”'],
    [{ ...WORKDAY_BODY, auth: { type: 'oauth' } }, 400, 'invalid_body', '“auth.type”'],
    [
      { ...WORKDAY_BODY, all_people_url: 'https://evil.example/', auth: { type: 'basic', username: 'hr' } },
      422,
      'invalid_settings',
      'Enter the password again',
    ],
    [[], 400, 'invalid_body', 'The body'],
    ['null', 400, 'invalid_body', 'The body'],
  ])('%j changes nothing', async (body, status, code, sentence) => {
    const { call } = await createConnectedClient();
    const before = await call('GET', '/data-sources/workday');
    const answer = await call('PUT', '/data-sources/workday', body);
    expect(answer.body).toMatchObject({ status, code, detail: expect.stringContaining(sentence) });
    expect(answer.text).not.toContain('hr-secret');
    // A refusal by the shape of the body names every place; one about a kept secret has no place.
    if (!sentence.startsWith('Enter'))
      expect(answer.body.errors).toContainEqual(expect.objectContaining({ message: answer.body.detail }));
    expect((await call('GET', '/data-sources/workday')).body).toEqual(before.body);
  });

  test.each(['scim', 'nonsense'])('is one of a kind that cannot be set up yet: %s', async (kind) => {
    const { call } = await createApiClient();
    for (const [method, body] of [
      ['GET', undefined],
      ['PUT', { enabled: true }],
    ] as const) {
      const answer = await call(method, `/data-sources/${kind}`, body);
      expect(answer.body).toMatchObject({ status: 404, detail: expect.stringContaining('workday, http-api') });
    }
  });

  test('is not found while it is not set up', async () => {
    const { call } = await createApiClient();
    expect((await call('GET', '/data-sources/workday')).body.detail).toBe('“workday” is not set up.');
  });
});
