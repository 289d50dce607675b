import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { deliver, inside, Post } from './post.ts';
import { FEED, type Previewing, previewing, titled } from './previewing.ts';
import { countsOf, MAPPING, people, type Road } from './road.ts';

let road: Road;
let api: Previewing['api'];
let ask: Previewing['ask'];
let preview: Previewing['preview'];
beforeEach(async () => {
  ({ road, api, ask, preview } = await previewing());
});

describe('a preview that is refused', () => {
  test.each([
    [{}, 422, 'invalid_mapping'],
    [titled('a['), 422, 'invalid_expression'],
    [[], 400, 'invalid_body'],
    [MAPPING, 409, 'snapshot_missing'],
  ])('says why (case %#)', async (mapping, status, code) => {
    expect((await ask(mapping)).body).toMatchObject({ status, code });
  });

  test('is one of a feed that broke, or of a snapshot that is no longer kept', async () => {
    await road.serve('[{"id":"E1"');
    expect((await road.run()).state).toBe('failed');
    expect((await ask(MAPPING)).body).toMatchObject({ code: 'snapshot_missing' });
    const { id, attempt } = await road.sync(FEED);
    await env.PAYLOADS.delete(`tenants/${road.store.tenant.id}/syncs/${id}/${attempt}/000000.ndjson`);
    expect((await ask(MAPPING)).body).toMatchObject({ code: 'snapshot_missing' });
  });

  test('does not use a snapshot that was never planned to its end', async () => {
    await road.sync(FEED);
    const post = await Post.hold(road.store.tenant.id);
    await road.serve(JSON.stringify(people(2500)));
    const started = await road.start();
    await post.pass('fetch');
    post.jobs.splice(1);
    await post.passAll();
    const id = started.ok ? started.value.id : 0;
    expect((await api.call('POST', `/syncs/${id}/cancel`, {})).body).toMatchObject({ complete: true });
    expect((await ask(MAPPING)).body).toMatchObject({ snapshot_of: 1, records: 30 });
  });

  test('is one while another sync is running', async () => {
    await road.sync(FEED);
    await Post.hold(road.store.tenant.id);
    const running = await road.start();
    expect((await ask(MAPPING)).body).toMatchObject({
      code: 'sync_running',
      details: { sync_id: running.ok && running.value.id },
    });
  });
});

describe('a preview that runs', () => {
  test('comes to the same end when a chunk comes twice, in another order, or is lost', async () => {
    await road.sync(people(2500));
    const post = await Post.hold(road.store.tenant.id);
    const started = await ask(titled("'New'"));
    const id = Number(started.body.id);
    const [first, second, third] = post.take('plan');
    if (!first || !second || !third) throw new Error('Three chunks make three messages');
    await deliver([third, first, third, first]);
    expect(post.jobs).toEqual([]);
    await inside(road.store.tenant.id, (one) => one.watch(Date.now() + 60_000));
    expect(post.jobs).toEqual([second]);
    await post.passAll();
    await deliver([first, second, third]);
    const sync = await road.ended(id);
    expect(countsOf(sync)).toEqual({ updated: 2500 });
    expect((await road.records(sync)).map(({ ordinal }) => ordinal)).toEqual(people(2500).map((_, at) => at));
  });

  test('costs no more than the dry run less its fetch', async () => {
    await road.sync(people(3000));
    const dry = await road.run({ persist: false });
    const { cost } = await preview(MAPPING);
    // Three chunks, each read once.
    expect(cost.r2Operations).toBe(3);
    expect(cost.rowsWritten).toBeLessThanOrEqual(dry.cost.rowsWritten + 2);
    expect(cost.d1Calls).toBeLessThanOrEqual(dry.cost.d1Calls + 2);
    expect(cost.messages).toBeLessThanOrEqual(dry.cost.messages);
  });

  test('uses the value tables as they were when it was asked for', async () => {
    const put = (entries: object) => api.call('PUT', '/tables/titles', { entries });
    const body = titled("lookup(title, 'titles')");
    await road.sync(FEED);
    expect((await ask(body)).body).toMatchObject({ code: 'invalid_expression' });
    await put({ lead: 'Team lead', engineer: 'Engineer' });
    const post = await Post.hold(road.store.tenant.id);
    const id = Number((await ask(body)).body.id);
    await put({ lead: 'Boss', engineer: 'Engineer' });
    await post.passAll();
    const sync = await road.ended(id);
    expect(countsOf(sync)).toEqual({ updated: 10, skipped: 20 });
    expect((await road.records(sync))[0]?.changes[0]?.after).toBe('Team lead');
  });

  test('makes room for a scheduled sync, and for no other', async () => {
    await road.sync(FEED);
    const post = await Post.hold(road.store.tenant.id);
    const id = Number((await ask(MAPPING)).body.id);
    expect(await road.start()).toMatchObject({ ok: false, fault: { code: 'sync_running' } });
    const scheduled = await road.start({ trigger: 'schedule', createdBy: 'System' });
    await post.passAll();
    expect(await road.ended(id)).toMatchObject({ state: 'cancelled', reason: expect.stringContaining('was due') });
    const live = await road.ended(scheduled.ok ? scheduled.value.id : 0);
    expect(live).toMatchObject({ state: 'completed', counts: { skipped: 30 } });
  });

  test('stops when an admin cancels it', async () => {
    await road.sync(FEED);
    const post = await Post.hold(road.store.tenant.id);
    const id = Number((await ask(MAPPING)).body.id);
    expect((await api.call('POST', `/syncs/${id}/cancel`, {})).body).toMatchObject({ state: 'cancelled' });
    await post.passAll();
    expect(await road.records(await road.ended(id))).toEqual([]);
  });
});
