import { env } from 'cloudflare:workers';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { connected, hrWith, MAPPING, type Program, program, synced } from './acting.ts';

const attribute = (expression: string) => ({ expression });
const WIDE = {
  standard: {
    ...MAPPING.standard,
    hire_date: attribute('hired'),
    department: attribute('department'),
    location: attribute('location'),
    manager: attribute('manager'),
    status: attribute('status'),
  },
  custom: [
    { key: 'level', type: 'number', expression: 'level' },
    { key: 'skills', type: 'list', expression: 'skills' },
    { key: 'remote', type: 'boolean', expression: 'remote' },
    { key: 'role', type: 'text', expression: 'craft' },
  ],
  restricted_role: { expression: 'restricted' },
};

const person = (id: string, name: string, more: object = {}) => ({ id, name, mail: `${id}@acme.example`, ...more });
const PEOPLE = [
  person('0001', 'Ada Lovelace', { department: 'Engineering', location: 'Oslo, NO', level: 7, hired: '2020-02-29' }),
  person('2', 'Bo Ærø', { department: 'engineering ', location: 'Ørsta; West', level: 3.5, hired: '2021-01-01' }),
  person('3', 'Cy "C" O\\Neil', { department: 'Sales % 50_', manager: '1', level: -2, restricted: true }),
  person('4', 'Di', { manager: 'GONE@acme.example', skills: ['SQL', 'Öl'], remote: false, craft: 'lead' }),
  person('5', 'Ed', { manager: '2@ACME.example', skills: ['go'], remote: true, status: 'on leave' }),
];
const ALL = ['Ada Lovelace', 'Bo Ærø', 'Cy "C" O\\Neil', 'Di', 'Ed'];
const [ADA, BO, CY, DI, ED] = ALL;

let made: Program;
let other: Program;

beforeAll(async () => {
  hrWith(PEOPLE);
  [made, other] = [await connected(), await connected()];
  for (const one of [made, other]) {
    expect((await one.call('PUT', '/mapping?source=workday', WIDE)).status).toBe(200);
  }
});
afterAll(() => void vi.restoreAllMocks());

const queryOf = (...wheres: string[]) => new URLSearchParams(wheres.map((where) => ['where', where])).toString();
const found = async (...wheres: string[]) => {
  const { status, body, text } = await made.call('GET', `/users?${queryOf(...wheres)}`);
  expect(status, text).toBe(200);
  return body.data?.map((user) => user.full_name);
};
const but = (...names: (string | undefined)[]) => ALL.filter((name) => !names.includes(name));

test('a sync makes five users', async () => {
  expect(await synced(made, { persist: true })).toMatchObject({ summary: { created: 5 } });
});

describe('users are filtered', () => {
  test.each<[string, (string | undefined)[]]>([
    // text
    ['department:is:ENGINEERING', [ADA, BO]],
    ['department:is_not:engineering', [CY, DI, ED]],
    ['department:contains:ngine', [ADA, BO]],
    ['department:contains:%', [CY]],
    ['department:contains:_', [CY]],
    ['department:one_of:sales % 50_; nothing', [CY]],
    ['department:empty', [DI, ED]],
    ['department:not_empty', [ADA, BO, CY]],
    ['location:is:oslo, no', [ADA]],
    ['location:one_of:ørsta\\; west;x', [BO]],
    ['location:contains:ØRSTA', [BO]],
    ['full_name:contains:"c" o\\n', [CY]],
    ['full_name:is:bo ærø', [BO]],
    ['email:is:4@ACME.example', [DI]],
    ['employee_id:is:0001', [ADA]],
    // number
    ['custom.level:is:7', [ADA]],
    ['custom.level:is_not:7.0', but(ADA)],
    ['custom.level:at_least:3.5', [ADA, BO]],
    ['custom.level:at_most:-2', [CY]],
    ['custom.level:one_of:7;-2', [ADA, CY]],
    ['custom.level:empty', [DI, ED]],
    ['custom.level:not_empty', [ADA, BO, CY]],
    // date
    ['hire_date:is:2020-02-29', [ADA]],
    ['hire_date:is_not:2020-02-29', but(ADA)],
    ['hire_date:before:2021-01-01', [ADA]],
    ['hire_date:after:2020-02-29', [BO]],
    ['hire_date:one_of:2021-01-01', [BO]],
    ['hire_date:empty', [CY, DI, ED]],
    ['hire_date:not_empty', [ADA, BO]],
    // boolean
    ['custom.remote:is:yes', [ED]],
    ['custom.remote:is:no', [DI]],
    ['custom.remote:is_not:yes', but(ED)],
    ['custom.remote:empty', [ADA, BO, CY]],
    ['custom.remote:not_empty', [DI, ED]],
    // list
    ['custom.skills:is:sql', [DI]],
    ['custom.skills:is:öl', [DI]],
    ['custom.skills:is:sq', []],
    ['custom.skills:is_not:sql', but(DI)],
    ['custom.skills:contains:O', [ED]],
    ['custom.skills:one_of:GO;sql', [DI, ED]],
    ['custom.skills:empty', [ADA, BO, CY]],
    ['custom.skills:not_empty', [DI, ED]],
    // choice
    ['status:is:on_leave', [ED]],
    ['role:is:restricted', [CY]],
    ['role:is_not:restricted', but(CY)],
    ['role:one_of:regular;restricted', ALL],
    ['role:empty', []],
    ['custom.role:is:LEAD', [DI]],
    ['source:is:workday', ALL],
    ['source:is_not:workday', []],
    ['source:empty', []],
    // manager: as given, or by the name that it leads to
    ['manager:is:ada lovelace', [CY]],
    ['manager:is:1', [CY]],
    ['manager:contains:ÆRØ', [ED]],
    ['manager:contains:gone@', [DI]],
    ['manager:one_of:Ada Lovelace; Bo Ærø', [CY, ED]],
    ['manager:is_not:ada lovelace', but(CY)],
    ['manager:empty', [ADA, BO]],
    ['manager:not_empty', [CY, DI, ED]],
  ])('%s', async (where, names) => expect(await found(where)).toEqual(names));

  test('by several conditions at once, a search and the state', async () => {
    expect(await found('department:not_empty', 'custom.level:at_most:5', 'hire_date:empty')).toEqual([CY]);
    const query = `${queryOf('custom.level:not_empty')}&search=o&state=active`;
    expect((await made.call('GET', `/users?${query}`)).body.data).toHaveLength(3);
    expect((await made.call('GET', `/users?${query}&state=terminated`)).status).toBe(400);
    const terminated = `${queryOf('custom.level:not_empty')}&state=terminated`;
    expect((await made.call('GET', `/users?${terminated}`)).body.data).toEqual([]);
  });

  test('in pages, each going on after the last', async () => {
    const query = queryOf('custom.level:not_empty');
    const first = await made.call('GET', `/users?${query}&limit=2`);
    expect(first.body.data?.map(({ full_name }) => full_name)).toEqual([ADA, BO]);
    const next = await made.call('GET', `/users?${query}&limit=2&cursor=${first.body.next_cursor}`);
    expect(next.body).toMatchObject({ data: [{ full_name: CY }], next_cursor: null });
  });

  test('by an alphabet of letters at once', async () => {
    const letters = 'абвгдежзийклмнопрстуфхцчшщъыьэюя'.split('');
    expect(await found(`department:one_of:${letters.join(';')}`, 'location:contains:ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ')).toEqual(
      [],
    );
  });
});

describe('what is no filter', () => {
  test.each([
    ['custom.gone:is:x', 'There is no attribute “gone”'],
    ['hire_date:before:soon', 'Hire date is a date'],
    ["department' or 1=1 --:is:x", 'There is no attribute'],
    ['custom.level") or 1=1 --:is:1', 'There is no attribute'],
    ["department:is' or '1'='1:x", 'Department cannot be compared by'],
  ])('%s is refused, and shows nobody', async (where, message) => {
    const { status, body } = await made.call('GET', `/users?${queryOf(where)}`);
    expect([status, body.code]).toEqual([422, 'invalid_filter']);
    expect(body.detail).toContain(message);
    expect((await made.call('GET', `/users.csv?${queryOf(where)}`)).status).toBe(422);
  });

  test.each([
    "department:is:x' or '1'='1",
    "department:contains:') or 1=1 --",
    'department:one_of:"];x',
    "custom.skills:is:'); drop table users; --",
    'manager:is:%',
    'full_name:contains:{"full_name":"',
  ])('%s is a value like any other', async (where) => expect(await found(where)).toEqual([]));

  test.each(['full_name', '":"', '","', '{"', '\\', "'", '%', '%25'])(
    'search for %s finds no key of the storage',
    async (text) => {
      const { body } = await made.call('GET', `/users?search=${encodeURIComponent(text)}`);
      expect(body.data?.map(({ full_name }) => full_name)).toEqual(text === '\\' ? [CY] : []);
    },
  );
});

describe('a search', () => {
  const search = async (text: string) =>
    (await made.call('GET', `/users?search=${encodeURIComponent(text)}`)).body.data?.map(({ full_name }) => full_name);

  test('knows letters beyond ASCII in either case, and is as long as somebody types', async () => {
    expect(await search('BO ÆRØ')).toEqual([BO]);
    expect(await search('cy "c"')).toEqual([CY]);
    expect(await search(`${'ø'.repeat(90)}`)).toEqual([]);
  });

  test('finds somebody by an e-mail of old', async () => {
    expect(await search('Maiden@old')).toEqual([]);
    const tenant = made.store.tenant.id;
    const row = [tenant, 'ada.maiden@old.example', tenant * 2 ** 30 + 1, 1];
    await env.DB.prepare('insert into user_aliases (tenant_id, email_key, user_id, since) values (?, ?, ?, ?)')
      .bind(...row)
      .run();
    expect(await search('Maiden@old')).toEqual([ADA]);
    expect((await other.call('GET', '/users?search=maiden')).body.data).toEqual([]);
  });

  test('finds a name wherever it stands in what is stored', async () => {
    const moved = `json_patch('{"email":"x@acme.example"}', attributes)`;
    await env.DB.prepare(`update users set attributes = ${moved} where tenant_id = ? and email_key = '5@acme.example'`)
      .bind(made.store.tenant.id)
      .run();
    expect(await search('ed')).toContain(ED);
  });
});

describe('a segment', () => {
  const sales = { list: 'users', name: 'Engineers', query: 'state=active&where=department%3Ais%3AEngineering' };

  test('is saved once a name, used by it, renamed, given another query, and removed', async () => {
    const { call } = made;
    const saved = await call('POST', '/filters', { ...sales, query: `${sales.query}&after=9` });
    expect(saved).toMatchObject({ status: 201, body: { ...sales, created_by: 'admin bot' } });
    const again = await call('POST', '/filters', { ...sales, name: 'ENGINEERS' });
    expect([again.status, again.body.code]).toEqual([409, 'name_taken']);
    const names = async (query: string) =>
      (await call('GET', `/users?${query}`)).body.data?.map(({ full_name }) => full_name);
    expect(await names('segment=engineers')).toEqual([ADA, BO]);
    expect(await names(`segment=Engineers&${queryOf('custom.level:at_least:5')}`)).toEqual([ADA]);
    const at = `/filters/${saved.body.id}`;
    expect((await call('PUT', at, { name: 'Makers' })).body).toMatchObject({ name: 'Makers', query: sales.query });
    expect((await call('GET', '/users?segment=Engineers')).body).toMatchObject({
      status: 422,
      detail: 'There is no segment “Engineers”, or not any more.',
    });
    expect((await call('PUT', at, { query: 'q=bo' })).body.query).toBe('q=bo');
    expect(await names('segment=makers')).toEqual([BO]);
    expect((await call('POST', '/filters', { ...sales, name: 'Others' })).status).toBe(201);
    expect((await call('PUT', at, { name: 'others' })).status).toBe(409);
    expect((await call('GET', '/filters?list=users')).body.data).toMatchObject([
      { name: 'Makers' },
      { name: 'Others' },
    ]);
    expect((await call('DELETE', at)).status).toBe(204);
    expect((await call('DELETE', at)).status).toBe(404);
    const log = (await made.store.audit.list(4)).map(({ action, detail }) => [action, detail.name]);
    expect(log).toContainEqual(['filter_removed', 'Makers']);
  });

  test.each([
    [{ list: 'users', name: 'x', query: '' }, 422, 'invalid_filter'],
    [{ list: 'users', name: 'x', query: 'where=custom.gone:is:1' }, 422, 'invalid_filter'],
    [{ list: 'syncs', name: 'x', query: `by=${'y'.repeat(5000)}` }, 422, 'invalid_filter'],
    [{ list: 'users', name: ' ', query: 'q=a' }, 400, 'invalid_body'],
    [{ list: 'groups', name: 'x', query: 'q=a' }, 400, 'invalid_body'],
  ])('is refused when it cannot be one (%#)', async (body, status, code) => {
    const refused = await made.call('POST', '/filters', body);
    expect([refused.status, refused.body.code]).toEqual([status, code]);
  });

  test('belongs to one tenant, and a viewer uses it without changing it', async () => {
    const { body } = await made.call('POST', '/filters', { list: 'users', name: 'Ours', query: 'q=ada' });
    await made.call('POST', '/filters', { list: 'syncs', name: 'Held', query: 'status=held' });
    expect((await other.call('GET', '/filters')).body.data).toEqual([]);
    expect((await other.call('PUT', `/filters/${body.id}`, { name: 'Theirs' })).status).toBe(404);
    expect((await other.call('DELETE', `/filters/${body.id}`)).status).toBe(404);
    expect((await other.call('GET', '/users?segment=Ours')).status).toBe(422);
    const viewer = await program('viewer', made.store);
    const seen = (await viewer.call('GET', '/filters')).body.data?.map(({ list }) => list);
    expect(new Set(seen)).toEqual(new Set(['users']));
    expect((await viewer.call('GET', '/users?segment=Ours')).body.data).toHaveLength(1);
    expect((await viewer.call('POST', '/filters', { list: 'users', name: 'Mine', query: 'q=a' })).status).toBe(404);
    expect((await viewer.call('DELETE', `/filters/${body.id}`)).status).toBe(404);
  });
});
