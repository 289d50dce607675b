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

describe('a sync by the API', () => {
  test('runs dry, and its plan is then applied as a new sync', async () => {
    mockHr([ADA, BO]);
    const made = await createConnectedClient();
    const started = await made.call('POST', '/syncs', { persist: false });
    expect([started.status, started.headers.get('Location')]).toEqual([202, `${made.root}/syncs/1`]);
    const dry = await waitForSync(made, 1);
    expect(dry).toMatchObject({
      state: 'completed',
      persisted: false,
      trigger: 'manual',
      summary: { created: 2, total: 2 },
      created_by: 'admin bot',
    });
    expect((await made.call('GET', '/users')).body.data).toEqual([]);

    const applied = await made.call('POST', '/syncs/1/apply');
    expect([applied.status, applied.headers.get('Location')]).toEqual([202, `${made.root}/syncs/2`]);
    expect(await waitForSync(made, 2)).toMatchObject({ state: 'completed', persisted: true, plan_of: 1 });
    expect((await made.call('GET', '/users')).body.data).toMatchObject([
      { full_name: ADA.name },
      { full_name: BO.name },
    ]);
    expect(await auditActions(made)).toEqual(
      expect.arrayContaining(['admin bot: sync_started', 'admin bot: sync_approved', 'admin bot: mapping_saved']),
    );
  });

  test('of one person writes that person', async () => {
    mockHr([ADA, BO]);
    const made = await createConnectedClient();
    const one = await runApiSync(made, { persist: true, user: { employee_id: '2' } });
    expect(one).toMatchObject({ scope: 'single', state: 'completed', summary: { created: 1, total: 1 } });
    expect(one).toMatchObject({ trigger: 'profile', person: { employee_id: '2', email: null } });
  });

  test('is found by its filters, page by page', async () => {
    mockHr([ADA]);
    const made = await createConnectedClient();
    await runApiSync(made, { persist: false });
    await runApiSync(made, { persist: true });
    const ids = async (query: string) => (await made.call('GET', `/syncs?${query}`)).body.data?.map(({ id }) => id);
    expect(await ids('')).toEqual([2, 1]);
    expect(await ids('persisted=true')).toEqual([2]);
    expect(await ids('state=held')).toEqual([]);
    expect(await ids('at_least=created:1')).toEqual([2, 1]);
    expect(await ids('at_least=created:2')).toEqual([]);
    expect(await ids('created_by=Nobody')).toEqual([]);
    expect(await ids('trigger=manual&created_from=2020-01-01T00:00:00Z')).toEqual([2, 1]);
    expect(await ids('finished_to=2020-01-01T00:00:00Z')).toEqual([]);
    const first = await made.call('GET', '/syncs?limit=1');
    expect(first.body).toMatchObject({ data: [{ id: 2 }], next_cursor: '2' });
    expect((await made.call('GET', '/syncs?limit=1&cursor=2')).body).toMatchObject({
      data: [{ id: 1 }],
      next_cursor: null,
    });
  });

  test('that is held is rejected, or approved and goes on', async () => {
    const people = Array.from({ length: 12 }, (_, at) => ({ ...ADA, id: `${at}`, mail: `p${at}@acme.example` }));
    mockHr(people);
    const made = await createConnectedClient();
    await runApiSync(made, { persist: true });
    mockHr(people.slice(0, 3));
    for (const act of ['reject', 'apply'] as const) {
      const held = await runApiSync(made, { persist: true });
      expect(held).toMatchObject({
        state: 'held',
        guards: expect.arrayContaining([expect.objectContaining({ found: 9 })]),
      });
      const acted = await made.call('POST', `/syncs/${held.id}/${act}`);
      if (act === 'reject') expect(acted.body).toMatchObject({ state: 'cancelled' });
      else expect(await waitForSync(made, held.id)).toMatchObject({ state: 'completed', summary: { terminated: 9 } });
    }
    expect(await auditActions(made)).toContain('admin bot: sync_rejected');
  });
});

describe('a request for a sync', () => {
  test('is refused while another one runs, which it names and which can be cancelled', async () => {
    const report = Promise.withResolvers<Response>();
    vi.spyOn(globalThis, 'fetch').mockReturnValue(report.promise);
    const made = await createConnectedClient();
    const first = await made.call('POST', '/syncs', { persist: false });
    expect((await made.call('GET', `/syncs/${first.body.id}`)).body).toMatchObject({ progress: { step: 'fetch' } });
    const second = await made.call('POST', '/syncs', { persist: false });
    expect(second.status).toBe(409);
    expect(second.body).toMatchObject({
      code: 'sync_running',
      details: { sync_id: first.body.id, sync_url: `${made.root}/syncs/${first.body.id}` },
    });
    const cancelled = await made.call('POST', `/syncs/${first.body.id}/cancel`);
    expect(cancelled.body).toMatchObject({ state: 'cancelled', reason: expect.stringContaining('admin bot') });
    expect(await auditActions(made)).toContain('admin bot: sync_cancelled');
    report.resolve(Response.json({ Report_Entry: [] }));
  });

  test('is refused without a data source or a mapping', async () => {
    const { call } = await createApiClient();
    expect((await call('POST', '/syncs', {})).body).toMatchObject({ status: 409, code: 'source_missing' });
  });

  test.each([
    ['apply', 'plan_not_applicable'],
    ['reject', 'sync_not_held'],
    ['cancel', 'sync_not_running'],
  ])('is refused past %s', async (act, code) => {
    mockHr([ADA]);
    const made = await createConnectedClient();
    await runApiSync(made, { persist: true });
    expect((await made.call('POST', `/syncs/1/${act}`)).body).toMatchObject({ status: 409, code });
    expect((await made.call('POST', `/syncs/7/${act}`)).body).toMatchObject({ status: 404, code: 'not_found' });
  });

  test('is refused for a plan that a newer snapshot supersedes', async () => {
    mockHr([ADA]);
    const made = await createConnectedClient();
    await runApiSync(made, {});
    await runApiSync(made, {});
    expect((await made.call('POST', '/syncs/1/apply')).body).toMatchObject({
      status: 409,
      code: 'plan_superseded',
      details: { sync_id: 2 },
    });
  });

  test.each([
    [{ persists: true }, 'persists', '“persists” is not known here'],
    [{ persist: 'yes' }, 'persist', '“persist” must be true or false'],
    [{ user: {} }, 'user', '“user”: Name the person'],
    [{ user: { id: 1.5 } }, 'user.id', '“user.id”'],
    [{ user: { name: 'Ada' } }, 'user.name', '“user.name” is not known'],
  ])('is refused with %j', async (body, path, sentence) => {
    const { call } = await createApiClient();
    const answer = await call('POST', '/syncs', body);
    expect(answer.body).toMatchObject({ status: 400, code: 'invalid_body', detail: expect.stringContaining(sentence) });
    expect(answer.body.errors).toContainEqual(expect.objectContaining({ path }));
  });

  test.each([
    'state=gone',
    'limit=0',
    'limit=201',
    'limit=x',
    'cursor=x',
    'sort=id',
    'at_least=created',
    'created_from=now',
    'state=held&state=failed',
  ])('is refused with the query %s', async (query) => {
    const { call } = await createApiClient();
    const { body } = await call('GET', `/syncs?${query}`);
    expect(body).toMatchObject({ status: 400, code: 'invalid_query' });
    expect(body.detail).toContain(`“${query.split('=')[0]}”`);
  });

  test.each(['0', '-1', '1.5', 'x', '99999999999', '1073741825', '2'])('is answered with 404: %s', async (id) => {
    const { call } = await createApiClient();
    expect((await call('GET', `/syncs/${id}`)).body).toMatchObject({ status: 404, code: 'not_found' });
  });
});
