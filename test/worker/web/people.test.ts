import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, test } from 'vitest';
import { updateTenant } from '../../../src/store/tenants.ts';
import { MAPPING } from '../syncs/road.ts';
import { openDesk, wordsOf } from './browsing.ts';
import { formIn, saidAt } from './mapping-page.ts';

const PAGE = '/settings/integrations';
const SAVE = `${PAGE}/people`;
type Desk = Awaited<ReturnType<typeof openDesk>>;

/** The mapping's form as the page gives it. */
const openForm = async ({ admin, slug }: Desk, query = '') =>
  formIn((await admin.open(PAGE + query)).text, `/${slug}${SAVE}`);
const current = async ({ road }: Desk, source = 'http-api') => road.store.mappings.current(source);

describe('who may', () => {
  test('an admin; a viewer and a stranger see 404, and change nothing', async () => {
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

  test('a preview of another tenant is not there', async () => {
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

describe('the form', () => {
  test('sent back as it came, saves the same mapping', async () => {
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

  test('of SCIM is another one, and works before SCIM has settings', async () => {
    const desk = await openDesk();
    const form = await openForm(desk, '?source=scim');
    expect(form).toMatchObject({ source: 'scim', version: '0', 'standard.title.expression': '' });
    const more = { 'standard.full_name.expression': 'displayName', 'standard.email.expression': 'userName' };
    await desk.admin.send(SAVE, { ...form, ...more, act: 'save' });
    expect([(await current(desk, 'scim'))?.version, (await current(desk))?.version]).toEqual([1, 1]);
    expect((await desk.admin.send(SAVE, { ...form, source: 'nonsense' })).status).toBe(404);
  });
});

describe('what is wrong is said at its field, and what was typed is kept', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk();
  });
  const wrong = async (fields: Record<string, string>) => {
    const typed = { ...(await openForm(desk)), note: 'mine', ...fields, act: 'save' };
    const answer = await desk.admin.send(SAVE, typed);
    const html = await answer.text();
    expect(answer.status).toBe(422);
    const { act: _, ...kept } = typed;
    expect(formIn(html, `/${desk.slug}${SAVE}`)).toEqual(kept);
    expect((await current(desk))?.version).toBe(1);
    return html;
  };

  test('several expressions and keys at once', async () => {
    const html = await wrong({
      'standard.title.expression': 'Position.',
      'standard.email.expression': '',
      'custom[0].key': 'Level',
      'custom[0].type': 'text',
      'custom[0].expression': 'a = b',
      'custom[1].key': 'title',
      'custom[1].type': 'text',
      'custom[1].expression': '<b>"&\'',
      create_days_before_hire: 'soon',
    });
    expect(saidAt(html, 'standard.title.expression')).toMatch(/^Not a valid expression, at character 10: /);
    expect(saidAt(html, 'standard.email.expression')).toBe('Write an expression: nobody is made without an e-mail.');
    expect(saidAt(html, 'custom[0].key')).toMatch(/^Must start with a small letter/);
    expect(saidAt(html, 'custom[0].expression')).toMatch(/at character 3/);
    expect(saidAt(html, 'custom[1].key')).toBe('Is the key of a standard attribute; choose another.');
    expect(saidAt(html, 'custom[1].expression')).toMatch(/^Not a valid expression/);
    expect(saidAt(html, 'create_days_before_hire')).toMatch(/from 0 to 365/);
    expect(saidAt(html, 'standard.full_name.expression')).toBeNull();
    expect(wordsOf(html)).toContain('Nothing was saved. Correct 7 fields');
  });

  test.each([
    [
      'twice the same key',
      { 'custom[0].key': 'a', 'custom[0].expression': 'a', 'custom[1].key': 'a', 'custom[1].expression': 'a' },
      'custom[1].key',
      'a is there twice; each key once.',
    ],
    [
      'a word with two meanings',
      { 'standard.status.values[0].word': 'On', 'standard.status.values[1].word': 'on' },
      'standard.status.values',
      'Gives the word "on" two meanings.',
    ],
    [
      'a word twice',
      { 'standard.status.values[0].word': 'On', 'standard.status.values[1].word': 'On' },
      'standard.status.values[1].word',
      'This word is there twice. Remove one of them.',
    ],
    [
      'words without an expression',
      { 'standard.status.expression': '', 'standard.status.values[0].word': 'On' },
      'standard.status.expression',
      'These words need an expression that gives them. Write one, or remove the words.',
    ],
    [
      'days out of range',
      { create_days_before_hire: '366' },
      'create_days_before_hire',
      'Use a whole number of days from 0 to 365, or leave it empty.',
    ],
    [
      'a custom attribute without an expression',
      { 'custom[0].key': 'a' },
      'custom[0].expression',
      'Write an expression, or remove this row.',
    ],
  ])('%s', async (_, fields, name, sentence) => {
    const types: Record<string, string> = {};
    for (const key of Object.keys(fields)) {
      const [, row] = /^(custom\[\d\])\.key/.exec(key) ?? [];
      if (row) Object.assign(types, { [`${row}.type`]: 'text', [`${row}.expression`]: '' });
      const [, word] = /^(.*values\[(?:\d)\])\.word/.exec(key) ?? [];
      if (word) types[`${word}.status`] = word.includes('[0]') ? 'active' : 'terminated';
    }
    expect(saidAt(await wrong({ ...types, ...fields }), name)).toBe(sentence);
  });

  test('a note that is too long', async () => {
    expect(saidAt(await wrong({ note: 'n'.repeat(501) }), 'note')).toBe('Use at most 500 characters.');
  });

  test('as a part for htmx, without the frame', async () => {
    const typed = { ...(await openForm(desk)), include: '(', act: 'save' };
    const answer = await desk.admin.send(SAVE, typed, { 'HX-Request': 'true', 'HX-Request-Type': 'partial' });
    const html = await answer.text();
    expect([answer.status, html.startsWith('<div id="mapping">'), html.includes('<html')]).toEqual([422, true, false]);
  });
});

describe('rows, by buttons of the form that save nothing', () => {
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

  test('move, remove and add; everything else typed stays', async () => {
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

describe('two admins at once', () => {
  const collide = async () => {
    const desk = await openDesk();
    const mine = {
      ...(await openForm(desk)),
      'standard.title.expression': 'my_title',
      'standard.department.expression': 'my_department',
      'custom[0].key': 'mine',
      'custom[0].type': 'text',
      'custom[0].expression': 'mine',
      note: 'my note',
    };
    const { standard } = MAPPING;
    const theirs = {
      ...MAPPING,
      standard: { ...standard, title: { ...standard.title, expression: 'their_title' } },
      include: 'theirs',
      custom: [{ key: 'their_own', type: 'number', expression: 'x', null_policy: 'clear', export: true }],
      no_email: 'fail',
      create_days_before_hire: null,
    };
    const by = {
      source: 'http-api',
      body: theirs,
      note: 'their note',
      createdBy: 'bob@acme.example',
      createdAt: Date.now(),
    };
    await desk.road.store.mappings.save(by, [], 1);
    const answer = await desk.admin.send(SAVE, { ...mine, act: 'save' });
    return { desk, answer, html: await answer.text() };
  };

  test('the second sees both texts, field by field, and nothing is saved', async () => {
    const { desk, answer, html } = await collide();
    expect(answer.status).toBe(409);
    const words = wordsOf(html);
    expect(words).toContain('bob@acme.example saved version 2');
    expect(words).toContain('Their note: their note');
    for (const text of ['Title changed by both', 'Department changed by you', 'Include changed by them']) {
      expect(words).toContain(text);
    }
    expect(words).toContain('Custom attribute their_own changed by them');
    expect(words).not.toContain('Manager changed by');
    expect((await current(desk))?.version).toBe(2);
    expect(formIn(html, `/${desk.slug}${SAVE}`)).toMatchObject({
      base: '1',
      version: '2',
      'standard.title.expression': 'my_title',
      note: 'my note',
      'take:standard.title.expression': 'yours',
      'take:include': 'theirs',
      'take:custom.their_own': 'theirs',
      'take:custom.mine': 'yours',
    });
  });

  test('and saves on top of it, each field from whom it was chosen', async () => {
    const { desk, html } = await collide();
    const choices = formIn(html, `/${desk.slug}${SAVE}`);
    const saved = await desk.admin.send(SAVE, {
      ...choices,
      'take:standard.title.expression': 'theirs',
      act: 'resolve',
    });
    expect(saved.headers.get('Location')).toContain('saved=3');
    const after = await current(desk);
    expect(after).toMatchObject({
      version: 3,
      note: 'my note',
      body: {
        standard: { title: { expression: 'their_title' }, department: { expression: 'my_department' } },
        custom: [{ key: 'their_own' }, { key: 'mine' }],
        include: 'theirs',
      },
    });
    // The same answer again comes too late: a third version is in force.
    expect((await desk.admin.send(SAVE, { ...choices, act: 'resolve' })).status).toBe(409);
  });

  test('or goes on writing with both in the form', async () => {
    const { desk, html } = await collide();
    const choices = formIn(html, `/${desk.slug}${SAVE}`);
    const merged = await desk.admin.send(SAVE, { ...choices, act: 'merge' });
    expect(merged.status).toBe(200);
    expect(formIn(await merged.text(), `/${desk.slug}${SAVE}`)).toMatchObject({
      version: '2',
      'standard.title.expression': 'my_title',
      include: 'theirs',
      'custom[0].key': 'their_own',
    });
    expect((await current(desk))?.version).toBe(2);
  });

  test('keeps what is wrong as it was typed, through the choice', async () => {
    const { desk, html } = await collide();
    const choices = { ...formIn(html, `/${desk.slug}${SAVE}`), 'standard.department.expression': '(' };
    const refused = await desk.admin.send(SAVE, { ...choices, act: 'resolve' });
    const again = await refused.text();
    expect(refused.status).toBe(422);
    expect(saidAt(again, 'standard.department.expression')).toMatch(/^Not a valid expression/);
    expect(formIn(again, `/${desk.slug}${SAVE}`)).toMatchObject({
      version: '2',
      'standard.department.expression': '(',
    });
  });
});

test('says what to do when no data source is enabled, and still shows the settings', async () => {
  const { road, admin, slug } = await openDesk();
  await road.store.dataSources.save({ kind: 'http-api', enabled: false, settings: {}, sealed: null }, 1);
  const words = wordsOf((await admin.open(PAGE)).text);
  expect(words).toContain('No data source is enabled');
  expect(words).toContain('Sync interval');
  const off = await admin.open(`${PAGE}?source=http-api`);
  expect(wordsOf(off.text)).toContain('HTTP API is off: the schedule does not ask it for anybody.');
  expect(formIn(off.text, `/${slug}${SAVE}`)).toMatchObject({ 'standard.title.expression': 'title' });
});

test('stays small with twelve custom attributes, and is linked from the syncs', async () => {
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

test('the page says why the schedule is off', async () => {
  const { road, admin } = await openDesk();
  await road.sync([{ id: 'E1', name: 'A', email: 'a@acme.example' }]);
  await updateTenant(env, { ...road.store.tenant, intervalHours: null });
  expect(wordsOf((await admin.open(PAGE)).text)).toContain(
    'The schedule is off. Syncs run only when an admin starts them.',
  );
});
