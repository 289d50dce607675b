import { describe, expect, test } from 'vitest';
import { mappingSchema } from '../../../src/domain/mapping/mapping.ts';
import { openWebHarness, visibleText } from '../harness/browser-session.ts';
import { currentMapping, fieldError, formFields, openMappingForm, SAVE_MAPPING } from '../harness/mapping-form.ts';
import { PLAIN_MAPPING } from '../harness/sync-harness.ts';

describe('two admins who save a mapping at once:', () => {
  const collide = async () => {
    const web = await openWebHarness();
    const mine = {
      ...(await openMappingForm(web)),
      'standard.title.expression': 'my_title',
      'standard.department.expression': 'my_department',
      'custom[0].key': 'mine',
      'custom[0].type': 'text',
      'custom[0].expression': 'mine',
      note: 'my note',
    };
    const { standard } = PLAIN_MAPPING;
    const theirs = mappingSchema.parse({
      ...PLAIN_MAPPING,
      standard: { ...standard, title: { ...standard.title, expression: 'their_title' } },
      include: 'theirs',
      custom: [{ key: 'their_own', type: 'number', expression: 'x', null_policy: 'clear', export: true }],
      no_email: 'fail',
      create_days_before_hire: null,
    });
    const by = {
      source: 'http-api',
      body: theirs,
      note: 'their note',
      createdBy: 'bob@acme.example',
      createdAt: Date.now(),
    };
    await web.harness.store.mappings.save(by, [], 1);
    const answer = await web.admin.send(SAVE_MAPPING, { ...mine, act: 'save' });
    return { web, answer, html: await answer.text() };
  };

  test('the second sees both values, field by field, and nothing is saved', async () => {
    const { web, answer, html } = await collide();
    expect(answer.status).toBe(409);
    const words = visibleText(html);
    expect(words).toContain('bob@acme.example saved version 2');
    expect(words).toContain('Their note: their note');
    for (const text of ['Title changed by both', 'Department changed by you', 'Include changed by them']) {
      expect(words).toContain(text);
    }
    expect(words).toContain('Custom attribute their_own changed by them');
    expect(words).not.toContain('Manager changed by');
    expect((await currentMapping(web))?.version).toBe(2);
    expect(formFields(html, `/${web.slug}${SAVE_MAPPING}`)).toMatchObject({
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

  test('the second saves on top, each field as it was chosen', async () => {
    const { web, html } = await collide();
    const choices = formFields(html, `/${web.slug}${SAVE_MAPPING}`);
    const saved = await web.admin.send(SAVE_MAPPING, {
      ...choices,
      'take:standard.title.expression': 'theirs',
      act: 'resolve',
    });
    expect(saved.headers.get('Location')).toContain('saved=3');
    const after = await currentMapping(web);
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
    expect((await web.admin.send(SAVE_MAPPING, { ...choices, act: 'resolve' })).status).toBe(409);
  });

  test('the second may go on editing with both in the form', async () => {
    const { web, html } = await collide();
    const choices = formFields(html, `/${web.slug}${SAVE_MAPPING}`);
    const merged = await web.admin.send(SAVE_MAPPING, { ...choices, act: 'merge' });
    expect(merged.status).toBe(200);
    expect(formFields(await merged.text(), `/${web.slug}${SAVE_MAPPING}`)).toMatchObject({
      version: '2',
      'standard.title.expression': 'my_title',
      include: 'theirs',
      'custom[0].key': 'their_own',
    });
    expect((await currentMapping(web))?.version).toBe(2);
  });

  test('the choice keeps what is wrong as it was typed', async () => {
    const { web, html } = await collide();
    const choices = { ...formFields(html, `/${web.slug}${SAVE_MAPPING}`), 'standard.department.expression': '(' };
    const refused = await web.admin.send(SAVE_MAPPING, { ...choices, act: 'resolve' });
    const again = await refused.text();
    expect(refused.status).toBe(422);
    expect(fieldError(again, 'standard.department.expression')).toMatch(/^Not a valid expression/);
    expect(formFields(again, `/${web.slug}${SAVE_MAPPING}`)).toMatchObject({
      version: '2',
      'standard.department.expression': '(',
    });
  });
});
