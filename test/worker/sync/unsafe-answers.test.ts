import { env } from 'cloudflare:workers';
import { describe, expect, inject, test } from 'vitest';
import { describeFault } from '../../../src/domain/shared/fault.ts';
import { sourceOf } from '../../../src/sources/registry.ts';
import type { SourceContext } from '../../../src/sources/source.ts';
import { newFetchLog, sourceContextFor } from '../../../src/sync/connection/connect-source.ts';
import { acceptedHttpApi } from '../../fixtures/sources.ts';
import { people, person, SyncHarness } from '../harness/sync-harness.ts';

const auth = { type: 'bearer', token: 'hr-token' };

describe('a feed that is not whole, in workerd', () => {
  test.each([
    ['truncated', 'csv', 'feed_incomplete', 'inside the quotes of a value'],
    ['truncated', 'ndjson', 'feed_incomplete', 'inside a record'],
    ['truncated', 'json', 'feed_incomplete', 'inside the list of records'],
    ['short', 'csv', 'feed_incomplete', 'before the answer was whole'],
    ['short', 'ndjson', 'feed_incomplete', 'before the answer was whole'],
    ['short', 'json', 'feed_incomplete', 'before the answer was whole'],
    ['broken', 'csv', 'feed_broken', 'The CSV is damaged'],
    ['half', 'json', 'feed_incomplete', 'but delivered'],
  ])('fails the sync and changes nobody: %s as %s', async (fault, format, code, words) => {
    const harness = await SyncHarness.open();
    await harness.sync(people(3));
    const before = await harness.userRows();
    const url = `${inject('hr')}/api/people?people=40&format=${format}&fault=${fault}`;
    const json = format === 'json' ? { records: 'data.people', total: 'meta.total' } : {};
    await harness.saveSource({ url, format, auth, ...json }, 'http-api');
    const sync = await harness.runSync();
    expect(sync).toMatchObject({ state: 'failed', reasonCode: code, complete: false, appliedAt: null });
    expect(sync.reason).toContain(words);
    expect(sync.exchanges).toMatchObject([{ status: 200 }]);
    expect(await harness.userRows()).toEqual(before);
  });

  test('fails by its total when pages end early because the path to the next one is mistyped', async () => {
    const harness = await SyncHarness.open();
    await harness.sync([person(1)]);
    const url = `${inject('hr')}/api/pages?style=cursor&people=40&size=10`;
    const paging = { type: 'cursor', path: 'meta.nxt' };
    await harness.saveSource({ url, records: 'data.people', total: 'meta.total', auth, paging }, 'http-api');
    const sync = await harness.runSync();
    expect(sync).toMatchObject({ state: 'failed', reasonCode: 'feed_incomplete' });
    expect(sync.reason).toContain('delivered 10. Nobody was changed. The first page has nothing at “meta.nxt”');
  });
});

describe('a redirect, in workerd', () => {
  const pull = async (to: string, more: object = {}) => {
    const harness = await SyncHarness.open();
    const log = newFetchLog();
    const bound = { today: '2026-01-01', upload: null };
    const world = sourceContextFor(env, harness.store, 'http-api', log, bound);
    const context: SourceContext = {
      ...world,
      storeSecrets: async () => {},
      saveState: async () => {},
      limits: { firstByteTimeout: 400, maxFailedAttempts: 1 },
    };
    const url = `${inject('feeds')}/redirect?to=${encodeURIComponent(to)}`;
    const stored = acceptedHttpApi(url, {
      auth,
      headers: { 'x-api-key': 'k-secret', accept: 'application/json' },
      ...more,
    });
    const sink = { record: () => {}, ready: async () => true };
    const result = await sourceOf('http-api')?.people(stored, sink, context);
    return { result, lines: log.exchanges.lines };
  };
  const heard = async (path: string): Promise<Record<string, string>> =>
    (await fetch(`${inject('feeds')}${path}?heard`)).json();

  test('carries no credentials, key headers or body to another host', async () => {
    const path = `/echo/${crypto.randomUUID()}`;
    const elsewhere = inject('feeds').replace('127.0.0.1', 'localhost');
    const { result, lines } = await pull(`${elsewhere}${path}`, { method: 'POST', body: '{"query":"all"}' });
    expect(result).toMatchObject({ ok: true, value: { records: 1 } });
    expect(lines.map(({ status }) => status)).toEqual([307, 200]);
    const headers = await heard(path);
    expect(headers).toMatchObject({ method: 'GET', accept: 'application/json' });
    expect(JSON.stringify(headers)).not.toMatch(/hr-token|k-secret|authorization|x-api-key|query/);
  });

  test('keeps them on the same host, and is followed three times at most', async () => {
    const path = `/echo/${crypto.randomUUID()}`;
    expect((await pull(`${inject('feeds')}${path}`)).result).toMatchObject({ ok: true });
    expect(await heard(path)).toMatchObject({ authorization: 'Bearer hr-token', 'x-api-key': 'k-secret' });
    const self = `${inject('feeds')}/redirect?loop`;
    const { result, lines } = await pull(self);
    expect(result).toMatchObject({ ok: false, fault: { code: 'source_redirects' } });
    expect(lines).toHaveLength(4);
  });

  test('is not waited for behind a server that takes the connection and says nothing', async () => {
    const { result } = await pull(`${inject('silent')}/people`);
    expect(result).toMatchObject({ ok: false, fault: { code: 'source_stalled' } });
    if (result && !result.ok)
      expect(describeFault(result.fault)).toMatch(/^127[.]0[.]0[.]1:\d+ was asked, and sent nothing for/);
  });
});
