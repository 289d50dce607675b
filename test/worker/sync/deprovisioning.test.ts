import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { runCron } from '../../../src/app/cron.ts';
import { pinCase } from '../../../src/app/mapping/pin-case.ts';
import { holdUser, overrideUser } from '../../../src/app/users/overrides.ts';
import type { Tenant } from '../../../src/store/tenants/reader.ts';
import { updateTenant } from '../../../src/store/tenants/writer.ts';
import { deprovisionUsers } from '../../../src/sync/retention/deprovision.ts';
import { findPayload } from '../../../src/sync/snapshot/find-payload.ts';
import { deliverBatch } from '../harness/held-queues.ts';
import { nonZeroCounts, people, person, SyncHarness } from '../harness/sync-harness.ts';
import { leaveOnlyTenants } from '../harness/tenant.ts';

const DAY = 86_400_000;
let harness: SyncHarness;
beforeEach(async () => {
  harness = await SyncHarness.open();
  await leaveOnlyTenants(harness.store);
});

/** Ten people; the first leaves, and one thing about them was changed before. */
const LEAVER = person(1, { name: 'Zelda Quixote', email: 'zelda@acme.example', title: 'Wizard' });
const rest = people(10).slice(1);
async function terminateLeaver(): Promise<number> {
  await harness.sync([LEAVER, ...rest]);
  await harness.sync([{ ...LEAVER, title: 'Grand Wizard' }, ...rest]);
  await harness.sync([{ ...LEAVER, email: 'quixote@acme.example' }, ...rest]);
  await harness.sync(rest);
  const user = (await harness.users()).get('E1');
  expect(user?.state).toBe('terminated');
  return user?.id ?? 0;
}

const tenantWithDelay = (days: number | null): Tenant => ({
  ...harness.store.tenant,
  settings: { ...harness.store.tenant.settings, deprovisioning_delay_days: days },
});
const deprovisionAfter = (days: number | null, later: number) =>
  deprovisionUsers(env, tenantWithDelay(days), Date.now() + later * DAY);
const job = (users: number[]) =>
  ({ job: 'deprovision', tenant: harness.store.tenant.id, users, before: 2 ** 30 }) as const;

/** Every byte that the tenant has anywhere: rows of D1, and objects of R2. */
async function readAllStored(): Promise<string> {
  const { id } = harness.store.tenant;
  const base = id * 2 ** 30;
  const rows = await Promise.all([
    env.DB.prepare('select * from users where tenant_id = ?').bind(id).all(),
    env.DB.prepare('select * from user_aliases where tenant_id = ?').bind(id).all(),
    env.DB.prepare('select * from syncs where tenant_id = ?').bind(id).all(),
    env.DB.prepare('select * from user_records where sync_id > ? and sync_id < ?')
      .bind(base, base + 2 ** 30)
      .all(),
    env.DB.prepare('select * from audit_log where tenant_id = ?').bind(id).all(),
    env.DB.prepare('select * from mapping_cases where tenant_id = ?').bind(id).all(),
  ]);
  const { objects } = await env.PAYLOADS.list({ prefix: `tenants/${id}/` });
  const payloads = await Promise.all(objects.map(async ({ key }) => (await env.PAYLOADS.get(key))?.text()));
  return JSON.stringify([rows.map(({ results }) => results), payloads]);
}

describe('after the deprovisioning delay', () => {
  test('nothing personal is left anywhere, but the row, its ID, outcomes and counts are', async () => {
    const id = await terminateLeaver();
    for (const one of [LEAVER, person(2)]) {
      await pinCase(env, harness.store.tenant, 'http-api', { pasted: JSON.stringify(one) }, null, 'ada@acme.example');
    }
    await harness.syncUser('E1', { ...LEAVER, status: 'terminated' });
    const before = await harness.store.syncs.list({ limit: 50 });
    expect(await readAllStored()).toMatch(/zelda|quixote/i);

    await deprovisionAfter(30, 31);
    await deliverBatch([job([id])], 'rollcall-housekeeping');

    const left = await readAllStored();
    expect(left).not.toMatch(/zelda|quixote|wizard|"E1"/i);
    expect((await harness.store.mappingCases.list('http-api')).map(({ label }) => label)).toEqual(['Person 2']);
    expect(await harness.store.users.get(id)).toMatchObject({
      fullName: `Removed person ${id}`,
      email: '',
      employeeId: null,
      state: 'terminated',
    });
    const after = await harness.store.syncs.list({ limit: 50 });
    expect(after.map(nonZeroCounts)).toEqual(before.map(nonZeroCounts));
    const history = await harness.store.records.listHistory(id, { limit: 9 });
    expect(history.map(({ outcome }) => outcome)).toEqual(['skipped', 'terminated', 'updated', 'updated', 'created']);
    // Everybody else is as they were.
    expect(left.match(/Person 2\b/g)?.length).toBeGreaterThan(4);
  });

  test('payloads and values cannot be read from the first moment on', async () => {
    const id = await terminateLeaver();
    await deprovisionAfter(30, 31);
    for (const { sync, ordinal } of await harness.store.records.listHistory(id, { limit: 9 })) {
      const record = await harness.store.records.get(sync, ordinal);
      expect(record).toMatchObject({ removed: true, payload: null, label: null });
      expect(JSON.stringify(record)).not.toMatch(/zelda|quixote|wizard/i);
      const payload = record && (await findPayload(harness.store, sync, record));
      expect(payload).toMatchObject({ ok: false, fault: { code: 'not_found' } });
    }
  });

  test('removing what is left may come twice, and touches nobody who is still here', async () => {
    const id = await terminateLeaver();
    await deprovisionAfter(30, 31);
    const active = (await harness.users()).get('E2')?.id ?? 0;
    await deliverBatch([job([id, active])], 'rollcall-housekeeping');
    const once = await readAllStored();
    expect(once).toContain('p2@acme.example');
    await deliverBatch([job([id, active])], 'rollcall-housekeeping');
    expect(await readAllStored()).toBe(once);
  });

  test('a job goes through the syncs in bounded parts, newest first', async () => {
    const id = await terminateLeaver();
    const { findRemaining } = harness.store.erasure;
    const newest = await findRemaining([id], 2 ** 30, 2);
    expect(newest).toMatchObject({ before: 3, places: [{ syncId: 3, chunk: 0, offset: 0 }] });
    const oldest = await findRemaining([id], newest.before ?? 0, 2);
    expect(oldest.places.map(({ syncId }) => syncId)).toEqual([1, 2]);
    expect(await findRemaining([id], oldest.before ?? 0, 2)).toEqual({ places: [], records: [], before: null });
  });

  test('payloads of one chunk are removed at once by several jobs, and none brings back what another removed', async () => {
    const sync = await harness.sync(people(40));
    const { payloads } = harness.store;
    const records = await harness.records(sync);
    const places = records.flatMap(({ payload }) => (payload && 'chunk' in payload ? [payload] : []));
    expect(places).toHaveLength(40);
    await Promise.all(places.slice(0, 4).map((place) => payloads.blank(sync.id, sync.attempt, 0, [place])));
    const left = new TextDecoder().decode(await payloads.getChunk(sync.id, sync.attempt, 0)).split('\n');
    expect(left.map((line) => line.trim() !== '').slice(0, 6)).toEqual([false, false, false, false, true, true]);
    expect(left.length).toBe(41);
  });

  test('cron finds the users who are due', async () => {
    const id = await terminateLeaver();
    const tenant = { ...tenantWithDelay(30), intervalHours: null };
    await updateTenant(env, tenant);
    await runCron(env, Date.now() + 29 * DAY);
    expect((await harness.store.users.get(id))?.anonymisedAt).toBeNull();
    await runCron(env, Date.now() + 31 * DAY);
    expect((await harness.store.users.get(id))?.fullName).toBe(`Removed person ${id}`);
  });

  test('somebody who comes back later is created, not restored', async () => {
    const id = await terminateLeaver();
    await deprovisionAfter(30, 31);
    const sync = await harness.sync([LEAVER, ...rest]);
    expect(nonZeroCounts(sync)).toEqual({ created: 1, skipped: 9 });
    expect((await harness.users()).get('E1')?.id).not.toBe(id);
  });

  test('access cannot be restored by an admin', async () => {
    const id = await terminateLeaver();
    await deprovisionAfter(30, 31);
    const restored = await overrideUser(env, harness.store.tenant, id, 'restored', 'ada@acme.example');
    expect(restored).toMatchObject({ ok: false, fault: { code: 'user_anonymised' } });
    expect((await harness.store.users.get(id))?.state).toBe('terminated');
  });
});

describe('personal data stays', () => {
  test.each([
    ['before the delay has passed', 30, 29],
    ['when the delay is never', null, 9999],
  ])('while it should: %s', async (_, days, later) => {
    const id = await terminateLeaver();
    await deprovisionAfter(days, later);
    expect(await harness.store.users.get(id)).toMatchObject({ fullName: 'Zelda Quixote', anonymisedAt: null });
  });

  test('under legal hold, until it is lifted', async () => {
    const id = await terminateLeaver();
    const hold = (on: boolean) => holdUser(env, harness.store.tenant, id, on, 'ada@acme.example');
    expect(await hold(true)).toMatchObject({ ok: true, value: { legalHold: true } });
    await deprovisionAfter(30, 31);
    expect((await harness.store.users.get(id))?.anonymisedAt).toBeNull();
    await hold(false);
    await deprovisionAfter(30, 31);
    expect((await harness.store.users.get(id))?.anonymisedAt).not.toBeNull();
    expect(await hold(true)).toMatchObject({ ok: false, fault: { code: 'user_anonymised' } });
  });

  test('of who is active, and of other tenants', async () => {
    const other = await SyncHarness.open();
    await other.sync([LEAVER, ...rest]);
    await other.sync(rest);
    await terminateLeaver();
    const before = await other.userRows();
    await deprovisionAfter(0, 1);
    expect(await other.userRows()).toEqual(before);
    expect((await harness.users()).get('E2')?.state).toBe('active');
  });
});
