import { expect, test } from 'vitest';
import { createApiClient } from '../harness/api-client.ts';
import { PLAIN_MAPPING, people, SyncHarness } from '../harness/sync-harness.ts';

test('orphans are listed in pages, ended and kept; coming twice changes nothing', async () => {
  const harness = await SyncHarness.open();
  const { call } = await createApiClient('admin', harness.store);
  await harness.sync(people(7));
  await harness.store.mappings.save(
    { source: 'workday', body: PLAIN_MAPPING, note: null, createdBy: 'x', createdAt: 1 },
    [],
    0,
  );
  await harness.saveSource(
    { all_people_url: harness.feed, auth: { type: 'basic', username: 'u', password: 'p' } },
    'workday',
  );
  expect((await call('GET', '/orphans')).body.data).toEqual([]);
  expect((await call('POST', '/orphans/end', { all: true })).body).toEqual({ decided: 0, left: 0 });
  await harness.serveFeed(JSON.stringify({ Report_Entry: people(2) }));
  await harness.runSync();

  const first = (await call('GET', '/orphans?limit=3')).body;
  expect(first.data).toMatchObject([3, 4, 5].map((n) => ({ employee_id: `E${n}`, owner_source: 'http-api' })));
  const rest = (await call('GET', `/orphans?limit=3&cursor=${first.next_cursor}`)).body;
  expect(rest).toMatchObject({ data: [{ employee_id: 'E6' }, { employee_id: 'E7' }], next_cursor: null });

  const [e3, e4] = (first.data ?? []).map(({ id }) => id);
  const matched = (await harness.users()).get('E1')?.id;
  expect((await call('POST', '/orphans/end', { users: [e3, matched, 999_999] })).body).toEqual({ decided: 1, left: 4 });
  expect((await call('POST', '/orphans/end', { users: [e3] })).body).toEqual({ decided: 0, left: 4 });
  expect((await call('POST', '/orphans/keep', { users: [e4] })).body).toEqual({ decided: 1, left: 3 });
  expect((await call('POST', '/orphans/keep', { all: true })).body).toEqual({ decided: 3, left: 0 });
  const users = await harness.users();
  expect([users.get('E1')?.state, users.get('E3')?.state, users.get('E4')?.state]).toEqual([
    'active',
    'terminated',
    'active',
  ]);
  const log = (await harness.store.audit.list(30)).map(({ action }) => action);
  expect(log.filter((action) => action === 'user_kept')).toHaveLength(4);
  expect((await call('POST', '/orphans/end', {})).status).toBe(400);
  // Whoever was kept belongs to nobody: absent from the source in use, and not listed again.
  await harness.runSync();
  expect((await harness.users()).get('E7')).toMatchObject({ state: 'active', ownerSource: null });
  expect((await call('GET', '/orphans')).body.data).toEqual([]);
}, 20_000);
