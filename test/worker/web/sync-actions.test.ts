import { describe, expect, test } from 'vitest';
import { openWebHarness, visibleText } from '../harness/browser-session.ts';
import { people, person } from '../harness/sync-harness.ts';

const HTMX = { 'HX-Request': 'true', 'HX-Request-Type': 'partial' };

describe('applying a dry run', () => {
  test('says in numbers what will happen, and makes a new sync of the plan', async () => {
    const { harness, admin } = await openWebHarness();
    await harness.sync(people(10));
    await harness.sync([...people(9).slice(1), person(1, { title: 'Lead' }), person(11)], { persist: false });
    const dialog = await admin.open('/syncs/2/apply', true);
    expect(visibleText(dialog.text)).toContain('This will create 1 user, update 1 user and end access for 1 user.');
    const applied = await admin.send('/syncs/2/apply');
    expect(applied.headers.get('Location')).toBe(`/${admin.slug}/syncs/3/records`);
    expect(await harness.waitForSync(3)).toMatchObject({
      reason: null,
      state: 'completed',
      planOf: 2,
      persisted: true,
    });
    expect((await harness.users()).get('E10')).toMatchObject({ state: 'terminated' });
    const again = await admin.send('/syncs/1/apply', {}, HTMX);
    expect(again.status).toBe(409);
    expect(await again.text()).toContain('has no plan that waits');
  });

  test('leaves terminations out when asked', async () => {
    const { harness, admin } = await openWebHarness();
    await harness.sync(people(10));
    await harness.sync([...people(9), person(11)], { persist: false });
    await admin.send('/syncs/2/apply', { leave_out: 'on' });
    await harness.waitForSync(3);
    expect((await harness.users()).get('E10')).toMatchObject({ state: 'active' });
  });
});

describe('a held sync', () => {
  const held = async () => {
    const web = await openWebHarness();
    await web.harness.sync(people(20));
    await web.harness.sync(people(12));
    return web;
  };

  test('is reviewed in numbers, and goes on without the people left out', async () => {
    const { harness, admin } = await held();
    const dialog = visibleText((await admin.open('/syncs/2/review', true)).text);
    expect(dialog).toContain('This would end access for 8 people of 20');
    expect(dialog).toContain('End access for 8 users');
    const spared = (await harness.users()).get('E20');
    await admin.send('/syncs/2/approve', { terminations: 'on', except: String(spared?.id) });
    expect(await harness.waitForSync(2)).toMatchObject({ state: 'completed' });
    const users = await harness.users();
    expect([users.get('E20')?.state, users.get('E19')?.state]).toEqual(['active', 'terminated']);
  });

  test('is rejected by an admin', async () => {
    const { harness, admin } = await held();
    const answer = await admin.send('/syncs/2/reject', {}, HTMX);
    expect(answer.headers.get('HX-Redirect')).toBe(`/${admin.slug}/syncs/2/records`);
    expect(await harness.store.syncs.get(2)).toMatchObject({ state: 'cancelled' });
    expect((await harness.users()).get('E20')).toMatchObject({ state: 'active' });
    expect((await admin.send('/syncs/2/reject', {}, HTMX)).status).toBe(409);
  });
});

test('a running sync counts in its row until it ends, and can be cancelled', async () => {
  const { harness, admin } = await openWebHarness();
  await harness.serveFeed(JSON.stringify(people(2)));
  const started = await harness.start({ persist: false });
  const row = await admin.open('/syncs/1/row', true);
  if (row.text.includes('badge-running')) expect(row.text).toContain('hx-trigger="every 1500ms"');
  expect(started.ok).toBe(true);
  await harness.waitForSync(1);
  const done = await admin.open('/syncs/1/row', true);
  expect(done.text).not.toContain('hx-trigger');
  expect(done.headers.get('HX-Trigger')).toBe('syncs:changed');
  const late = await admin.send('/syncs/1/cancel', {}, HTMX);
  expect([late.status, (await late.text()).includes('is not running')]).toEqual([409, true]);
});
