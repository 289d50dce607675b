import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { exportUsers } from '../../../src/app/users/export-users.ts';
import { openTenantForWriting } from '../../../src/store/open-for-writing.ts';
import { ADA, BO, createApiClient, createConnectedClient, mockHr, runApiSync } from '../harness/api-client.ts';
import { newTenant, visit } from '../harness/tenant.ts';

afterEach(() => void vi.restoreAllMocks());

const HEADER =
  'Full name,Email,Picture URL,Employee ID,Hire date,Termination date,Status,Department,Title,Location,Manager,level,Role,State';

async function withPeople(people = [ADA, { ...BO, name: '=HYPERLINK("http://evil.example";"Bo")' }]) {
  mockHr(people);
  const made = await createConnectedClient();
  await runApiSync(made, { persist: true });
  return made;
}

/** Users by the thousand, written behind the engine's back. */
async function crowd(count: number) {
  const { tenant } = await newTenant('crowd');
  const base = tenant.id * 2 ** 30;
  await env.DB.prepare(
    `insert into users (id, tenant_id, email_key, attributes, changed_at, created_at)
     with recursive n(i) as (select 1 union all select i + 1 from n where i < ?3)
     select ?1 + i, ?2, i || '@x.example', json_object('full_name', 'P' || i, 'email', i || '@x.example'), 1, 1 from n`,
  )
    .bind(base, tenant.id, count)
    .run();
  return openTenantForWriting(env, tenant);
}

describe('GET /users.csv', () => {
  test('gives everybody, to the byte, and writes down who took how many', async () => {
    const made = await withPeople();
    const answer = await visit(`${made.root}/users.csv`, { headers: { Authorization: `Bearer ${made.token}` } });
    expect([...new Uint8Array(await answer.clone().arrayBuffer()).slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    // text() takes the byte order mark off.
    expect(await answer.text()).toBe(
      [
        HEADER,
        'Ada Lovelace,ada@acme.example,,1,,,,,,,,3,regular,active',
        `"'=HYPERLINK(""http://evil.example"";""Bo"")",bo@acme.example,,2,,,,,,,,1,regular,active`,
        '',
      ].join('\r\n'),
    );
    expect(answer.headers.get('Content-Type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('Content-Disposition')).toMatch(
      new RegExp(`^attachment; filename="${made.slug}-users-\\d{4}-\\d\\d-\\d\\d[.]csv"$`),
    );
    const [entry] = await made.store.audit.list(1);
    expect(entry).toMatchObject({
      actor: 'admin bot',
      action: 'users_exported',
      detail: { users: 2, filter: 'Everybody' },
    });
  });

  test('gives what a filter shows, without the attributes that are left out', async () => {
    const made = await withPeople();
    const out = ['picture_url', 'hire_date', 'termination_date', 'status', 'title', 'location', 'manager'];
    expect((await made.call('PUT', '/settings', { export_without: out })).status).toBe(200);
    const custom = [{ key: 'level', type: 'number', expression: 'level', export: false }];
    const mapping = (await made.call('GET', '/mapping?source=workday')).body;
    await made.call('PUT', '/mapping?source=workday', { standard: mapping.standard, custom });
    const { text } = await made.call('GET', '/users.csv?where=custom.level:at_least:2&search=ada');
    expect(text.replace('\ufeff', '')).toBe(
      'Full name,Email,Employee ID,Department,Role,State\r\nAda Lovelace,ada@acme.example,1,,regular,active\r\n',
    );
    const [entry] = await made.store.audit.list(1);
    expect(entry?.detail).toEqual({ users: 1, filter: 'found by “ada”, Level is at least 2' });
  });

  test('gives a viewer the same, and nobody another tenant’s people', async () => {
    const made = await withPeople();
    const viewer = await createApiClient('viewer', made.store);
    expect((await viewer.call('GET', '/users.csv')).text.split('\r\n')).toHaveLength(4);
    expect((await (await createApiClient()).call('GET', '/users.csv')).text.split('\r\n')).toHaveLength(2);
  });
});

describe('an export of many users', () => {
  test('asks D1 once a thousand users, and has each of them once', async () => {
    const store = await crowd(3500);
    const before = store.cost.d1Calls;
    const { body } = await exportUsers(env, store.tenant, {}, 'ada', store.cost);
    // Definitions, count and audit come first, whatever the number of people.
    expect(store.cost.d1Calls - before).toBeLessThanOrEqual(4);
    const text = await new Response(body).text();
    expect(store.cost.d1Calls - before).toBe(3 + 4);
    const emails = text
      .split('\r\n')
      .slice(1, -1)
      .map((row) => row.split(',')[1]);
    expect(emails).toEqual(Array.from({ length: 3500 }, (_, index) => `${index + 1}@x.example`));
  });

  test('reads no further than its client does', async () => {
    const store = await crowd(5000);
    const { body } = await exportUsers(env, store.tenant, {}, 'ada', store.cost);
    const reader = body.getReader();
    await reader.read();
    await reader.read();
    const calls = store.cost.d1Calls;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(store.cost.d1Calls - calls).toBeLessThanOrEqual(1);
    expect(calls).toBeLessThanOrEqual(3 + 3);
    await reader.cancel();
  });
});
