import { describe, expect, inject, test } from 'vitest';
import { ExchangeLog } from '../../../src/sync/connection/exchange-log.ts';
import { SyncHarness } from '../harness/sync-harness.ts';

const exchangeLine = (more: object = {}) => ({
  method: 'GET',
  url: 'https://hr.example/people?page=…',
  status: 200,
  milliseconds: 10,
  bytes: 100,
  attempt: 1,
  waited: 0,
  count: 1,
  ...more,
});

describe('the connection log', () => {
  test('stays small, and leaves no exchange uncounted', () => {
    const log = new ExchangeLog();
    for (let page = 0; page < 10_000; page++) log.add(exchangeLine());
    log.add(exchangeLine({ status: 500 }));
    log.add(exchangeLine({ attempt: 2, waited: 700 }));
    expect(log.lines).toHaveLength(102);
    expect(log.lines.reduce((sum, { count }) => sum + count, 0)).toBe(10_002);
    expect(log.lines.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(1_000_200);
    expect(log.lines[99]).toMatchObject({ count: 9901, milliseconds: 99_010 });
    expect(log.lines.slice(-2)).toMatchObject([{ status: 500 }, { attempt: 2, waited: 700 }]);
    for (let page = 0; page < 10_000; page++) log.add(exchangeLine({ url: `https://hr.example/after/${page}` }));
    expect(log.lines).toHaveLength(200);
    expect(log.lines.at(-1)).toMatchObject({ url: 'https://hr.example/after/9999' });
    expect(JSON.stringify(log.lines).length).toBeLessThan(50_000);
  });

  const hr = inject('hr');
  const auth = { type: 'bearer', token: 'hr-token' };
  test.each([
    ['page', {}],
    ['offset', {}],
    ['cursor', { path: 'meta.next' }],
    ['next_url', { path: 'meta.next' }],
    ['link', {}],
  ])('has every page of %s, and how each was answered', async (style, more) => {
    const harness = await SyncHarness.open();
    const url = `${hr}/api/pages?style=${style}&people=40&size=16&k=${crypto.randomUUID()}`;
    const settings = { url, records: 'data.people', auth, paging: { type: style, ...more } };
    await harness.saveSource(settings, 'http-api');
    const { exchanges } = await harness.runSync({ persist: false });
    expect(exchanges.length).toBeGreaterThanOrEqual(3);
    for (const each of exchanges) {
      expect(each).toMatchObject({ method: 'GET', status: 200, attempt: 1, waited: 0, count: 1 });
      expect(each.url).toMatch(/^http:\/\/127[.]0[.]0[.]1:\d+\/api\/pages\?style=…&people=…&size=…&k=…/);
      expect(each.bytes).toBeGreaterThan(0);
    }
  });

  test('has what was asked again, and how long was waited, also of a fetch that failed', async () => {
    const harness = await SyncHarness.open();
    const url = `${hr}/api/people?people=5&fault=429&times=1&retry_after=1&k=${crypto.randomUUID()}`;
    await harness.saveSource({ url, records: 'nowhere', auth }, 'http-api');
    const sync = await harness.runSync({ persist: false });
    expect(sync).toMatchObject({ state: 'failed', reasonCode: 'records_not_found' });
    expect(sync.exchanges).toMatchObject([
      { status: 429, attempt: 1, waited: 0 },
      { status: 200, attempt: 2, waited: expect.any(Number), bytes: expect.any(Number) },
    ]);
    expect(sync.exchanges[1]?.waited).toBeGreaterThanOrEqual(1000);
    const one = await harness.runSync({ persist: false, person: { employee_id: 'E1' } });
    expect(one.exchanges).toEqual([]);
  });
});
