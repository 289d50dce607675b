import { describe, expect, test } from 'vitest';
import { people, person } from '../syncs/road.ts';
import { openDesk, wordsOf } from './browsing.ts';

const HTMX = { 'HX-Request': 'true', 'HX-Request-Type': 'partial' };

describe('applying a dry run', () => {
  test('says in numbers what will happen, and makes a new sync of the plan', async () => {
    const { road, admin } = await openDesk();
    await road.sync(people(10));
    await road.sync([...people(9).slice(1), person(1, { title: 'Lead' }), person(11)], { persist: false });
    const dialog = await admin.open('/syncs/2/apply', true);
    expect(wordsOf(dialog.text)).toContain('This will create 1 user, update 1 user and end access for 1 user.');
    const applied = await admin.send('/syncs/2/apply');
    expect(applied.headers.get('Location')).toBe(`/${admin.slug}/syncs/3/records`);
    expect(await road.ended(3)).toMatchObject({ reason: null, state: 'completed', planOf: 2, persisted: true });
    expect((await road.users()).get('E10')).toMatchObject({ state: 'terminated' });
    const again = await admin.send('/syncs/1/apply', {}, HTMX);
    expect(again.status).toBe(409);
    expect(await again.text()).toContain('has no plan that waits');
  });

  test('leaves terminations out when asked', async () => {
    const { road, admin } = await openDesk();
    await road.sync(people(10));
    await road.sync([...people(9), person(11)], { persist: false });
    await admin.send('/syncs/2/apply', { leave_out: 'on' });
    await road.ended(3);
    expect((await road.users()).get('E10')).toMatchObject({ state: 'active' });
  });
});

describe('a held sync', () => {
  const held = async () => {
    const desk = await openDesk();
    await desk.road.sync(people(20));
    await desk.road.sync(people(12));
    return desk;
  };

  test('is reviewed in numbers, and goes on without the people left out', async () => {
    const { road, admin } = await held();
    const dialog = wordsOf((await admin.open('/syncs/2/review', true)).text);
    expect(dialog).toContain('This would end access for 8 people of 20');
    expect(dialog).toContain('End access for 8 users');
    const spared = (await road.users()).get('E20');
    await admin.send('/syncs/2/approve', { terminations: 'on', except: String(spared?.id) });
    expect(await road.ended(2)).toMatchObject({ state: 'completed' });
    const users = await road.users();
    expect([users.get('E20')?.state, users.get('E19')?.state]).toEqual(['active', 'terminated']);
  });

  test('is rejected by an admin', async () => {
    const { road, admin } = await held();
    const answer = await admin.send('/syncs/2/reject', {}, HTMX);
    expect(answer.headers.get('HX-Redirect')).toBe(`/${admin.slug}/syncs/2/records`);
    expect(await road.store.syncs.get(2)).toMatchObject({ state: 'cancelled' });
    expect((await road.users()).get('E20')).toMatchObject({ state: 'active' });
    expect((await admin.send('/syncs/2/reject', {}, HTMX)).status).toBe(409);
  });
});

test('a running sync counts in its row until it ends, and can be cancelled', async () => {
  const { road, admin } = await openDesk();
  await road.serve(JSON.stringify(people(2)));
  const started = await road.start({ persist: false });
  const row = await admin.open('/syncs/1/row', true);
  if (row.text.includes('badge-running')) expect(row.text).toContain('hx-trigger="every 1500ms"');
  expect(started.ok).toBe(true);
  await road.ended(1);
  const done = await admin.open('/syncs/1/row', true);
  expect(done.text).not.toContain('hx-trigger');
  expect(done.headers.get('HX-Trigger')).toBe('syncs:changed');
  const late = await admin.send('/syncs/1/cancel', {}, HTMX);
  expect([late.status, (await late.text()).includes('is not running')]).toEqual([409, true]);
});
