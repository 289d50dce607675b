import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { mappingSchema } from '../../../src/domain/mapping/mapping.ts';
import { updateTenant } from '../../../src/store/tenants/writer.ts';
import { openWebHarness, visibleText } from '../harness/browser-session.ts';
import { currentMapping, formFields, MAPPING_PAGE, openMappingForm, SAVE_MAPPING } from '../harness/mapping-form.ts';
import { PLAIN_MAPPING } from '../harness/sync-harness.ts';

describe('the integrations page', () => {
  test('is for admins; a viewer and a stranger see 404, and change nothing', async () => {
    const [web, other] = [await openWebHarness(), await openWebHarness()];
    const form = { ...(await openMappingForm(web)), act: 'save', note: 'by a viewer' };
    for (const path of [MAPPING_PAGE, `${MAPPING_PAGE}/preview/1`, SAVE_MAPPING]) {
      expect((await web.viewer.open(path)).status, path).toBe(404);
    }
    for (const path of [
      SAVE_MAPPING,
      `${SAVE_MAPPING}/preview`,
      `${MAPPING_PAGE}/schedule`,
      `${MAPPING_PAGE}/guards`,
    ]) {
      expect((await web.viewer.send(path, form)).status, path).toBe(404);
    }
    expect((await currentMapping(web))?.version).toBe(1);
    // The same form, sent by another tenant's admin to their own page, is about their own mapping.
    await other.admin.send(SAVE_MAPPING, form);
    expect([(await currentMapping(web))?.version, (await currentMapping(other))?.note]).toEqual([1, 'by a viewer']);
  });

  test('does not show a preview of another tenant', async () => {
    const [web, other] = [await openWebHarness(), await openWebHarness()];
    await web.harness.sync([{ id: 'E1', name: 'A', email: 'a@acme.example' }]);
    const asked = await web.admin.send(`${SAVE_MAPPING}/preview`, await openMappingForm(web));
    const path = (asked.headers.get('Location') ?? '').replace(`/${web.slug}`, '').replace(/\?.*/, '');
    expect(path).toBe(`${MAPPING_PAGE}/preview/2`);
    await web.harness.waitForSync(2);
    expect((await web.admin.open(path)).status).toBe(200);
    expect((await other.admin.open(path)).status).toBe(404);
    // Sync 1 is no preview.
    expect((await web.admin.open(`${MAPPING_PAGE}/preview/1`)).status).toBe(404);
  });
});

test('the integrations page says what to do when no data source is enabled, and still shows the settings', async () => {
  const { harness, admin, slug } = await openWebHarness();
  await harness.store.dataSources.save({ kind: 'http-api', enabled: false, settings: {}, sealed: null }, 1);
  const words = visibleText((await admin.open(MAPPING_PAGE)).text);
  expect(words).toContain('No data source is enabled');
  expect(words).toContain('Sync interval');
  const off = await admin.open(`${MAPPING_PAGE}?source=http-api`);
  expect(visibleText(off.text)).toContain('HTTP API is off: the schedule does not ask it for anybody.');
  expect(formFields(off.text, `/${slug}${SAVE_MAPPING}`)).toMatchObject({ 'standard.title.expression': 'title' });
});

test('the integrations page stays small with twelve custom attributes, and is linked from the syncs', async () => {
  const web = await openWebHarness();
  const custom = Array.from({ length: 12 }, (_, at) => ({
    key: `custom_attribute_${at}`,
    type: 'text',
    expression: `Custom_group[?Type=='Attribute ${at}'].Value | [0]`,
    null_policy: 'clear',
    export: true,
  }));
  const version = {
    source: 'http-api',
    body: mappingSchema.parse({ ...PLAIN_MAPPING, custom }),
    note: null,
    createdBy: 't',
    createdAt: 1,
  };
  await web.harness.store.mappings.save(version, [], 1);
  const { text } = await web.admin.open(MAPPING_PAGE);
  expect(formFields(text, `/${web.slug}${SAVE_MAPPING}`)['custom[11].key']).toBe('custom_attribute_11');
  expect(new TextEncoder().encode(text).length).toBeLessThan(100_000);
  expect((await web.admin.open('/syncs')).text).toMatch(
    /href="[^"]*\/settings\/integrations#people"[^>]*>\s*People Integration Settings/,
  );
});

test('the integrations page says why the schedule is off', async () => {
  const { harness, admin } = await openWebHarness();
  await harness.sync([{ id: 'E1', name: 'A', email: 'a@acme.example' }]);
  await updateTenant(env, { ...harness.store.tenant, intervalHours: null });
  expect(visibleText((await admin.open(MAPPING_PAGE)).text)).toContain(
    'The schedule is off. Syncs run only when an admin starts them.',
  );
});
