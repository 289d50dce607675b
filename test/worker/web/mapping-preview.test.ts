import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { runCron } from '../../../src/app/cron.ts';
import { openWebHarness, visibleText } from '../harness/browser-session.ts';
import {
  fieldError,
  formFields,
  MAPPING_PAGE,
  openMappingForm,
  SAVE_MAPPING,
  type WebHarness,
} from '../harness/mapping-form.ts';
import { people, person } from '../harness/sync-harness.ts';
import { leaveOnlyTenants } from '../harness/tenant.ts';

const HTMX = { 'HX-Request': 'true', 'HX-Request-Type': 'partial' };
const HOUR = 3_600_000;

const state = async ({ admin }: WebHarness) => {
  const { text } = await admin.open(MAPPING_PAGE);
  return visibleText(text.slice(text.indexOf('id="schedule-state"'), text.indexOf('id="mapping"')));
};

test('a preview shows live what would change for whom, and saves nothing', async () => {
  const web = await openWebHarness();
  const { harness, admin, slug } = web;
  await harness.sync([...people(30), person(31, { name: null })]);
  const form = { ...(await openMappingForm(web)), 'standard.title.expression': 'department || id', note: 'try' };
  const asked = await admin.send(`${SAVE_MAPPING}/preview`, form, HTMX);
  const drawer = await asked.text();
  expect([asked.status, asked.headers.get('HX-Retarget')]).toEqual([200, null]);
  expect(drawer).toContain('class="drawer"');
  await harness.waitForSync(2);
  const done = await admin.open(`${MAPPING_PAGE}/preview/2`, true);
  expect(done.text).not.toContain('hx-trigger');
  expect(done.text).toContain(`href="/${slug}/syncs/2/records?changed=title"`);
  const words = visibleText(done.text);
  expect(words).toContain('30 updated');
  expect(words).toContain('Title 30 people');
  expect(words).toContain('the first 5 of 30');
  expect(words).toContain('Person 1 Title');
  expect(words).toContain('Required value missing');
  expect(words).toContain('No guard would hold');
  expect(await harness.store.syncs.get(2)).toMatchObject({ trigger: 'preview', persisted: false });
  expect((await harness.store.mappings.current('http-api'))?.version).toBe(1);
  // At its own address, without a script: the form as it was tried, and the drawer beside it.
  const page = await admin.open(`${MAPPING_PAGE}/preview/2?version=1&note=try`);
  expect(formFields(page.text, `/${slug}${SAVE_MAPPING}`)).toEqual(form);
  expect(visibleText(page.text)).toContain('Title 30 people');
});

test('a preview says which guards would hold a sync with this mapping', async () => {
  const web = await openWebHarness();
  await web.harness.sync(people(30));
  await web.admin.send(`${SAVE_MAPPING}/preview`, {
    ...(await openMappingForm(web)),
    'standard.email.expression': 'title',
  });
  await web.harness.waitForSync(2);
  const words = visibleText((await web.admin.open(`${MAPPING_PAGE}/preview/2`, true)).text);
  expect(words).toContain('A live sync with this data would be held');
  expect(words).toContain('30 people of 30 could not be processed; the limit is 10.');
});

test('a preview saves what was previewed, and not a form that changed since', async () => {
  const web = await openWebHarness();
  const { harness, admin } = web;
  await harness.sync(people(3));
  const form = { ...(await openMappingForm(web)), 'standard.title.expression': 'id' };
  await admin.send(`${SAVE_MAPPING}/preview`, form);
  await harness.waitForSync(2);
  const act = 'save-preview:2';
  const changed = await admin.send(SAVE_MAPPING, { ...form, include: 'id', act });
  expect(changed.status).toBe(409);
  const html = await changed.text();
  expect(visibleText(html)).toContain('You changed the form after this preview');
  expect(formFields(html, `/${web.slug}${SAVE_MAPPING}`)).toMatchObject({ include: 'id' });
  const saved = await admin.send(SAVE_MAPPING, { ...form, act });
  expect(saved.headers.get('Location')).toContain('saved=2');
});

test('a preview without a snapshot, or of a wrong expression, says so in the form', async () => {
  const web = await openWebHarness();
  const form = await openMappingForm(web);
  const none = await web.admin.send(`${SAVE_MAPPING}/preview`, form, HTMX);
  expect([none.status, none.headers.get('HX-Retarget')]).toEqual([409, '#mapping']);
  const html = await none.text();
  expect(visibleText(html)).toContain('Run a dry run of everybody first');
  expect(html).toContain('Start a dry run');
  const wrong = await web.admin.send(`${SAVE_MAPPING}/preview`, { ...form, include: '(' }, HTMX);
  expect(wrong.status).toBe(422);
  expect(fieldError(await wrong.text(), 'include')).toMatch(/^Not a valid expression/);
});

test('after a change the schedule runs dry until an admin has reviewed a dry run begun after it', async () => {
  const web = await openWebHarness();
  const { harness, admin } = web;
  await leaveOnlyTenants(harness.store);
  let slot = Math.floor(Date.now() / 86_400_000 + 1) * 86_400_000;
  const scheduled = async () => {
    slot += 24 * HOUR;
    await runCron(env, slot);
    const [sync] = await harness.store.syncs.list({ limit: 1 });
    return sync ? harness.waitForSync(sync.id) : expect.unreachable();
  };
  expect(await state(web)).toContain('The schedule does not write yet');
  expect(await state(web)).toContain('Start a dry run');
  await harness.sync(people(3));
  expect(await state(web)).toContain('The schedule writes; its next sync starts');
  const before = await harness.sync(people(3), { persist: false });
  await new Promise((resolve) => setTimeout(resolve, 5));

  const saved = await admin.send(SAVE_MAPPING, {
    ...(await openMappingForm(web)),
    'standard.title.expression': 'id',
    act: 'save',
  });
  const answer = await admin.open((saved.headers.get('Location') ?? '').replace(`/${web.slug}`, '').replace(/#.*/, ''));
  expect(visibleText(answer.text)).toContain('Version 2 of the mapping is saved.');
  expect(await state(web)).toMatch(
    /The schedule writes again once an admin has looked at one dry run begun after that/,
  );
  expect(await state(web)).toContain('Start a dry run');
  // A dry run from before the change is no look at it, and neither is a preview of something else.
  await admin.open(`/syncs/${before.id}/records`);
  await admin.send(`${SAVE_MAPPING}/preview`, {
    ...(await openMappingForm(web)),
    'standard.title.expression': 'name',
  });
  await harness.waitForSync(before.id + 1);
  await admin.open(`/syncs/${before.id + 1}/records`);
  expect(await state(web)).toContain('Start a dry run');
  const dry = await scheduled();
  expect(dry).toMatchObject({ trigger: 'schedule', persisted: false, mappingVersion: 2 });
  expect(await state(web)).toContain(`Look at sync ${dry.id}`);
  expect(await scheduled()).toMatchObject({ persisted: false });
  // Somebody who may not see syncs has not looked.
  await web.viewer.open(`/syncs/${dry.id}/records`);
  expect(await scheduled()).toMatchObject({ persisted: false });
  await admin.open(`/syncs/${dry.id}/records`);
  expect(await state(web)).toContain('The schedule writes; its next sync starts');
  expect(await scheduled()).toMatchObject({ persisted: true });

  // The same after a change of the data source's settings.
  await new Promise((resolve) => setTimeout(resolve, 5));
  const source = await harness.store.dataSources.get('http-api');
  if (source) await harness.store.dataSources.save({ ...source, enabled: true }, Date.now());
  expect(await state(web)).toContain('The schedule writes again once');
  expect(await scheduled()).toMatchObject({ persisted: false });
}, 20_000);
