import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  ADA,
  auditActions,
  BO,
  createApiClient,
  createConnectedClient,
  mockHr,
  runApiSync,
  waitForSync,
} from '../harness/api-client.ts';

afterEach(() => void vi.restoreAllMocks());

async function withPeople() {
  mockHr([ADA, BO]);
  const made = await createConnectedClient();
  await runApiSync(made, { persist: true });
  return made;
}

describe('users of the API', () => {
  test('are listed, searched and read', async () => {
    const { call } = await withPeople();
    const names = async (query: string) =>
      (await call('GET', `/users?${query}`)).body.data?.map((user) => user.full_name);
    expect(await names('')).toEqual([ADA.name, BO.name]);
    expect(await names('search=BO%40')).toEqual([BO.name]);
    expect(await names('search=%25')).toEqual([]);
    expect(await names('state=terminated')).toEqual([]);
    const first = await call('GET', '/users?limit=1');
    expect(first.body).toMatchObject({ data: [{ id: 1 }], next_cursor: '1' });
    expect((await call('GET', '/users?limit=1&cursor=1')).body).toMatchObject({ data: [{ id: 2 }], next_cursor: null });
    expect((await call('GET', '/users/1')).body).toMatchObject({
      employee_id: '1',
      email: ADA.mail,
      attributes: { level: 3 },
      source: 'workday',
      state: 'active',
      manager: null,
    });
  });

  test('have a history over all syncs, newest first', async () => {
    const made = await withPeople();
    await runApiSync(made, { persist: true });
    const { body } = await made.call('GET', '/users/1/records');
    expect(body.data).toMatchObject([
      { id: '2-0', outcome: 'skipped' },
      { id: '1-0', outcome: 'created' },
    ]);
    const page = await made.call('GET', '/users/1/records?limit=1');
    expect(page.body).toMatchObject({ data: [{ id: '2-0' }], next_cursor: '2' });
    const next = await made.call('GET', '/users/1/records?limit=1&cursor=2');
    expect(next.body).toMatchObject({ data: [{ id: '1-0' }], next_cursor: null });
  });

  test('keep their history when many syncs since had nothing of them', async () => {
    const made = await withPeople();
    for (let at = 0; at < 9; at += 1) await runApiSync(made, { user: { employee_id: '2' } });
    const { body } = await made.call('GET', '/users/1/records?limit=1');
    expect(body).toMatchObject({ data: [{ id: '1-0' }], next_cursor: null });
  });

  test('are synced one by one', async () => {
    const made = await withPeople();
    mockHr([{ ...BO, level: 9 }]);
    const started = await made.call('POST', '/users/2/sync', { persist: true });
    expect([started.status, started.headers.get('Location')]).toEqual([202, `${made.root}/syncs/2`]);
    expect(await waitForSync(made, 2)).toMatchObject({ state: 'completed', person: { user_id: 2 } });
    expect((await made.call('GET', '/users/2')).body).toMatchObject({ attributes: { level: 9 } });
  });

  test('are terminated and restored by an admin, which is logged once', async () => {
    const made = await withPeople();
    const acted = async (act: string, body?: object) => (await made.call('POST', `/users/1/${act}`, body)).body;
    for (const body of [undefined, {}]) {
      expect(await acted('terminate', body)).toMatchObject({ state: 'terminated', override: 'terminated' });
    }
    for (const body of [{}, undefined]) {
      // Back to what the data source says: no override is left.
      expect(await acted('restore', body)).toMatchObject({ state: 'active', override: null });
    }
    const acts = (await auditActions(made)).filter((line) => line.includes('user_'));
    expect(acts).toEqual(['admin bot: user_restored', 'admin bot: user_terminated']);
  });

  test('are protected and released, which is logged once', async () => {
    const made = await withPeople();
    const acted = async (act: string) => (await made.call('POST', `/users/1/${act}`)).body;
    for (const _ of [1, 2]) expect(await acted('protect')).toMatchObject({ protected: true, state: 'active' });
    for (const _ of [1, 2]) expect(await acted('unprotect')).toMatchObject({ protected: false });
    const acts = (await auditActions(made)).filter((line) => line.includes('user_'));
    expect(acts).toEqual(['admin bot: user_unprotected', 'admin bot: user_protected']);
  });

  test('are put under legal hold and released, which is logged once', async () => {
    const made = await withPeople();
    const acted = async (act: string) => (await made.call('POST', `/users/1/${act}`)).body;
    for (const _ of [1, 2]) expect(await acted('hold')).toMatchObject({ legal_hold: true, anonymised_at: null });
    for (const _ of [1, 2]) expect(await acted('release')).toMatchObject({ legal_hold: false });
    const acts = (await auditActions(made)).filter((line) => line.includes('hold') || line.includes('held'));
    expect(acts).toEqual(['admin bot: user_hold_lifted', 'admin bot: user_held']);
  });
});

describe('users that do not exist', () => {
  test.each([
    ['GET', '/users/1'],
    ['GET', '/users/1/records'],
    ['GET', '/users/ada'],
    ['POST', '/users/1/terminate'],
    ['POST', '/users/1/restore'],
  ])('are answered with 404: %s %s', async (method, path) => {
    const { call } = await createApiClient();
    expect((await call(method, path)).body).toMatchObject({ status: 404, code: 'not_found' });
  });

  test('are not synced: POST /users/1/sync', async () => {
    const { call } = await createConnectedClient();
    expect((await call('POST', '/users/1/sync', {})).body).toMatchObject({ status: 404, code: 'not_found' });
  });

  test('refuse a body whose fields would be ignored, by name', async () => {
    const { call } = await withPeople();
    const { body } = await call('POST', '/users/1/terminate', { reason: 'left' });
    expect(body).toMatchObject({ status: 400, code: 'invalid_body', errors: [{ path: 'reason' }] });
    expect((await call('GET', '/users/1')).body.state).toBe('active');
  });
});
