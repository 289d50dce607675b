import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { deliverBatch, HeldQueues, inCoordinator } from '../harness/held-queues.ts';
import { mappingWithTitle, openPreviewHarness, PREVIEW_FEED, type PreviewHarness } from '../harness/preview-harness.ts';
import { nonZeroCounts, PLAIN_MAPPING, people, type SyncHarness } from '../harness/sync-harness.ts';

let harness: SyncHarness;
let api: PreviewHarness['api'];
let ask: PreviewHarness['ask'];
let preview: PreviewHarness['preview'];
beforeEach(async () => {
  ({ harness, api, ask, preview } = await openPreviewHarness());
});

describe('a preview that is refused', () => {
  test.each([
    [{}, 422, 'invalid_mapping'],
    [mappingWithTitle('a['), 422, 'invalid_expression'],
    [[], 400, 'invalid_body'],
    [PLAIN_MAPPING, 409, 'snapshot_missing'],
  ])('says why (case %#)', async (mapping, status, code) => {
    expect((await ask(mapping)).body).toMatchObject({ status, code });
  });

  test('is one of a feed that broke, or of a snapshot that is no longer kept', async () => {
    await harness.serveFeed('[{"id":"E1"');
    expect((await harness.runSync()).state).toBe('failed');
    expect((await ask(PLAIN_MAPPING)).body).toMatchObject({ code: 'snapshot_missing' });
    const { id, attempt } = await harness.sync(PREVIEW_FEED);
    await env.PAYLOADS.delete(`tenants/${harness.store.tenant.id}/syncs/${id}/${attempt}/000000.ndjson`);
    expect((await ask(PLAIN_MAPPING)).body).toMatchObject({ code: 'snapshot_missing' });
  });

  test('does not use a snapshot that was never planned to its end', async () => {
    await harness.sync(PREVIEW_FEED);
    const post = await HeldQueues.hold(harness.store.tenant.id);
    await harness.serveFeed(JSON.stringify(people(2500)));
    const started = await harness.start();
    await post.deliver('fetch');
    post.jobs.splice(1);
    await post.deliverAll();
    const id = started.ok ? started.value.id : 0;
    expect((await api.call('POST', `/syncs/${id}/cancel`, {})).body).toMatchObject({ complete: true });
    expect((await ask(PLAIN_MAPPING)).body).toMatchObject({ snapshot_of: 1, records: 30 });
  });

  test('is one while another sync is running', async () => {
    await harness.sync(PREVIEW_FEED);
    await HeldQueues.hold(harness.store.tenant.id);
    const running = await harness.start();
    expect((await ask(PLAIN_MAPPING)).body).toMatchObject({
      code: 'sync_running',
      details: { sync_id: running.ok && running.value.id },
    });
  });
});

describe('a preview that runs', () => {
  test('comes to the same end when a chunk comes twice, in another order, or is lost', async () => {
    await harness.sync(people(2500));
    const post = await HeldQueues.hold(harness.store.tenant.id);
    const started = await ask(mappingWithTitle("'New'"));
    const id = Number(started.body.id);
    const [first, second, third] = post.take('plan');
    if (!first || !second || !third) throw new Error('Three chunks make three messages');
    await deliverBatch([third, first, third, first]);
    expect(post.jobs).toEqual([]);
    await inCoordinator(harness.store.tenant.id, (coordinator) => coordinator.watch(Date.now() + 60_000));
    expect(post.jobs).toEqual([second]);
    await post.deliverAll();
    await deliverBatch([first, second, third]);
    const sync = await harness.waitForSync(id);
    expect(nonZeroCounts(sync)).toEqual({ updated: 2500 });
    expect((await harness.records(sync)).map(({ ordinal }) => ordinal)).toEqual(people(2500).map((_, at) => at));
  });

  test('costs no more than the dry run less its fetch', async () => {
    await harness.sync(people(3000));
    const dry = await harness.runSync({ persist: false });
    const { cost } = await preview(PLAIN_MAPPING);
    // Three chunks, each read once.
    expect(cost.r2Operations).toBe(3);
    expect(cost.rowsWritten).toBeLessThanOrEqual(dry.cost.rowsWritten + 2);
    expect(cost.d1Calls).toBeLessThanOrEqual(dry.cost.d1Calls + 2);
    expect(cost.messages).toBeLessThanOrEqual(dry.cost.messages);
  });

  test('uses the value tables as they were when it was asked for', async () => {
    const put = (entries: object) => api.call('PUT', '/tables/titles', { entries });
    const body = mappingWithTitle("lookup(title, 'titles')");
    await harness.sync(PREVIEW_FEED);
    expect((await ask(body)).body).toMatchObject({ code: 'invalid_expression' });
    await put({ lead: 'Team lead', engineer: 'Engineer' });
    const post = await HeldQueues.hold(harness.store.tenant.id);
    const id = Number((await ask(body)).body.id);
    await put({ lead: 'Boss', engineer: 'Engineer' });
    await post.deliverAll();
    const sync = await harness.waitForSync(id);
    expect(nonZeroCounts(sync)).toEqual({ updated: 10, skipped: 20 });
    expect((await harness.records(sync))[0]?.changes[0]?.after).toBe('Team lead');
  });

  test('makes room for a scheduled sync, and for no other', async () => {
    await harness.sync(PREVIEW_FEED);
    const post = await HeldQueues.hold(harness.store.tenant.id);
    const id = Number((await ask(PLAIN_MAPPING)).body.id);
    expect(await harness.start()).toMatchObject({ ok: false, fault: { code: 'sync_running' } });
    const scheduled = await harness.start({ trigger: 'schedule', createdBy: 'System' });
    await post.deliverAll();
    expect(await harness.waitForSync(id)).toMatchObject({
      state: 'cancelled',
      reason: expect.stringContaining('was due'),
    });
    const live = await harness.waitForSync(scheduled.ok ? scheduled.value.id : 0);
    expect(live).toMatchObject({ state: 'completed', counts: { skipped: 30 } });
  });

  test('stops when an admin cancels it', async () => {
    await harness.sync(PREVIEW_FEED);
    const post = await HeldQueues.hold(harness.store.tenant.id);
    const id = Number((await ask(PLAIN_MAPPING)).body.id);
    expect((await api.call('POST', `/syncs/${id}/cancel`, {})).body).toMatchObject({ state: 'cancelled' });
    await post.deliverAll();
    expect(await harness.records(await harness.waitForSync(id))).toEqual([]);
  });
});
