import { env } from 'cloudflare:workers';
import { expect, inject, test } from 'vitest';
import { openSecrets } from '../../../src/syncs/sealed-secrets.ts';
import { mapping } from '../../../tools/hr/mapping.ts';
import { Road } from './road.ts';

let lines = 0;

/** A tenant whose Workday lets in by a refresh token of its own, which every use of it replaces. */
async function rotating() {
  const road = await Road.open();
  const line = `hr-refresh~line${++lines}x${Date.now()}`;
  const token_url = `${inject('hr')}/oauth/token`;
  const auth = { type: 'oauth2_refresh', token_url, client_id: 'hr-client' };
  const report = {
    all_people_url: `${inject('hr')}/report?people=20`,
    single_person_url: `${inject('hr')}/person?people=20&employee_id={employee_id}`,
  };
  await road.store.mappings.save(
    { source: 'workday', body: mapping, note: null, createdBy: 'test', createdAt: 1 },
    [],
    0,
  );
  const secrets = { client_secret: 'hr-client-secret', refresh_token: line };
  await road.connect({ ...report, auth: { ...auth, ...secrets } }, 'workday');
  const kept = async () => {
    const source = await road.store.dataSources.get('workday');
    return source && (await openSecrets(env, road.store.tenant.id, source));
  };
  return { road, line, kept };
}

test('syncs that need a new access token at once use up one refresh token, and all get in', async () => {
  const { road, line, kept } = await rotating();
  const asked = [
    await road.start(),
    ...(await Promise.all(
      ['E100001', 'E100002', 'E100003'].map((employee_id) => road.start({ person: { employee_id }, persist: false })),
    )),
  ];
  const syncs = await Promise.all(asked.map((one) => road.ended(one.ok ? one.value.id : 0)));
  expect(syncs.map(({ state, reason }) => reason ?? state)).toEqual(Array(4).fill('completed'));
  const tokens = syncs.flatMap(({ exchanges }) => exchanges.filter(({ method }) => method === 'POST'));
  expect(tokens.map(({ status }) => status)).toEqual([200]);
  expect(await kept()).toMatchObject({
    refresh_token: `${line}-1`,
    access: expect.stringMatching(/^\d{13} hr-access-/),
  });
});
