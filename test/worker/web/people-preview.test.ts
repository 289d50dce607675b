import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { runCron } from '../../../src/app/cron.ts';
import { leaveOnly } from '../acting.ts';
import { people, person } from '../syncs/road.ts';
import { openDesk, wordsOf } from './browsing.ts';
import { type Desk, formIn, openForm, PAGE, SAVE, saidAt } from './mapping-page.ts';

const HTMX = { 'HX-Request': 'true', 'HX-Request-Type': 'partial' };
const HOUR = 3_600_000;

const state = async ({ admin }: Desk) => {
  const { text } = await admin.open(PAGE);
  return wordsOf(text.slice(text.indexOf('id="schedule-state"'), text.indexOf('id="mapping"')));
};

test('a preview shows live what would change for whom, and saves nothing', async () => {
  const desk = await openDesk();
  const { road, admin, slug } = desk;
  await road.sync([...people(30), person(31, { name: null })]);
  const form = { ...(await openForm(desk)), 'standard.title.expression': 'department || id', note: 'try' };
  const asked = await admin.send(`${SAVE}/preview`, form, HTMX);
  const drawer = await asked.text();
  expect([asked.status, asked.headers.get('HX-Retarget')]).toEqual([200, null]);
  expect(drawer).toContain('class="drawer"');
  await road.ended(2);
  const done = await admin.open(`${PAGE}/preview/2`, true);
  expect(done.text).not.toContain('hx-trigger');
  expect(done.text).toContain(`href="/${slug}/syncs/2/records?changed=title"`);
  const words = wordsOf(done.text);
  expect(words).toContain('30 updated');
  expect(words).toContain('Title 30 people');
  expect(words).toContain('the first 5 of 30');
  expect(words).toContain('Person 1 Title');
  expect(words).toContain('Required value missing');
  expect(words).toContain('No guard would hold');
  expect(await road.store.syncs.get(2)).toMatchObject({ trigger: 'preview', persisted: false });
  expect((await road.store.mappings.current('http-api'))?.version).toBe(1);
  // At its own address, without a script: the form as it was tried, and the drawer beside it.
  const page = await admin.open(`${PAGE}/preview/2?version=1&note=try`);
  expect(formIn(page.text, `/${slug}${SAVE}`)).toEqual(form);
  expect(wordsOf(page.text)).toContain('Title 30 people');
});

test('a preview says which guards would hold a sync with this mapping', async () => {
  const desk = await openDesk();
  await desk.road.sync(people(30));
  await desk.admin.send(`${SAVE}/preview`, { ...(await openForm(desk)), 'standard.email.expression': 'title' });
  await desk.road.ended(2);
  const words = wordsOf((await desk.admin.open(`${PAGE}/preview/2`, true)).text);
  expect(words).toContain('A live sync with this data would be held');
  expect(words).toContain('30 people of 30 could not be processed; the limit is 10.');
});

test('a preview saves what was previewed, and not a form that changed since', async () => {
  const desk = await openDesk();
  const { road, admin } = desk;
  await road.sync(people(3));
  const form = { ...(await openForm(desk)), 'standard.title.expression': 'id' };
  await admin.send(`${SAVE}/preview`, form);
  await road.ended(2);
  const act = 'save-preview:2';
  const changed = await admin.send(SAVE, { ...form, include: 'id', act });
  expect(changed.status).toBe(409);
  const html = await changed.text();
  expect(wordsOf(html)).toContain('You changed the form after this preview');
  expect(formIn(html, `/${desk.slug}${SAVE}`)).toMatchObject({ include: 'id' });
  const saved = await admin.send(SAVE, { ...form, act });
  expect(saved.headers.get('Location')).toContain('saved=2');
});

test('a preview without a snapshot, or of a wrong expression, says so in the form', async () => {
  const desk = await openDesk();
  const form = await openForm(desk);
  const none = await desk.admin.send(`${SAVE}/preview`, form, HTMX);
  expect([none.status, none.headers.get('HX-Retarget')]).toEqual([409, '#mapping']);
  const html = await none.text();
  expect(wordsOf(html)).toContain('Run a dry run of everybody first');
  expect(html).toContain('Start a dry run');
  const wrong = await desk.admin.send(`${SAVE}/preview`, { ...form, include: '(' }, HTMX);
  expect(wrong.status).toBe(422);
  expect(saidAt(await wrong.text(), 'include')).toMatch(/^Not a valid expression/);
});

test('after a change the schedule runs dry until an admin has reviewed a dry run begun after it', async () => {
  const desk = await openDesk();
  const { road, admin } = desk;
  await leaveOnly(road.store);
  let slot = Math.floor(Date.now() / 86_400_000 + 1) * 86_400_000;
  const scheduled = async () => {
    slot += 24 * HOUR;
    await runCron(env, slot);
    const [sync] = await road.store.syncs.list({ limit: 1 });
    return sync ? road.ended(sync.id) : expect.unreachable();
  };
  expect(await state(desk)).toContain('The schedule does not write yet');
  expect(await state(desk)).toContain('Start a dry run');
  await road.sync(people(3));
  expect(await state(desk)).toContain('The schedule writes; its next sync starts');
  const before = await road.sync(people(3), { persist: false });
  await new Promise((resolve) => setTimeout(resolve, 5));

  const saved = await admin.send(SAVE, { ...(await openForm(desk)), 'standard.title.expression': 'id', act: 'save' });
  const answer = await admin.open(
    (saved.headers.get('Location') ?? '').replace(`/${desk.slug}`, '').replace(/#.*/, ''),
  );
  expect(wordsOf(answer.text)).toContain('Version 2 of the mapping is saved.');
  expect(await state(desk)).toMatch(
    /The schedule writes again once an admin has looked at one dry run begun after that/,
  );
  expect(await state(desk)).toContain('Start a dry run');
  // A dry run from before the change is no look at it, and neither is a preview of something else.
  await admin.open(`/syncs/${before.id}/records`);
  await admin.send(`${SAVE}/preview`, { ...(await openForm(desk)), 'standard.title.expression': 'name' });
  await road.ended(before.id + 1);
  await admin.open(`/syncs/${before.id + 1}/records`);
  expect(await state(desk)).toContain('Start a dry run');
  const dry = await scheduled();
  expect(dry).toMatchObject({ trigger: 'schedule', persisted: false, mappingVersion: 2 });
  expect(await state(desk)).toContain(`Look at sync ${dry.id}`);
  expect(await scheduled()).toMatchObject({ persisted: false });
  // Somebody who may not see syncs has not looked.
  await desk.viewer.open(`/syncs/${dry.id}/records`);
  expect(await scheduled()).toMatchObject({ persisted: false });
  await admin.open(`/syncs/${dry.id}/records`);
  expect(await state(desk)).toContain('The schedule writes; its next sync starts');
  expect(await scheduled()).toMatchObject({ persisted: true });

  // The same after a change of the data source's settings.
  await new Promise((resolve) => setTimeout(resolve, 5));
  const source = await road.store.dataSources.get('http-api');
  if (source) await road.store.dataSources.save({ ...source, enabled: true }, Date.now());
  expect(await state(desk)).toContain('The schedule writes again once');
  expect(await scheduled()).toMatchObject({ persisted: false });
}, 20_000);
