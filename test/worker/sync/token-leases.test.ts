import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, inject, test } from 'vitest';
import { mappingSchema } from '../../../src/domain/mapping/mapping.ts';
import { describeFault, fault } from '../../../src/domain/shared/fault.ts';
import { fail, ok } from '../../../src/lib/result.ts';
import { connectSource, newFetchLog } from '../../../src/sync/connection/connect-source.ts';
import { openSecrets } from '../../../src/sync/connection/secrets.ts';
import { coordinatorOf } from '../../../src/sync/coordinator/stub.ts';
import { mapping } from '../../../tools/hr/mapping.ts';
import { createApiClient } from '../harness/api-client.ts';
import { SyncHarness } from '../harness/sync-harness.ts';

let lines = 0;

/** A tenant whose Workday lets in by a refresh token of its own, which every use of it replaces. */
async function rotating() {
  const harness = await SyncHarness.open();
  const line = `hr-refresh~line${++lines}x${Date.now()}`;
  const token_url = `${inject('hr')}/oauth/token`;
  const auth = { type: 'oauth2_refresh', token_url, client_id: 'hr-client' };
  const report = {
    all_people_url: `${inject('hr')}/report?people=20`,
    single_person_url: `${inject('hr')}/person?people=20&employee_id={employee_id}`,
  };
  await harness.store.mappings.save(
    { source: 'workday', body: mappingSchema.parse(mapping), note: null, createdBy: 'test', createdAt: 1 },
    [],
    0,
  );
  const secrets = { client_secret: 'hr-client-secret', refresh_token: line };
  await harness.saveSource({ ...report, auth: { ...auth, ...secrets } }, 'workday');
  const kept = async () => {
    const source = await harness.store.dataSources.get('workday');
    return source && (await openSecrets(env, harness.store.tenant.id, source));
  };
  return { harness, line, kept };
}

test('syncs that need a new access token at once use up one refresh token, and all get in', async () => {
  const { harness, line, kept } = await rotating();
  const asked = [
    await harness.start(),
    ...(await Promise.all(
      ['E100001', 'E100002', 'E100003'].map((employee_id) =>
        harness.start({ person: { employee_id }, persist: false }),
      ),
    )),
  ];
  const syncs = await Promise.all(asked.map((one) => harness.waitForSync(one.ok ? one.value.id : 0)));
  expect(syncs.map(({ state, reason }) => reason ?? state)).toEqual(Array(4).fill('completed'));
  const tokens = syncs.flatMap(({ exchanges }) => exchanges.filter(({ method }) => method === 'POST'));
  expect(tokens.map(({ status }) => status)).toEqual([200]);
  expect(await kept()).toMatchObject({
    refresh_token: `${line}-1`,
    access: expect.stringMatching(/^\d{13} hr-access-/),
  });
});

test('an admin who saves other settings meanwhile does not put the used token back', async () => {
  const { harness, line, kept } = await rotating();
  const before = await harness.store.dataSources.get('workday');
  if (!before) throw new Error('not set up');
  const { call } = await createApiClient('admin', harness.store);
  const { body } = await call('GET', '/data-sources/workday');
  const connection = await connectSource(env, harness.store, newFetchLog(), {
    source: 'workday',
    today: '2026-01-01',
    upload: null,
  });
  if (!connection.ok) throw new Error(describeFault(connection.fault));
  const renewed = { refresh_token: `${line}-new`, access: `${Date.now() + 60_000} access` };
  const exchange = async () => {
    // The token URL has taken the old token, and has not answered yet.
    const saved = await call('PUT', '/data-sources/workday', { ...body, format: 'json', single_person_url: null });
    expect(saved.status).toBe(200);
    return ok(renewed);
  };
  expect(await connection.value.context.renewTokens(line, () => true, exchange)).toEqual(ok(renewed));
  expect(await kept()).toMatchObject({ client_secret: 'hr-client-secret', refresh_token: `${line}-new` });
  // Whoever still holds the old one gets what it was exchanged for, and asks nobody.
  const late = async () => {
    throw new Error('asked twice');
  };
  expect(await connection.value.context.renewTokens(line, () => true, late)).toEqual(ok(renewed));
});

test('a lease that nobody returns expires, and a failed exchange returns it', async () => {
  const { harness, line } = await rotating();
  const coordinator = coordinatorOf(env, harness.store.tenant.id);
  const turn = await coordinator.acquireTokenLease('workday', 'hash', false);
  expect(turn).toMatchObject({ status: 'acquired' });
  expect(await coordinator.acquireTokenLease('workday', 'another', false)).toEqual({ status: 'busy' });
  expect(await coordinator.acquireTokenLease('http-api', 'hash', false)).toMatchObject({ status: 'acquired' });
  await runInDurableObject(coordinator, (_, state) => void state.storage.sql.exec('update turns set until = 1'));
  expect(await coordinator.acquireTokenLease('workday', 'hash', false)).toMatchObject({ status: 'acquired' });
  await runInDurableObject(coordinator, (_, state) => void state.storage.sql.exec('delete from turns'));
  const source = await harness.store.dataSources.get('workday');
  if (!source) throw new Error('not set up');
  const connection = await connectSource(env, harness.store, newFetchLog(), {
    source: 'workday',
    today: '2026-01-01',
    upload: null,
  });
  if (!connection.ok) throw new Error(describeFault(connection.fault));
  const refused = fail(
    fault('source_refused_credentials', { case: 'http', status: 401, excerpt: 'No.', elsewhere: false }),
  );
  expect(
    await connection.value.context.renewTokens(
      line,
      () => true,
      async () => refused,
    ),
  ).toEqual(refused);
  expect(await coordinator.acquireTokenLease('workday', 'hash', false)).toMatchObject({ status: 'acquired' });
});
