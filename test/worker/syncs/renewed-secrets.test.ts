import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { connect, openSecrets } from '../../../src/syncs/source-context.ts';
import { connected } from '../api/acting.ts';

test('secrets that a source renews are sealed anew, unless an admin saved others meanwhile', async () => {
  const { call, store } = await connected();
  const read = async () => {
    const source = await store.dataSources.get('workday');
    if (!source) throw new Error('not set up');
    return source;
  };
  const before = await read();
  const { context } = await connect(env, store.tenant.id, before, []);
  await context.store({ refresh_token: 'rt-2' });
  await context.store({ refresh_token: 'rt-3' });
  const renewed = await read();
  expect(await openSecrets(env, store.tenant.id, renewed)).toEqual({ refresh_token: 'rt-3' });
  expect(renewed.sealed).not.toContain('rt-3');
  expect(renewed.changedAt).toBe(before.changedAt);

  const { body } = await call('GET', '/data-sources/workday');
  const auth = { type: 'basic', username: 'hr', password: 'entered-anew' };
  expect((await call('PUT', '/data-sources/workday', { ...body, auth })).status).toBe(200);
  await context.store({ refresh_token: 'rt-4' });
  expect(await openSecrets(env, store.tenant.id, await read())).toEqual({ password: 'entered-anew' });
});
