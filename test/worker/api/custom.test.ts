import { env } from 'cloudflare:workers';
import { describe, expect, inject, test } from 'vitest';
import { announceWrappers, deployedWrappers } from '../../../src/app/data-sources/wrappers.ts';
import { openSecrets } from '../../../src/sync/connection/secrets.ts';
import { mapping } from '../../../tools/hr/mapping.ts';
import { type ApiClient, auditActions, createApiClient, runApiSync } from '../harness/api-client.ts';
import { dumpDatabase } from '../harness/tenant.ts';

const PATH = '/data-sources/custom';
const CUSTOM = {
  enabled: true,
  wrapper: 'northwind-worker',
  options: { url: 'https://hr.example/signed', key_id: 'hr-key' },
  secrets: { signing_key: 'hr-signing-key' },
};
const sealed = async ({ store }: ApiClient) => {
  const source = await store.dataSources.get('custom');
  return source && (await openSecrets(env, store.tenant.id, source));
};

describe('a custom integration', () => {
  test('is set up by name, says what runs, and keeps its secrets to itself', async () => {
    const made = await createApiClient();
    const put = await made.call('PUT', PATH, CUSTOM);
    expect(put.body).toMatchObject({
      kind: 'custom',
      wrapper: 'northwind-worker',
      wrapper_version: '1.0.0',
      wrappers: ['northwind', 'northwind-worker', 'unruly', 'mute'],
      options: CUSTOM.options,
      secrets_set: ['signing_key'],
    });
    expect((await made.call('GET', PATH)).body).toEqual(put.body);
    expect(put.text).not.toContain('hr-signing-key');
    expect(await dumpDatabase()).not.toContain('hr-signing-key');
    expect(await sealed(made)).toEqual({ signing_key: 'hr-signing-key' });
  });

  test('takes back what GET gave, and keeps the secrets that are left out', async () => {
    const made = await createApiClient();
    const { body } = await made.call('PUT', PATH, CUSTOM);
    expect((await made.call('PUT', PATH, body)).status).toBe(200);
    expect(await sealed(made)).toEqual({ signing_key: 'hr-signing-key' });
    const renewed = await made.call('PUT', PATH, { ...CUSTOM, secrets: { signing_key: 'another' } });
    expect([renewed.status, await sealed(made)]).toEqual([200, { signing_key: 'another' }]);
  });

  test('runs by the API: a dry run, applied, then one person', async () => {
    const made = await createApiClient();
    const options = { ...CUSTOM.options, url: `${inject('hr')}/signed?people=30` };
    await made.call('PUT', PATH, { ...CUSTOM, options });
    expect((await made.call('PUT', '/mapping?source=custom', mapping)).status).toBe(200);
    const dry = await runApiSync(made, { persist: false });
    expect(dry).toMatchObject({ state: 'completed', summary: { total: 30 } });
    expect(await runApiSync(made, { persist: true })).toMatchObject({ state: 'completed', summary: { failed: 0 } });
    const one = await runApiSync(made, { persist: false, user: { employee_id: 'E100004' } });
    expect(one).toMatchObject({ state: 'completed', summary: { total: 1 } });
  }, 20_000);

  test.each([
    [{ ...CUSTOM, wrapper: 'nobody' }, 422, 'wrapper_missing', 'There are “northwind”, “northwind-worker”'],
    [{ ...CUSTOM, wrapper: 'mute' }, 502, 'wrapper_failed', 'its Worker does not run, or does not say what it is'],
    [{ ...CUSTOM, secrets: {} }, 422, 'invalid_settings', 'Missing: Signing key (secrets.signing_key). Enter it.'],
    [{ ...CUSTOM, secrets: { ...CUSTOM.secrets, pin: '1' } }, 422, 'invalid_settings', 'no secret “pin”'],
    [{ ...CUSTOM, options: { ...CUSTOM.options, x: 1 } }, 422, 'invalid_settings', 'It takes “url”, “key_id”.'],
    [{ ...CUSTOM, options: { key_id: 'a' } }, 422, 'invalid_settings', '“url” (Address of the API) is missing'],
    [{ ...CUSTOM, options: { ...CUSTOM.options, url: 'x' } }, 422, 'invalid_settings', 'The URL cannot be read'],
    [{ ...CUSTOM, options: { ...CUSTOM.options, key_id: 7 } }, 422, 'invalid_settings', 'must be text'],
    [{ ...CUSTOM, code: 'x' }, 400, 'invalid_body', '“code” is not known here'],
  ])('is refused: %j', async (body, status, code, words) => {
    const { call } = await createApiClient();
    const answer = await call('PUT', PATH, body);
    expect(answer.body).toMatchObject({ status, code, detail: expect.stringContaining(words) });
    expect(answer.text).not.toContain('hr-signing-key');
    expect((await call('GET', PATH)).status).toBe(404);
  });

  test.each([
    ['another address', { options: { ...CUSTOM.options, url: 'https://evil.example/signed' } }],
    ['another wrapper', { wrapper: 'northwind' }],
  ])('sends no stored secret to %s', async (_, change) => {
    const made = await createApiClient();
    await made.call('PUT', PATH, CUSTOM);
    const answer = await made.call('PUT', PATH, { ...CUSTOM, secrets: {}, ...change });
    expect(answer.body).toMatchObject({ status: 422, code: 'invalid_settings' });
    expect(answer.body.detail).toContain('Enter these secrets again: Signing key');
    expect((await made.call('GET', PATH)).body).toMatchObject({ wrapper: 'northwind-worker', options: CUSTOM.options });
  });

  test('can be chosen among those that there are', async () => {
    const { call } = await createApiClient();
    const { body } = await call('GET', `${PATH}/wrappers`);
    expect(body.data).toMatchObject([
      { name: 'northwind', form: 'module', version: '1.0.0', single_person: true, trouble: null },
      { name: 'northwind-worker', form: 'worker', secrets: { signing_key: 'Signing key' } },
      { name: 'unruly', form: 'worker', options: { does: { type: 'text' } } },
      { name: 'mute', form: 'worker', version: null, trouble: expect.stringContaining('does not run') },
    ]);
    const first = await call('GET', `${PATH}/wrappers?limit=3`);
    const rest = await call('GET', `${PATH}/wrappers?limit=3&cursor=${first.body.next_cursor}`);
    expect(rest.body).toMatchObject({ data: [{ name: 'mute' }], next_cursor: null });
  });
});

describe('a new wrapper', () => {
  test('is announced to admins once, and not again after it was dismissed', async () => {
    const made = await createApiClient();
    const { call, store } = made;
    const announce = async () => announceWrappers(env, store.tenant, await deployedWrappers(env), Date.now());
    await announce();
    await announce();
    const { data = [] } = (await call('GET', '/notices')).body;
    // Not the example, and not the Worker that does not answer.
    expect(data.map(({ subject }) => subject)).toEqual(['unruly', 'northwind-worker']);
    expect(data[1]?.message).toContain('“northwind-worker” can be used now');
    expect((await auditActions(made)).filter((entry) => entry === 'System: wrapper_registered')).toHaveLength(2);
    expect((await call('POST', `/notices/${data[0]?.id}/dismiss`)).status).toBe(204);
    expect((await call('POST', `/notices/${data[0]?.id}/dismiss`)).status).toBe(404);
    const other = await createApiClient();
    expect((await other.call('GET', '/notices')).body.data).toEqual([]);
    expect((await other.call('POST', `/notices/${data[1]?.id}/dismiss`)).status).toBe(404);
    await announce();
    expect((await call('GET', '/notices')).body.data).toMatchObject([{ subject: 'northwind-worker' }]);
  });
});
