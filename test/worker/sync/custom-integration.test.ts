import { env } from 'cloudflare:workers';
import { describe, expect, inject, test } from 'vitest';
import { cancelSync } from '../../../src/app/syncs/stop-sync.ts';
import { describeFault } from '../../../src/domain/shared/fault.ts';
import { sourceOf } from '../../../src/sources/registry.ts';
import { bindingsOf } from '../../../src/sync/connection/connect-source.ts';
import { collectingSink, sourceContext } from '../../fixtures/sources.ts';
import { northwindSettings, openCustomHarness, storedPayloads, unrulySettings } from '../harness/custom-integration.ts';
import { comparableRecord, firstErrorCodes } from '../harness/sync-harness.ts';

async function whole(wrapper: string) {
  const harness = await openCustomHarness(northwindSettings(wrapper));
  const dry = await harness.runSync({ persist: false });
  expect(dry).toMatchObject({ state: 'completed', reason: null, records: 120, complete: true });
  expect(await harness.userRows()).toEqual([]);
  const applied = await harness.apply(dry.id);
  expect(applied).toMatchObject({ state: 'completed', counts: { created: dry.counts.created } });
  const one = await harness.runSync({ trigger: 'profile', person: { employee_id: 'E100003' } });
  expect(one).toMatchObject({ state: 'completed', counts: { skipped: 1 } });
  // A session lasts for eight requests: it was opened again on the way.
  expect(dry.exchanges.filter(({ url }) => url.includes('/session')).length).toBeGreaterThan(1);
  expect(dry.exchanges.filter(({ status }) => status === 401).length).toBeGreaterThan(0);
  expect(dry.exchanges.filter(({ bytes }) => bytes > 5000).length).toBeGreaterThan(0);
  expect(dry.exchanges[0]?.url).toBe(`${inject('hr')}/signed/session?people=…&size=…`);
  expect(JSON.stringify(dry.exchanges)).not.toMatch(/signing|hr-session/);
  const records = (await harness.records(dry)).map(comparableRecord);
  return { payloads: await storedPayloads(harness, dry), one: await storedPayloads(harness, one), records };
}

test('a wrapper yields the same payloads as a module and in a Worker of its own, all the way, both at once', async () => {
  const [asModule, asWorker] = await Promise.all([whole('northwind'), whole('northwind-worker')]);
  expect(asModule.payloads.length).toBe(120);
  expect(JSON.parse(asModule.one[0] ?? '')).toMatchObject({ Employee_ID: 'E100003' });
  expect(asWorker).toEqual(asModule);
}, 30_000);

describe.each(['northwind', 'northwind-worker'])('a custom integration that fails under %s', (wrapper) => {
  test.each([
    ['', 'wrong-key', 'wrapper_failed', 'Northwind opened no session (status 403): {"error":"bad_signature"}'],
    ['&fault=half', 'hr-signing-key', 'feed_incomplete', 'says that there are 120 people, but yielded 60'],
    ['&fault=truncated', 'hr-signing-key', 'wrapper_failed', 'JSON'],
    ['&fault=429&times=9&retry_after=0', 'hr-signing-key', 'source_rate_limited', 'Too many requests, try later.'],
  ])(
    'with %s and %s says so, and changes nobody',
    async (query, key, code, words) => {
      const { context, world } = aloneIn();
      const sync = await sourceOf('custom')?.people(stored(northwindSettings(wrapper, query, key)), world, context);
      expect(sync).toMatchObject({ ok: false, fault: { code } });
      const message = sync && !sync.ok ? describeFault(sync.fault) : '';
      expect(message).toContain(words);
      expect(message).toMatch(/^The wrapper “northwind(-worker)?” /);
      expect(message).not.toContain(key);
    },
    30_000,
  );
});

/** A context with these bindings and little patience, and a sink. */
function aloneIn() {
  const { context, logged } = sourceContext({
    firstByteTimeout: 400,
    idleTimeout: 400,
    heartbeatInterval: 50,
    initialBackoff: 1,
  });
  return { context: { ...context, bindings: bindingsOf(env), today: '2031-05-06' }, world: collectingSink(), logged };
}
function stored(settings: object) {
  const accepted = sourceOf('custom')?.parseBody({ enabled: true, ...settings }, null);
  if (!accepted?.ok) throw new Error('not accepted');
  return accepted.value;
}

describe('a wrapper that goes wrong', () => {
  test.each([
    ['throws', 'wrapper_failed', 'failed after 2 people: The API says no to •••.'],
    ['refuses', 'wrapper_failed', 'failed after 0 people: No stream for •••.'],
    ['hangs', 'source_stalled', 'gave nothing for 0.4 seconds, after 0 people.'],
    [
      'early',
      'feed_incomplete',
      'stopped early, after 1 person: its stream ended without saying that this was everybody.',
    ],
    ['cut', 'feed_incomplete', 'stopped early, after 1 person'],
    ['nobody', 'feed_empty', 'found nobody. Nobody was changed.'],
    ['total', 'feed_incomplete', 'says that there are 10 people, but yielded 3. Nobody was changed.'],
    ['unwritable', 'wrapper_failed', 'failed after 1 person: Payload 2 cannot be written as JSON.'],
    ['huge', 'record_too_large', 'yields a payload that is too large, behind 1 person.'],
    ['babbles', 'wrapper_failed', 'says something that Rollcall does not understand.'],
  ])('fails its sync with a reason: %s, %s', async (does, code, words) => {
    const { context, world } = aloneIn();
    const end = await sourceOf('custom')?.people(stored(unrulySettings(does)), world, context);
    expect(end).toMatchObject({ ok: false, fault: { code } });
    expect(end && !end.ok ? describeFault(end.fault) : '').toContain(`The wrapper “unruly” ${words}`);
  });

  test('is reported when it is missing, with the names of those that exist', async () => {
    const harness = await openCustomHarness({ ...unrulySettings('well'), wrapper: 'nothing' });
    const sync = await harness.runSync();
    expect(sync).toMatchObject({ state: 'failed', reasonCode: 'wrapper_missing' });
    expect(sync.reason).toContain(
      'There is no wrapper “nothing”. There are “northwind”, “northwind-worker”, “unruly”, “mute”.',
    );
  });

  test('is reported when its Worker is no wrapper', async () => {
    const { context, world } = aloneIn();
    const end = await sourceOf('custom')?.people(stored({ ...unrulySettings(''), wrapper: 'mute' }), world, context);
    expect(end).toMatchObject({ ok: false, fault: { code: 'wrapper_failed' } });
  });

  test('changes nobody, also after others came, and the sync keeps the reason', async () => {
    const harness = await openCustomHarness(unrulySettings('well'));
    expect(await harness.runSync()).toMatchObject({ state: 'completed', counts: { created: 3 } });
    const before = await harness.userRows();
    await harness.saveSource(unrulySettings('throws'), 'custom');
    const sync = await harness.runSync();
    expect(sync).toMatchObject({ state: 'failed', reasonCode: 'wrapper_failed', complete: false });
    expect(sync.reason).toContain('Nobody was changed.');
    expect(await harness.userRows()).toEqual(before);
  });

  test('fails one record alone when only that payload is wrong', async () => {
    const harness = await openCustomHarness(unrulySettings('strange'));
    const sync = await harness.runSync();
    expect(sync).toMatchObject({ state: 'completed', records: 3, counts: { created: 2, failed: 1 } });
    expect(firstErrorCodes(await harness.records(sync))).toEqual([[1, 'not_an_object']]);
  });
});

test('a wrapper knows today in the time zone of the company', async () => {
  const { context, world } = aloneIn();
  await sourceOf('custom')?.people(stored(unrulySettings('today')), world, context);
  expect(world.records[0]).toContain('"name":"2031-05-06"');
});

test('a wrapper that is asked for one person may find nobody or several, or lack the key', async () => {
  const { context } = aloneIn();
  const ask = (settings: object, employee_id: string | null) =>
    sourceOf('custom')?.person(stored(settings), { employee_id, email: null }, context);
  expect(await ask(unrulySettings(''), 'E1')).toMatchObject({ ok: true });
  expect(await ask(unrulySettings(''), 'E9')).toMatchObject({ ok: false, fault: { code: 'person_not_found' } });
  expect(await ask(unrulySettings('several'), 'E1')).toMatchObject({ ok: false, fault: { code: 'person_ambiguous' } });
  expect(await ask(northwindSettings('northwind'), 'E999999')).toMatchObject({
    ok: false,
    fault: { code: 'person_not_found' },
  });
  expect(await ask(northwindSettings('northwind-worker'), null)).toMatchObject({
    ok: false,
    fault: { code: 'wrapper_failed' },
  });
});

test('a wrapper in a Worker runs no faster than it is read, and stops when nobody reads any more', async () => {
  const before = await env.WRAPPER_UNRULY.seen();
  const ask = { secrets: {}, options: { does: 'fat', count: 20_000 }, today: '2031-05-06' };
  const reader = (await env.WRAPPER_UNRULY.people(ask)).getReader();
  await reader.read();
  await new Promise((done) => setTimeout(done, 300));
  const { yielded } = await env.WRAPPER_UNRULY.seen();
  expect(yielded - before.yielded).toBeLessThan(200);
  await reader.cancel();
  await expect.poll(async () => (await env.WRAPPER_UNRULY.seen()).stopped).toBeGreaterThan(before.stopped);
});

test('cancelling a sync stops its wrapper', async () => {
  const before = await env.WRAPPER_UNRULY.seen();
  const harness = await openCustomHarness(unrulySettings('slow', { count: 100_000 }));
  const started = await harness.start();
  if (!started.ok) throw new Error(describeFault(started.fault));
  await expect.poll(async () => (await env.WRAPPER_UNRULY.seen()).yielded).toBeGreaterThan(before.yielded + 5);
  await cancelSync(env, harness.store.tenant, started.value.id, 'ada@acme.example');
  expect((await harness.waitForSync(started.value.id)).state).toBe('cancelled');
  // The runtime drops what the other Worker was doing, so that it runs no further; nothing there is told.
  let last = -1;
  const stands = async () => {
    const [was, { yielded }] = [last, await env.WRAPPER_UNRULY.seen()];
    last = yielded;
    return yielded === was;
  };
  await expect.poll(stands, { timeout: 10_000, interval: 500 }).toBe(true);
  expect(last).toBeLessThan(2000);
}, 30_000);
