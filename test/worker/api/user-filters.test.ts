import { env } from 'cloudflare:workers';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { connected, hrWith, type Program, synced } from './acting.ts';
import { ADA, ALL, BO, CY, DI, ED, PEOPLE, WIDE } from './differing-people.ts';

let made: Program;

beforeAll(async () => {
  hrWith(PEOPLE);
  made = await connected();
  expect((await made.call('PUT', '/mapping?source=workday', WIDE)).status).toBe(200);
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

test('a value that was stored while its attribute was of another type is not compared as one', async () => {
  const text = `update users set attributes = json_set(attributes, '$.level', 'senior', '$.hire_date', 5) where tenant_id = ? and email_key = '4@acme.example'`;
  await env.DB.prepare(text).bind(made.store.tenant.id).run();
  expect(await found('custom.level:at_least:7')).toEqual([ADA]);
  expect(await found('hire_date:before:2020-12-31')).toEqual([ADA]);
});
