import { env } from 'cloudflare:workers';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type ApiClient, createConnectedClient, mockHr, runApiSync } from '../harness/api-client.ts';
import {
  ADA_NAME,
  ALL_NAMES,
  BO_NAME,
  CY_NAME,
  DI_NAME,
  ED_NAME,
  VARIED_PEOPLE,
  WIDE_MAPPING,
} from '../harness/varied-people.ts';

let made: ApiClient;

beforeAll(async () => {
  mockHr(VARIED_PEOPLE);
  made = await createConnectedClient();
  expect((await made.call('PUT', '/mapping?source=workday', WIDE_MAPPING)).status).toBe(200);
});
afterAll(() => void vi.restoreAllMocks());

const queryOf = (...wheres: string[]) => new URLSearchParams(wheres.map((where) => ['where', where])).toString();
const found = async (...wheres: string[]) => {
  const { status, body, text } = await made.call('GET', `/users?${queryOf(...wheres)}`);
  expect(status, text).toBe(200);
  return body.data?.map((user) => user.full_name);
};
const but = (...names: (string | undefined)[]) => ALL_NAMES.filter((name) => !names.includes(name));

test('a sync creates the five users whom the filters are tried on', async () => {
  expect(await runApiSync(made, { persist: true })).toMatchObject({ summary: { created: 5 } });
});

describe('filters of users', () => {
  test.each<[string, (string | undefined)[]]>([
    // text
    ['department:is:ENGINEERING', [ADA_NAME, BO_NAME]],
    ['department:is_not:engineering', [CY_NAME, DI_NAME, ED_NAME]],
    ['department:contains:ngine', [ADA_NAME, BO_NAME]],
    ['department:contains:%', [CY_NAME]],
    ['department:contains:_', [CY_NAME]],
    ['department:one_of:sales % 50_; nothing', [CY_NAME]],
    ['department:empty', [DI_NAME, ED_NAME]],
    ['department:not_empty', [ADA_NAME, BO_NAME, CY_NAME]],
    ['location:is:oslo, no', [ADA_NAME]],
    ['location:one_of:ørsta\\; west;x', [BO_NAME]],
    ['location:contains:ØRSTA', [BO_NAME]],
    ['full_name:contains:"c" o\\n', [CY_NAME]],
    ['full_name:is:bo ærø', [BO_NAME]],
    ['email:is:4@ACME.example', [DI_NAME]],
    ['employee_id:is:0001', [ADA_NAME]],
    // number
    ['custom.level:is:7', [ADA_NAME]],
    ['custom.level:is_not:7.0', but(ADA_NAME)],
    ['custom.level:at_least:3.5', [ADA_NAME, BO_NAME]],
    ['custom.level:at_most:-2', [CY_NAME]],
    ['custom.level:one_of:7;-2', [ADA_NAME, CY_NAME]],
    ['custom.level:empty', [DI_NAME, ED_NAME]],
    ['custom.level:not_empty', [ADA_NAME, BO_NAME, CY_NAME]],
    // date
    ['hire_date:is:2020-02-29', [ADA_NAME]],
    ['hire_date:is_not:2020-02-29', but(ADA_NAME)],
    ['hire_date:before:2021-01-01', [ADA_NAME]],
    ['hire_date:after:2020-02-29', [BO_NAME]],
    ['hire_date:one_of:2021-01-01', [BO_NAME]],
    ['hire_date:empty', [CY_NAME, DI_NAME, ED_NAME]],
    ['hire_date:not_empty', [ADA_NAME, BO_NAME]],
    // boolean
    ['custom.remote:is:yes', [ED_NAME]],
    ['custom.remote:is:no', [DI_NAME]],
    ['custom.remote:is_not:yes', but(ED_NAME)],
    ['custom.remote:empty', [ADA_NAME, BO_NAME, CY_NAME]],
    ['custom.remote:not_empty', [DI_NAME, ED_NAME]],
    // list
    ['custom.skills:is:sql', [DI_NAME]],
    ['custom.skills:is:öl', [DI_NAME]],
    ['custom.skills:is:sq', []],
    ['custom.skills:is_not:sql', but(DI_NAME)],
    ['custom.skills:contains:O', [ED_NAME]],
    ['custom.skills:one_of:GO;sql', [DI_NAME, ED_NAME]],
    ['custom.skills:empty', [ADA_NAME, BO_NAME, CY_NAME]],
    ['custom.skills:not_empty', [DI_NAME, ED_NAME]],
    // choice
    ['status:is:on_leave', [ED_NAME]],
    ['role:is:restricted', [CY_NAME]],
    ['role:is_not:restricted', but(CY_NAME)],
    ['role:one_of:regular;restricted', ALL_NAMES],
    ['role:empty', []],
    ['custom.role:is:LEAD', [DI_NAME]],
    ['source:is:workday', ALL_NAMES],
    ['source:is_not:workday', []],
    ['source:empty', []],
    // manager: as given, or by the name that it leads to
    ['manager:is:ada lovelace', [CY_NAME]],
    ['manager:is:1', [CY_NAME]],
    ['manager:contains:ÆRØ', [ED_NAME]],
    ['manager:contains:gone@', [DI_NAME]],
    ['manager:one_of:Ada Lovelace; Bo Ærø', [CY_NAME, ED_NAME]],
    ['manager:is_not:ada lovelace', but(CY_NAME)],
    ['manager:empty', [ADA_NAME, BO_NAME]],
    ['manager:not_empty', [CY_NAME, DI_NAME, ED_NAME]],
  ])('show whom they should: %s', async (where, names) => expect(await found(where)).toEqual(names));

  test('combine several conditions, a search and the state', async () => {
    expect(await found('department:not_empty', 'custom.level:at_most:5', 'hire_date:empty')).toEqual([CY_NAME]);
    const query = `${queryOf('custom.level:not_empty')}&search=o&state=active`;
    expect((await made.call('GET', `/users?${query}`)).body.data).toHaveLength(3);
    expect((await made.call('GET', `/users?${query}&state=terminated`)).status).toBe(400);
    const terminated = `${queryOf('custom.level:not_empty')}&state=terminated`;
    expect((await made.call('GET', `/users?${terminated}`)).body.data).toEqual([]);
  });

  test('give pages, each going on after the last', async () => {
    const query = queryOf('custom.level:not_empty');
    const first = await made.call('GET', `/users?${query}&limit=2`);
    expect(first.body.data?.map(({ full_name }) => full_name)).toEqual([ADA_NAME, BO_NAME]);
    const next = await made.call('GET', `/users?${query}&limit=2&cursor=${first.body.next_cursor}`);
    expect(next.body).toMatchObject({ data: [{ full_name: CY_NAME }], next_cursor: null });
  });

  test('take every letter of an alphabet at once', async () => {
    const letters = 'абвгдежзийклмнопрстуфхцчшщъыьэюя'.split('');
    expect(await found(`department:one_of:${letters.join(';')}`, 'location:contains:ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ')).toEqual(
      [],
    );
  });
});

describe('a text that is no filter', () => {
  test.each([
    ['custom.gone:is:x', 'There is no attribute “gone”'],
    ['hire_date:before:soon', 'Hire date is a date'],
    ["department' or 1=1 --:is:x", 'There is no attribute'],
    ['custom.level") or 1=1 --:is:1', 'There is no attribute'],
    ["department:is' or '1'='1:x", 'Department cannot be compared by'],
  ])('is refused, and shows nobody: %s', async (where, message) => {
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
  ])('is taken as a value where it is one: %s', async (where) => expect(await found(where)).toEqual([]));

  test.each(['full_name', '":"', '","', '{"', '\\', "'", '%', '%25'])(
    'is searched for without finding keys of the storage: %s',
    async (text) => {
      const { body } = await made.call('GET', `/users?search=${encodeURIComponent(text)}`);
      expect(body.data?.map(({ full_name }) => full_name)).toEqual(text === '\\' ? [CY_NAME] : []);
    },
  );
});

test('does not match a value that was stored while its attribute was of another type', async () => {
  const text = `update users set attributes = json_set(attributes, '$.level', 'senior', '$.hire_date', 5) where tenant_id = ? and email_key = '4@acme.example'`;
  await env.DB.prepare(text).bind(made.store.tenant.id).run();
  expect(await found('custom.level:at_least:7')).toEqual([ADA_NAME]);
  expect(await found('hire_date:before:2020-12-31')).toEqual([ADA_NAME]);
});
