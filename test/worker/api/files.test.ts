import { env } from 'cloudflare:workers';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { runCron } from '../../../src/app/cron.ts';
import { type ApiClient, createApiClient, waitForSync } from '../harness/api-client.ts';
import { CSV_MAPPING, numbersTo, peopleFile } from '../harness/csv-harness.ts';
import { leaveOnlyTenants } from '../harness/tenant.ts';

/** A program whose tenant takes files by upload only. */
async function taking(): Promise<ApiClient> {
  const made = await createApiClient();
  expect((await made.call('PUT', '/data-sources/csv-sftp', { enabled: true, host: null })).status).toBe(200);
  expect((await made.call('PUT', '/mapping?source=csv-sftp', CSV_MAPPING)).status).toBe(200);
  return made;
}

const put = ({ call }: ApiClient, body: string | Uint8Array, query = '', headers: Record<string, string> = {}) =>
  call('PUT', `/files/people${query}`, body, { 'Content-Type': 'text/csv', ...headers });

/** Uploads a file and waits for its sync. */
async function uploaded(made: ApiClient, body: string | Uint8Array, query = '', headers?: Record<string, string>) {
  const started = await put(made, body, query, headers);
  expect(started.status, started.text).toBe(202);
  expect(started.headers.get('Location')).toBe(`${made.root}/syncs/${started.body.id}`);
  return waitForSync(made, started.body.id);
}

const kept = async ({ store }: ApiClient) =>
  (await env.PAYLOADS.list({ prefix: `tenants/${store.tenant.id}/uploads/` })).objects.length;

describe('an uploaded file', () => {
  test('is synced dry, then for real, with the checks of every sync, and is not kept', async () => {
    const made = await taking();
    const dry = await uploaded(made, peopleFile(numbersTo(12)), '?name=november.csv');
    expect(dry).toMatchObject({ state: 'completed', persisted: false, trigger: 'manual', records: 12 });
    expect(dry.summary).toMatchObject({ created: 12 });
    expect(dry.feed).toMatchObject({ name: 'november.csv', from: 'upload', same_since: null });
    expect((await made.call('GET', '/users')).body.data).toEqual([]);
    const live = await uploaded(made, peopleFile(numbersTo(12)), '?persist=true');
    expect(live).toMatchObject({ persisted: true, feed: { name: 'people.csv', same_since: expect.any(String) } });
    const fewer = await uploaded(made, peopleFile(numbersTo(11)), '?persist=true');
    expect(fewer.summary).toMatchObject({ skipped: 11, terminated: 1 });
    expect(await kept(made)).toBe(0);
  });

  test('may be packed, whichever header says so', async () => {
    const made = await taking();
    const packed = new Uint8Array(gzipSync(peopleFile(numbersTo(3))));
    const headers: Record<string, string>[] = [{ 'Content-Type': 'application/gzip' }, { 'Content-Encoding': 'gzip' }];
    for (const said of headers) expect(await uploaded(made, packed, '', said)).toMatchObject({ records: 3 });
  });

  test.each([
    ['cut', new Uint8Array(gzipSync(peopleFile(numbersTo(500))).subarray(0, -100)), 'feed_incomplete'],
    ['a bomb', new Uint8Array(gzipSync(peopleFile([1]) + '\n'.repeat(40_000_000))), 'source_too_large'],
    ['cut inside quotes', `${peopleFile([1])}"Ada`, 'feed_incomplete'],
    ['of another header', 'name,mail\nAda,ada@acme.example\n', 'header_mismatch'],
    ['a workbook', 'PK\u0003\u0004 and so on', 'source_not_csv'],
  ])('fails its sync, which says why, and is not kept: %s', async (_name, body, code) => {
    const made = await taking();
    expect(await uploaded(made, body, '?persist=true')).toMatchObject({ state: 'failed', reason_code: code });
    expect((await made.call('GET', '/users')).body.data).toEqual([]);
    expect(await kept(made)).toBe(0);
  });

  test('of more parts than one arrives whole', async () => {
    const made = await taking();
    const line = peopleFile([1]).split('\n')[1] ?? '';
    const filler = `"${'x'.repeat(2_000_000)}"`;
    const rows = numbersTo(9).map((n) =>
      line.replace('Person 1', `Person ${n}`).replaceAll(/p1@|E1,/g, (key) => key.replace('1', `${n}`)),
    );
    const wide = [`${peopleFile([]).trim()},Note`, ...rows.map((row) => `${row},${filler}`), ''].join('\n');
    expect(wide.length).toBeGreaterThan(17_000_000);
    expect(await uploaded(made, wide)).toMatchObject({
      state: 'completed',
      records: 9,
      feed: { size: wide.length + 2 },
    });
  }, 30_000);
});

describe('an upload is refused', () => {
  test('when the data source that takes files is not enabled', async () => {
    const made = await createApiClient();
    expect(await put(made, peopleFile([1]))).toMatchObject({ status: 409, body: { code: 'source_disabled' } });
    await made.call('PUT', '/data-sources/csv-sftp', { enabled: true, host: null });
    expect(await put(made, peopleFile([1]))).toMatchObject({ status: 409, body: { code: 'mapping_missing' } });
  });

  test('when it is no file, of another type, or too large', async () => {
    const made = await taking();
    expect(await put(made, '')).toMatchObject({ status: 400, body: { code: 'invalid_body' } });
    const json = await put(made, '{}', '', { 'Content-Type': 'application/json' });
    expect(json).toMatchObject({ status: 415, body: { detail: expect.stringContaining('text/csv') } });
    expect(await put(made, 'x', '', { 'Content-Encoding': 'br' })).toMatchObject({ status: 415 });
    expect(await put(made, 'x', '?persist=maybe')).toMatchObject({ status: 400, body: { code: 'invalid_query' } });
    const large = await put(made, new Uint8Array(100_000_001));
    expect(large).toMatchObject({ status: 413, body: { code: 'source_too_large' } });
    expect(await kept(made)).toBe(0);
  }, 30_000);

  test('while another sync runs, and is not stored', async () => {
    const made = await taking();
    const started = await put(made, peopleFile(numbersTo(2000)));
    const second = await put(made, peopleFile([1]));
    expect(second).toMatchObject({
      status: 409,
      body: { code: 'sync_running', details: { sync_id: started.body.id } },
    });
    await waitForSync(made, started.body.id);
    expect(await kept(made)).toBe(0);
  });
});

describe('a data source that takes only uploads', () => {
  test('says so when a sync is asked for, and the schedule leaves it alone', async () => {
    const made = await taking();
    const started = await made.call('POST', '/syncs', {});
    expect(await waitForSync(made, started.body.id)).toMatchObject({ state: 'failed', reason_code: 'file_missing' });
    await leaveOnlyTenants(made.store);
    await runCron(env, Date.now() + 2 * 24 * 3_600_000);
    expect((await made.call('GET', '/syncs')).body.data).toHaveLength(1);
  });
});
