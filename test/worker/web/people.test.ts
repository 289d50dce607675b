import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { updateTenant } from '../../../src/store/tenants/writer.ts';
import { MAPPING } from '../syncs/road.ts';
import { openDesk, wordsOf } from './browsing.ts';
import { current, formIn, openForm, PAGE, SAVE } from './mapping-page.ts';

describe('the integrations page', () => {
  test('is for admins; a viewer and a stranger see 404, and change nothing', async () => {
    const [desk, other] = [await openDesk(), await openDesk()];
    const form = { ...(await openForm(desk)), act: 'save', note: 'by a viewer' };
    for (const path of [PAGE, `${PAGE}/preview/1`, SAVE]) {
      expect((await desk.viewer.open(path)).status, path).toBe(404);
    }
    for (const path of [SAVE, `${SAVE}/preview`, `${PAGE}/schedule`, `${PAGE}/guards`]) {
      expect((await desk.viewer.send(path, form)).status, path).toBe(404);
    }
    expect((await current(desk))?.version).toBe(1);
    // The same form, sent by another tenant's admin to their own page, is about their own mapping.
    await other.admin.send(SAVE, form);
    expect([(await current(desk))?.version, (await current(other))?.note]).toEqual([1, 'by a viewer']);
  });

  test('does not show a preview of another tenant', async () => {
    const [desk, other] = [await openDesk(), await openDesk()];
    await desk.road.sync([{ id: 'E1', name: 'A', email: 'a@acme.example' }]);
    const asked = await desk.admin.send(`${SAVE}/preview`, await openForm(desk));
    const path = (asked.headers.get('Location') ?? '').replace(`/${desk.slug}`, '').replace(/\?.*/, '');
    expect(path).toBe(`${PAGE}/preview/2`);
    await desk.road.ended(2);
    expect((await desk.admin.open(path)).status).toBe(200);
    expect((await other.admin.open(path)).status).toBe(404);
    // Sync 1 is no preview.
    expect((await desk.admin.open(`${PAGE}/preview/1`)).status).toBe(404);
  });
});

test('the integrations page says what to do when no data source is enabled, and still shows the settings', async () => {
  const { road, admin, slug } = await openDesk();
  await road.store.dataSources.save({ kind: 'http-api', enabled: false, settings: {}, sealed: null }, 1);
  const words = wordsOf((await admin.open(PAGE)).text);
  expect(words).toContain('No data source is enabled');
  expect(words).toContain('Sync interval');
  const off = await admin.open(`${PAGE}?source=http-api`);
  expect(wordsOf(off.text)).toContain('HTTP API is off: the schedule does not ask it for anybody.');
  expect(formIn(off.text, `/${slug}${SAVE}`)).toMatchObject({ 'standard.title.expression': 'title' });
});

test('the integrations page stays small with twelve custom attributes, and is linked from the syncs', async () => {
  const desk = await openDesk();
  const custom = Array.from({ length: 12 }, (_, at) => ({
    key: `custom_attribute_${at}`,
    type: 'text',
    expression: `Custom_group[?Type=='Attribute ${at}'].Value | [0]`,
    null_policy: 'clear',
    export: true,
  }));
  const version = { source: 'http-api', body: { ...MAPPING, custom }, note: null, createdBy: 't', createdAt: 1 };
  await desk.road.store.mappings.save(version, [], 1);
  const { text } = await desk.admin.open(PAGE);
  expect(formIn(text, `/${desk.slug}${SAVE}`)['custom[11].key']).toBe('custom_attribute_11');
  expect(new TextEncoder().encode(text).length).toBeLessThan(100_000);
  expect((await desk.admin.open('/syncs')).text).toMatch(
    /href="[^"]*\/settings\/integrations#people"[^>]*>\s*People Integration Settings/,
  );
});

test('the integrations page says why the schedule is off', async () => {
  const { road, admin } = await openDesk();
  await road.sync([{ id: 'E1', name: 'A', email: 'a@acme.example' }]);
  await updateTenant(env, { ...road.store.tenant, intervalHours: null });
  expect(wordsOf((await admin.open(PAGE)).text)).toContain(
    'The schedule is off. Syncs run only when an admin starts them.',
  );
});
