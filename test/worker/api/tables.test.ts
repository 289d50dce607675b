import { describe, expect, test } from 'vitest';
import {
  ADA,
  API_MAPPING,
  auditActions,
  BO,
  createApiClient,
  createConnectedClient,
  mockHr,
  runApiSync,
} from '../harness/api-client.ts';

const entries = { ENG: 'Engineering', FIN: 'Finance' };
const LOOKED_UP = { ...API_MAPPING, include: "lookup(dept, 'departments') != 'out'" };

describe('a value table', () => {
  test('gets a version with every save', async () => {
    const made = await createApiClient();
    const { call } = made;
    expect((await call('PUT', '/tables/departments', { entries })).body).toMatchObject({ version: 1, size: 2 });
    expect((await call('PUT', '/tables/departments', { entries: { A: 'B' }, version: 1 })).body.version).toBe(2);
    expect((await call('GET', '/tables/departments')).body).toMatchObject({
      name: 'departments',
      version: 2,
      entries: { A: 'B' },
      sources: [],
      unmapped: null,
      created_by: 'admin bot',
    });
    expect((await call('GET', '/tables')).body).toMatchObject({ data: [{ name: 'departments', version: 2, size: 1 }] });
    expect((await call('GET', '/tables/departments/versions?limit=1')).body).toMatchObject({
      data: [{ version: 2, size: 1 }],
      next_cursor: '2',
    });
    expect((await call('GET', '/tables/departments/versions/1')).body).toMatchObject({ entries, size: 2 });
    expect((await call('GET', '/tables/departments/versions/9')).status).toBe(404);
    const late = await call('PUT', '/tables/departments', { entries, version: 1 });
    expect(late.body).toMatchObject({ status: 409, code: 'version_conflict', details: { version: 2 } });
    expect((await call('DELETE', '/tables/departments')).status).toBe(204);
    expect((await call('GET', '/tables/departments')).status).toBe(404);
    expect((await call('DELETE', '/tables/departments')).status).toBe(404);
    expect((await call('GET', '/tables/departments/versions')).body.data).toMatchObject([
      { version: 3, size: null },
      { version: 2 },
      { version: 1 },
    ]);
    expect((await call('GET', '/tables/departments/versions/3')).body.entries).toBeNull();
    expect((await auditActions(made)).slice(0, 2)).toEqual(['admin bot: table_removed', 'admin bot: table_saved']);
  });

  test('is read and written as CSV', async () => {
    const { call } = await createApiClient();
    const csv = { 'Content-Type': 'text/csv' };
    const put = (query: string, text: string) => call('PUT', `/tables/departments${query}`, text, csv);
    expect((await put('?header=true', 'Code,Name\nENG,Engineering\n=x,"a ""b"""')).body).toMatchObject({ size: 2 });
    expect((await call('GET', '/tables/departments')).body.entries).toEqual({ ENG: 'Engineering', '=x': 'a "b"' });
    const read = await call('GET', '/tables/departments', undefined, { Accept: 'text/csv' });
    expect(read.text).toBe('value received,value meant\r\nENG,Engineering\r\n\'=x,"a ""b"""\r\n');
    expect((await put('?version=0', read.text)).body).toMatchObject({ status: 409, code: 'version_conflict' });
    expect((await put('?version=1', read.text)).body.version).toBe(2);
    expect((await put('', 'one')).body).toMatchObject({ status: 422, code: 'invalid_table' });
    expect((await call('PUT', '/tables/x', 'a', { 'Content-Type': 'text/plain' })).status).toBe(415);
  });

  test.each([
    ['/tables/departments', {}, 400, 'invalid_body'],
    ['/tables/departments', { entries: [] }, 422, 'invalid_table'],
    ['/tables/departments', { entries: { a: 1 } }, 422, 'invalid_table'],
    ['/tables/departments', { entries: {}, more: 1 }, 400, 'invalid_body'],
    ['/tables/Departments', { entries: {} }, 422, 'invalid_table'],
  ])('is refused: %s %j', async (path, body, status, code) => {
    const { call } = await createApiClient();
    expect((await call('PUT', path, body)).body).toMatchObject({ status, code });
    expect((await call('GET', '/tables')).body.data).toEqual([]);
  });

  test('lists the values that came and it lacks, and which mapping names it', async () => {
    mockHr([
      { ...ADA, dept: 'HR' },
      { ...BO, dept: 'eng' },
    ]);
    const made = await createConnectedClient();
    const { call } = made;
    await call('PUT', '/tables/departments', { entries });
    expect((await call('PUT', '/mapping', LOOKED_UP)).status).toBe(200);
    const sync = await runApiSync(made, { persist: false });
    const { body } = await call('GET', '/tables/departments');
    expect(body).toMatchObject({
      sources: ['workday'],
      unmapped: { sync_id: sync.id, values: [{ value: 'HR', people: 1 }], more: false },
    });
    expect((await call('DELETE', '/tables/departments')).body).toMatchObject({ status: 409, code: 'table_in_use' });
    await call('PUT', '/tables/departments', { entries: { ...entries, hr: 'People' } });
    expect((await call('GET', '/tables/departments')).body).toMatchObject({ unmapped: { values: [] } });
  });

  test('is not there for another tenant', async () => {
    const [own, other] = [await createApiClient(), await createApiClient()];
    await own.call('PUT', '/tables/departments', { entries });
    expect((await other.call('GET', '/tables')).body.data).toEqual([]);
    for (const path of ['', '/versions/1']) {
      expect((await other.call('GET', `/tables/departments${path}`)).status).toBe(404);
    }
    expect((await other.call('GET', '/tables/departments/versions')).body.data).toEqual([]);
    expect((await other.call('DELETE', '/tables/departments')).status).toBe(404);
    expect((await own.call('GET', '/tables/departments')).status).toBe(200);
  });
});

describe('a version of a mapping', () => {
  const at = '?source=workday';
  const restore = '/mapping/versions/1/restore?source=workday';

  test('is restored as a new one', async () => {
    const made = await createApiClient();
    await made.call('PUT', `/mapping${at}`, API_MAPPING);
    await made.call('PUT', `/mapping${at}`, { ...API_MAPPING, custom: [] });
    expect((await made.call('POST', restore, { version: 1 })).body).toMatchObject({
      status: 409,
      code: 'version_conflict',
      details: { version: 2 },
    });
    expect((await made.call('POST', restore, { version: 2 })).body).toMatchObject({
      version: 3,
      note: 'Restored from version 1',
      custom: [{ key: 'level' }],
      created_by: 'admin bot',
    });
    expect((await made.call('GET', `/mapping${at}`)).body).toMatchObject({ version: 3, custom: [{ key: 'level' }] });
    expect((await made.call('POST', '/mapping/versions/9/restore?source=workday', {})).status).toBe(404);
    expect((await auditActions(made))[0]).toBe('admin bot: mapping_saved');
  });

  test('is not restored when a table that it names is gone', async () => {
    const { call } = await createApiClient();
    await call('PUT', '/tables/departments', { entries });
    await call('PUT', `/mapping${at}`, LOOKED_UP);
    await call('PUT', `/mapping${at}`, API_MAPPING);
    await call('DELETE', '/tables/departments');
    const refused = await call('POST', restore, {});
    expect(refused.body).toMatchObject({ status: 422, code: 'invalid_expression' });
    expect(refused.body.detail).toContain('no table departments');
    expect((await call('GET', `/mapping${at}`)).body.version).toBe(2);
  });
});
