import { describe, expect, test } from 'vitest';
import { openWebHarness } from '../harness/browser-session.ts';
import {
  currentMapping,
  formFields,
  MAPPING_PAGE,
  openMappingForm,
  SAVE_MAPPING,
  type WebHarness,
} from '../harness/mapping-form.ts';

describe('the mapping form', () => {
  test('saves the same mapping when it is sent back as it came', async () => {
    const web = await openWebHarness();
    const form = await openMappingForm(web);
    const before = await currentMapping(web);
    const saved = await web.admin.send(SAVE_MAPPING, { ...form, act: 'save', note: 'nothing new' });
    expect(saved.headers.get('Location')).toBe(`/${web.slug}${MAPPING_PAGE}?source=http-api&saved=2#people`);
    const after = await currentMapping(web);
    expect(after).toMatchObject({ version: 2, note: 'nothing new', createdBy: 'ada@acme.example' });
    expect(after?.body).toEqual({ ...(before?.body as object), no_email: 'fail', create_days_before_hire: null });
  });

  test('sets everything that a mapping has', async () => {
    const web = await openWebHarness();
    const saved = await web.admin.send(SAVE_MAPPING, {
      source: 'http-api',
      version: '1',
      'standard.full_name.expression': 'Full Name',
      'standard.email.expression': 'Work e-mail',
      'standard.title.expression': 'title',
      'standard.title.null_policy': 'keep',
      'standard.status.expression': 'Status',
      'standard.status.values[0].word': 'Here',
      'standard.status.values[0].status': 'active',
      'standard.status.values[1].word': 'Gone',
      'standard.status.values[1].status': 'terminated',
      'standard.status.values[2].word': '',
      'standard.status.values[2].status': 'active',
      'custom[0].key': 'level',
      'custom[0].type': 'number',
      'custom[0].expression': 'Job.Level',
      'custom[1].key': 'manager_mail',
      'custom[1].type': 'text',
      'custom[1].expression': 'Manager’s email',
      'custom[1].null_policy': 'keep',
      'custom[1].export': 'on',
      'restricted_role.expression': 'contingent',
      include: "Country == 'NO'",
      primary_row: 'main',
      no_email: 'skip',
      create_days_before_hire: '7',
      note: '',
    });
    expect(saved.status).toBe(303);
    expect(await currentMapping(web)).toMatchObject({ version: 2, note: null });
    expect((await currentMapping(web))?.body).toEqual({
      standard: {
        full_name: { expression: 'Full Name', null_policy: 'clear' },
        email: { expression: 'Work e-mail', null_policy: 'clear' },
        title: { expression: 'title', null_policy: 'keep' },
        status: { expression: 'Status', null_policy: 'clear', values: { Here: 'active', Gone: 'terminated' } },
      },
      custom: [
        { key: 'level', type: 'number', expression: 'Job.Level', null_policy: 'clear', export: false },
        { key: 'manager_mail', type: 'text', expression: 'Manager’s email', null_policy: 'keep', export: true },
      ],
      restricted_role: { expression: 'contingent' },
      include: "Country == 'NO'",
      primary_row: 'main',
      no_email: 'skip',
      create_days_before_hire: 7,
    });
    const again = await openMappingForm(web);
    expect(again).toMatchObject({
      version: '2',
      'custom[1].null_policy': 'keep',
      no_email: 'skip',
      include: "Country == 'NO'",
    });
    expect(again['custom[0].export']).toBeUndefined();
  });

  test('is another one for SCIM, and works before SCIM has settings', async () => {
    const web = await openWebHarness();
    const form = await openMappingForm(web, '?source=scim');
    expect(form).toMatchObject({ source: 'scim', version: '0', 'standard.title.expression': '' });
    const more = { 'standard.full_name.expression': 'displayName', 'standard.email.expression': 'userName' };
    await web.admin.send(SAVE_MAPPING, { ...form, ...more, act: 'save' });
    expect([(await currentMapping(web, 'scim'))?.version, (await currentMapping(web))?.version]).toEqual([1, 1]);
    expect((await web.admin.send(SAVE_MAPPING, { ...form, source: 'nonsense' })).status).toBe(404);
  });
});

describe('rows of the mapping form', () => {
  const rows = { a: 'one', b: 'two', c: 'three' };
  const custom = Object.fromEntries(
    Object.entries(rows).flatMap(([key, expression], at) => [
      [`custom[${at}].key`, key],
      [`custom[${at}].type`, 'text'],
      [`custom[${at}].expression`, expression],
    ]),
  );
  const press = async (web: WebHarness, fields: Record<string, string>, act: string) => {
    const answer = await web.admin.send(SAVE_MAPPING, { ...fields, act });
    expect(answer.status, act).toBe(200);
    return formFields(await answer.text(), `/${web.slug}${SAVE_MAPPING}`);
  };
  const keys = (fields: Record<string, string>) =>
    Object.entries(fields).flatMap(([name, value]) => (/^custom\[\d+\]\.key$/.test(name) ? [value] : []));

  test('are moved, removed and added without saving, and everything else typed stays', async () => {
    const web = await openWebHarness();
    const typed = { ...(await openMappingForm(web)), ...custom, include: 'typed, not saved (' };
    expect(keys(await press(web, typed, 'down-custom:0'))).toEqual(['b', 'a', 'c']);
    expect(keys(await press(web, typed, 'up-custom:2'))).toEqual(['a', 'c', 'b']);
    expect(keys(await press(web, typed, 'up-custom:0'))).toEqual(['a', 'b', 'c']);
    expect(keys(await press(web, typed, 'down-custom:2'))).toEqual(['a', 'b', 'c']);
    const removed = await press(web, typed, 'remove-custom:1');
    expect(keys(removed)).toEqual(['a', 'c']);
    expect(removed).toMatchObject({ 'custom[1].expression': 'three', include: 'typed, not saved (' });
    const added = await press(web, removed, 'add-custom');
    expect(added).toMatchObject({ 'custom[2].key': '', 'custom[2].type': 'text', 'custom[2].export': 'on' });
    const words = await press(web, await press(web, added, 'add-status'), 'add-status');
    expect(words).toMatchObject({ 'standard.status.values[1].word': '' });
    const fewer = await press(web, { ...words, 'standard.status.values[1].word': 'Here' }, 'remove-status:0');
    expect(fewer).toMatchObject({ 'standard.status.values[0].word': 'Here' });
    expect((await currentMapping(web))?.version).toBe(1);
  });
});
