import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { describeFault } from '../../../src/domain/shared/fault.ts';
import { connectSource, newFetchLog } from '../../../src/sync/connection/connect-source.ts';
import { openSecrets } from '../../../src/sync/connection/secrets.ts';
import { createConnectedClient } from '../harness/api-client.ts';
import { people, SyncHarness } from '../harness/sync-harness.ts';

test('secrets that a source renews are sealed anew, unless an admin saved others meanwhile', async () => {
  const { call, store } = await createConnectedClient();
  const read = async () => {
    const source = await store.dataSources.get('workday');
    if (!source) throw new Error('not set up');
    return source;
  };
  const before = await read();
  const connection = await connectSource(env, store, newFetchLog(), {
    source: 'workday',
    today: '2026-11-22',
    upload: null,
  });
  if (!connection.ok) throw new Error(describeFault(connection.fault));
  const { context } = connection.value;
  await context.storeSecrets({ refresh_token: 'rt-2' });
  await context.storeSecrets({ refresh_token: 'rt-3' });
  const renewed = await read();
  expect(await openSecrets(env, store.tenant.id, renewed)).toEqual({ refresh_token: 'rt-3' });
  expect(renewed.sealed).not.toContain('rt-3');
  expect(renewed.changedAt).toBe(before.changedAt);

  const { body } = await call('GET', '/data-sources/workday');
  const auth = { type: 'basic', username: 'hr', password: 'entered-anew' };
  expect((await call('PUT', '/data-sources/workday', { ...body, auth })).status).toBe(200);
  await context.storeSecrets({ refresh_token: 'rt-4' });
  expect(await openSecrets(env, store.tenant.id, await read())).toEqual({ password: 'entered-anew' });
});

test('secrets whose key is gone fail a sync with what to do, and no second one starts', async () => {
  const harness = await SyncHarness.open();
  await harness.sync(people(3));
  const before = await harness.userRows();
  const stored = await harness.store.dataSources.get('http-api');
  if (!stored?.sealed) throw new Error('not sealed');
  const sealed = stored.sealed.replace(/^[^.]+/, 'gone');
  await harness.store.dataSources.save({ ...stored, sealed }, Date.now());
  for (const person of [undefined, { employee_id: 'E1' }]) {
    const sync = await harness.runSync(person ? { person } : {});
    expect(sync).toMatchObject({ state: 'failed', reasonCode: 'source_secrets_lost', retryOf: null });
    expect(sync.reason).toContain('Enter them again.');
  }
  expect((await harness.store.syncs.list({ limit: 10 })).length).toBe(3);
  expect(await harness.userRows()).toEqual(before);
});
