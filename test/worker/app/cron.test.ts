import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { runCron } from '../../../src/app/cron.ts';
import { updateTenant } from '../../../src/store/tenants/writer.ts';
import { inCoordinator } from '../harness/held-queues.ts';
import { nonZeroCounts, PLAIN_MAPPING, people, person, SyncHarness } from '../harness/sync-harness.ts';
import { leaveOnlyTenants } from '../harness/tenant.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const TODAY = Math.floor(Date.now() / DAY) * DAY;
const day = (offset: number) => new Date(TODAY + offset * DAY).toISOString().slice(0, 10);

let harness: SyncHarness;
beforeEach(async () => {
  harness = await SyncHarness.open();
  await leaveOnlyTenants(harness.store);
});

const syncs = async () => {
  const list = await harness.store.syncs.list({ limit: 50 });
  return Promise.all(list.map(({ id }) => harness.waitForSync(id)));
};
const interval = async (intervalHours: number | null) => {
  harness.store.tenant.intervalHours = intervalHours;
  await updateTenant(env, harness.store.tenant);
};

describe('people whose last day has passed', () => {
  test('lose access once, by a job that needs no feed', async () => {
    await interval(null);
    await harness.sync([person(1, { ends: day(1) }), ...people(20).slice(1)]);
    await harness.serveFeed('broken');
    await runCron(env, TODAY + DAY + HOUR);
    expect((await syncs()).length).toBe(1);
    await runCron(env, TODAY + 2 * DAY);
    const [sync] = await syncs();
    expect(sync).toMatchObject({ scope: 'leavers', state: 'completed', createdBy: 'System', today: day(2), ended: 1 });
    expect(sync && nonZeroCounts(sync)).toEqual({ terminated: 1 });
    expect((await harness.users()).get('E1')?.state).toBe('terminated');
    expect(sync && (await harness.records(sync))).toMatchObject([
      { outcome: 'terminated', persisted: true, user: { email: 'p1@acme.example' } },
    ]);
    await runCron(env, TODAY + 2 * DAY + HOUR);
    expect((await syncs()).length).toBe(2);
  });

  test('are held when they are too many, and asked about once', async () => {
    await interval(null);
    await harness.sync(people(20).map((one, at) => (at < 11 ? { ...one, ends: day(1) } : one)));
    await runCron(env, TODAY + 2 * DAY);
    const [held] = await syncs();
    expect(held).toMatchObject({ scope: 'leavers', state: 'held' });
    await runCron(env, TODAY + 2 * DAY + HOUR);
    expect((await syncs()).length).toBe(2);
    expect(nonZeroCounts(await harness.apply(held?.id ?? 0))).toEqual({ terminated: 11 });
    expect((await harness.users()).get('E1')?.state).toBe('terminated');
  });

  test('lose access also where no data source is enabled any more', async () => {
    await interval(null);
    await harness.sync([person(1, { ends: day(1) }), ...people(20).slice(1)]);
    await env.DB.prepare('update data_sources set enabled = 0 where tenant_id = ?').bind(harness.store.tenant.id).run();
    await runCron(env, TODAY + 2 * DAY);
    await syncs();
    expect((await harness.users()).get('E1')?.state).toBe('terminated');
  });

  test('do not keep a due sync from running', async () => {
    await interval(24);
    await harness.sync([person(1, { ends: day(1) }), ...people(20).slice(1)]);
    await runCron(env, TODAY + 2 * DAY);
    const [sync] = (await syncs()).filter(({ trigger, scope }) => trigger === 'schedule' && scope === 'full');
    expect(sync).toMatchObject({ state: 'completed' });
    await runCron(env, TODAY + 2 * DAY + HOUR);
    await syncs();
    expect((await harness.users()).get('E1')?.state).toBe('terminated');
  });
});

describe('the schedule', () => {
  test('runs once a slot', async () => {
    await interval(6);
    await harness.serveFeed(JSON.stringify(people(3)));
    await runCron(env, TODAY + DAY + 6 * HOUR);
    await syncs();
    await runCron(env, TODAY + DAY + 6 * HOUR + 1);
    await runCron(env, TODAY + DAY + 11 * HOUR);
    expect((await syncs()).length).toBe(1);
    await runCron(env, TODAY + DAY + 12 * HOUR);
    expect((await syncs()).length).toBe(2);
    await interval(null);
    await runCron(env, TODAY + 3 * DAY);
    expect((await syncs()).length).toBe(2);
  });

  test('writes only after an admin applied a first sync, and reviewed a dry run after each change of settings', async () => {
    await interval(3);
    let slot = TODAY + DAY;
    const scheduled = async (feed: object[]) => {
      await harness.serveFeed(JSON.stringify(feed));
      slot += 3 * HOUR;
      await runCron(env, slot);
      return (await syncs())[0];
    };
    expect(await scheduled(people(3))).toMatchObject({ trigger: 'schedule', persisted: false, createdBy: 'System' });
    await harness.runSync();
    expect(await scheduled(people(4))).toMatchObject({ persisted: true, state: 'completed' });
    await harness.store.mappings.save(
      { source: 'http-api', body: PLAIN_MAPPING, note: null, createdBy: 't', createdAt: Date.now() + 1 },
      [],
      1,
    );
    const dry = await scheduled(people(5));
    expect(dry).toMatchObject({ persisted: false });
    await harness.store.dataSources.markReviewed('http-api', Date.now() + 2, Date.now() + 2);
    expect(await scheduled(people(6))).toMatchObject({ persisted: true });
  });

  test('does not take a dry run made before a change of settings for its review', async () => {
    await interval(3);
    await harness.sync(people(3));
    const dry = await harness.sync(people(4), { persist: false });
    await new Promise((resolve) => setTimeout(resolve, 2));
    await harness.store.mappings.save(
      { source: 'http-api', body: PLAIN_MAPPING, note: null, createdBy: 't', createdAt: Date.now() },
      [],
      1,
    );
    await new Promise((resolve) => setTimeout(resolve, 2));
    await harness.apply(dry.id);
    await runCron(env, TODAY + DAY + 3 * HOUR);
    expect((await syncs())[0]).toMatchObject({ trigger: 'schedule', persisted: false });
  });

  test('does not start a sync while another one runs, and says so', async () => {
    await interval(3);
    await harness.serveFeed(JSON.stringify(people(3)));
    const { tenant } = harness.store;
    // A sync whose messages are lost: it runs until somebody ends it.
    await inCoordinator(tenant.id, (one) => {
      const queue = { send: async () => undefined, sendBatch: async () => undefined };
      Object.defineProperty(one, 'env', { value: { ...env, FETCH_QUEUE: queue }, configurable: true });
    });
    const running = await harness.start();
    await runCron(env, TODAY + DAY + 3 * HOUR);
    const [late] = await harness.store.syncs.list({ limit: 1 });
    expect(late).toMatchObject({ state: 'not_run', trigger: 'schedule' });
    expect(late?.reason).toBe(`Sync ${running.ok && running.value.id} was still running, so this one did not start.`);
    expect(late?.finishedAt).not.toBeNull();
  });
});
