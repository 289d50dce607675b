import { describe, expect, test } from 'vitest';
import { openDesk } from './browsing.ts';
import { current, type Desk, formIn, openForm, PAGE, SAVE } from './mapping-page.ts';

describe('the mapping form', () => {
  test('saves the same mapping when it is sent back as it came', async () => {
    const desk = await openDesk();
    const form = await openForm(desk);
    const before = await current(desk);
    const saved = await desk.admin.send(SAVE, { ...form, act: 'save', note: 'nothing new' });
    expect(saved.headers.get('Location')).toBe(`/${desk.slug}${PAGE}?source=http-api&saved=2#people`);
    const after = await current(desk);
    expect(after).toMatchObject({ version: 2, note: 'nothing new', createdBy: 'ada@acme.example' });
    expect(after?.body).toEqual({ ...(before?.body as object), no_email: 'fail', create_days_before_hire: null });
  });

  test('sets everything that a mapping has', async () => {
    const desk = await openDesk();
    const saved = await desk.admin.send(SAVE, {
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
    expect(await current(desk)).toMatchObject({ version: 2, note: null });
    expect((await current(desk))?.body).toEqual({
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
    const again = await openForm(desk);
    expect(again).toMatchObject({
      version: '2',
      'custom[1].null_policy': 'keep',
      no_email: 'skip',
      include: "Country == 'NO'",
    });
    expect(again['custom[0].export']).toBeUndefined();
  });

  test('is another one for SCIM, and works before SCIM has settings', async () => {
    const desk = await openDesk();
    const form = await openForm(desk, '?source=scim');
    expect(form).toMatchObject({ source: 'scim', version: '0', 'standard.title.expression': '' });
    const more = { 'standard.full_name.expression': 'displayName', 'standard.email.expression': 'userName' };
    await desk.admin.send(SAVE, { ...form, ...more, act: 'save' });
    expect([(await current(desk, 'scim'))?.version, (await current(desk))?.version]).toEqual([1, 1]);
    expect((await desk.admin.send(SAVE, { ...form, source: 'nonsense' })).status).toBe(404);
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
  const press = async (desk: Desk, fields: Record<string, string>, act: string) => {
    const answer = await desk.admin.send(SAVE, { ...fields, act });
    expect(answer.status, act).toBe(200);
    return formIn(await answer.text(), `/${desk.slug}${SAVE}`);
  };
  const keys = (fields: Record<string, string>) =>
    Object.entries(fields).flatMap(([name, value]) => (/^custom\[\d+\]\.key$/.test(name) ? [value] : []));

  test('are moved, removed and added without saving, and everything else typed stays', async () => {
    const desk = await openDesk();
    const typed = { ...(await openForm(desk)), ...custom, include: 'typed, not saved (' };
    expect(keys(await press(desk, typed, 'down-custom:0'))).toEqual(['b', 'a', 'c']);
    expect(keys(await press(desk, typed, 'up-custom:2'))).toEqual(['a', 'c', 'b']);
    expect(keys(await press(desk, typed, 'up-custom:0'))).toEqual(['a', 'b', 'c']);
    expect(keys(await press(desk, typed, 'down-custom:2'))).toEqual(['a', 'b', 'c']);
    const removed = await press(desk, typed, 'remove-custom:1');
    expect(keys(removed)).toEqual(['a', 'c']);
    expect(removed).toMatchObject({ 'custom[1].expression': 'three', include: 'typed, not saved (' });
    const added = await press(desk, removed, 'add-custom');
    expect(added).toMatchObject({ 'custom[2].key': '', 'custom[2].type': 'text', 'custom[2].export': 'on' });
    const words = await press(desk, await press(desk, added, 'add-status'), 'add-status');
    expect(words).toMatchObject({ 'standard.status.values[1].word': '' });
    const fewer = await press(desk, { ...words, 'standard.status.values[1].word': 'Here' }, 'remove-status:0');
    expect(fewer).toMatchObject({ 'standard.status.values[0].word': 'Here' });
    expect((await current(desk))?.version).toBe(1);
  });
});
