import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeFault } from '../../../src/domain/shared/fault.ts';
import type { HttpLimits } from '../../../src/lib/http/context.ts';
import { startFakeHr } from '../../fixtures/local-server.ts';
import { acceptedWorkday, collectingSink, requireSource, serveWith, sourceContext } from '../../fixtures/sources.ts';

let hr: Awaited<ReturnType<typeof startFakeHr>>;
beforeAll(async () => {
  hr = await startFakeHr({ people: 500 });
});
afterAll(() => hr[Symbol.asyncDispose]());

async function report(query: string, limits: Partial<HttpLimits> = {}, sink = collectingSink(), more: object = {}) {
  const world = sourceContext(limits);
  const result = await requireSource('workday').people(
    acceptedWorkday(`${hr.url}/report?${query}`, more),
    sink,
    world.context,
  );
  return {
    result,
    sink,
    ...world,
    code: result.ok ? 'ok' : result.fault.code,
    message: result.ok ? '' : describeFault(result.fault),
  };
}

describe('a Workday report', () => {
  it('comes in whole, record by record', async () => {
    const { result, sink, logged } = await report('');
    expect(result).toMatchObject({ ok: true, value: { records: 500, cancelled: false } });
    expect(sink.records.map((record) => JSON.parse(record).Employee_ID)).toHaveLength(500);
    expect(logged).toMatchObject([{ method: 'GET', url: `${hr.url}/report`, status: 200, attempt: 1 }]);
    expect(result.ok && result.value.bytes).toBe(logged[0]?.bytes);
  });

  it('may hold a record that is no JSON', async () => {
    const { code, sink } = await report('fault=bad-record');
    expect([code, sink.records.length]).toEqual(['ok', 500]);
  });

  it.each([
    ['truncated', 'feed_incomplete'],
    ['short', 'feed_incomplete'],
    ['empty', 'feed_empty'],
    ['broken', 'feed_broken'],
    ['html', 'source_not_json'],
    ['xml', 'source_xml'],
    ['500&times=9', 'source_answered_error'],
  ])('with the fault %s ends as: %s', async (fault, wanted) => {
    const { code, message } = await report(`fault=${fault}`);
    expect(code, message).toBe(wanted);
    expect(message).toMatch(/^[A-Z].*\.$/);
  });

  it('that fails says what to do', async () => {
    expect((await report('fault=xml')).message).toContain('Add format=json to the URL');
    expect((await report('fault=html')).message).toContain('sign-in page');
    expect((await report('fault=empty')).message).toContain('Nobody was changed');
  });

  it('waits when it is asked to, with a heartbeat', async () => {
    const { code, sleptInAll, logged, slept, sink } = await report('fault=429&retry_after=25&k=1', {
      heartbeatInterval: 10_000,
    });
    expect(code).toBe('ok');
    expect(logged.map(({ status, attempt }) => [status, attempt])).toEqual([
      [429, 1],
      [429, 2],
      [200, 3],
    ]);
    expect(sleptInAll()).toBeGreaterThanOrEqual(50_000);
    expect(Math.max(...slept)).toBeLessThanOrEqual(10_000);
    expect(sink.asked).toBeGreaterThan(6);
  });

  it('gives up when it is asked to wait too often or too long', async () => {
    const often = await report('fault=429&times=9&k=2');
    expect([often.code, often.logged.length]).toEqual(['source_rate_limited', 4]);
    const long = await report('fault=429&retry_after=3600&k=3');
    expect([long.code, long.logged.length, long.slept.length]).toEqual(['source_rate_limited', 1, 0]);
    expect(long.message).toContain('3600 seconds');
  });

  it('tries again when the server fails', async () => {
    expect((await report('fault=500&times=2&k=4')).code).toBe('ok');
    const never = await report('fault=500&k=5');
    expect([never.code, never.logged.length]).toEqual(['source_answered_error', 3]);
    expect(never.message).toContain('It says: “Server error The report could not be run: task timed out.”');
  });

  it('shows why credentials were refused', async () => {
    const auth = { type: 'basic', username: 'hr', password: 'wrong-pw' };
    const { code, message, logged } = await report('key=topsecret', {}, collectingSink(), { auth });
    expect(code).toBe('source_refused_credentials');
    expect(message).toBe(
      'The data source refused the credentials (status 401). It says: “Invalid user name or password.”. Check the credentials.',
    );
    expect(JSON.stringify(logged)).not.toContain('topsecret');
  });

  it('that stops coming has stalled; one that is merely slow has not', async () => {
    const { code, message } = await report('fault=stall', { idleTimeout: 150, heartbeatInterval: 40 });
    expect(code).toBe('source_stalled');
    expect(message).toContain('stopped sending');
    const slow = await report('people=20&fault=drip&every=20&bytes=3000', { idleTimeout: 200, heartbeatInterval: 10 });
    expect(slow.code).toBe('ok');
  });

  it('may be made for longer than a stall before its first byte, or its first headers, and is asked about meanwhile', async () => {
    const limits = { firstByteTimeout: 2000, idleTimeout: 100, heartbeatInterval: 40 };
    await using late = await serveWith((_, response) => setTimeout(() => response.end('{"Report_Entry":[1]}'), 350));
    const sink = collectingSink();
    const first = await requireSource('workday').people(acceptedWorkday(late.url), sink, sourceContext(limits).context);
    expect(first).toMatchObject({ ok: true, value: { records: 1 } });
    expect(sink.asked).toBeGreaterThan(5);
    await using headed = await serveWith((_, response) => {
      response.flushHeaders();
      setTimeout(() => response.end('{"Report_Entry":[1]}'), 350);
    });
    const second = await requireSource('workday').people(
      acceptedWorkday(headed.url),
      collectingSink(),
      sourceContext(limits).context,
    );
    expect(second).toMatchObject({ ok: true, value: { records: 1 } });
    await using mute = await serveWith(() => {});
    const never = sourceContext({ ...limits, firstByteTimeout: 200 }).context;
    const third = await requireSource('workday').people(acceptedWorkday(mute.url), collectingSink(), never);
    expect(third).toMatchObject({ fault: { code: 'source_stalled' } });
  });

  it('can be cancelled: between blocks, while it is slow, and while it waits', async () => {
    const between = await report('people=3000', {}, collectingSink(2));
    expect(between.result).toMatchObject({ ok: true, value: { cancelled: true } });
    expect(between.sink.records.length).toBeLessThan(3000);
    const began = Date.now();
    const slow = await report('fault=stall', { idleTimeout: 5000, heartbeatInterval: 30 }, collectingSink(20));
    expect(slow.result).toMatchObject({ ok: true, value: { cancelled: true } });
    expect(Date.now() - began).toBeLessThan(3000);
    const waiting = await report('fault=429&retry_after=60&k=6', {}, collectingSink(3));
    expect(waiting.result).toEqual({ ok: true, value: { records: 0, bytes: 0, cancelled: true } });
  });

  it('may not be larger than the limit', async () => {
    expect((await report('', { maxBytes: 100_000 })).code).toBe('source_too_large');
  });

  it('lets what breaks in the sink through, also while it waits', async () => {
    const down = () => {
      throw new Error('R2 is down');
    };
    await expect(report('', {}, { ...collectingSink(), record: down })).rejects.toThrow('R2 is down');
    const at = (nth: number) => {
      const sink = collectingSink();
      return { ...sink, ready: async () => (++sink.asked === nth ? down() : true) };
    };
    await expect(report('people=2&fault=stall', { idleTimeout: 900, heartbeatInterval: 20 }, at(8))).rejects.toThrow(
      'R2 is down',
    );
    await using mute = await serveWith(() => {});
    const { context } = sourceContext({ firstByteTimeout: 300, idleTimeout: 300, heartbeatInterval: 20 });
    await expect(requireSource('workday').people(acceptedWorkday(mute.url), at(3), context)).rejects.toThrow(
      'R2 is down',
    );
  });
});
