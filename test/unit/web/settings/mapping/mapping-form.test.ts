import { describe, expect, test } from 'vitest';
import { type Mapping, mappingSchema } from '../../../../../src/domain/mapping/mapping.ts';
import { mappingBody, mappingFormValues, parseMappingForm } from '../../../../../src/web/settings/mapping/fields.ts';
import { applyPresetOrSuggestion, applyRowAction } from '../../../../../src/web/settings/mapping/form-actions.ts';
import { defaultSide, formDifferences, mergeForms } from '../../../../../src/web/settings/mapping/merge.ts';

const MAPPING: Mapping = mappingSchema.parse({
  standard: {
    full_name: { expression: 'name' },
    email: { expression: 'mail' },
    title: { expression: 'job', null_policy: 'keep' },
    status: { expression: 'state', values: { Here: 'active', Gone: 'terminated' } },
  },
  custom: [
    { key: 'level', type: 'number', expression: 'level' },
    { key: 'team', type: 'list', expression: 'teams', null_policy: 'keep', export: false },
  ],
  restricted_role: { expression: 'contractor' },
  include: "country == 'NO'",
  no_email: 'skip',
  create_days_before_hire: 7,
});

describe('the form of a mapping', () => {
  test('gives the body that it was made from', () => {
    expect(mappingSchema.parse(mappingBody(mappingFormValues(MAPPING, 3)))).toEqual(MAPPING);
  });

  test('leaves out what is empty, and keeps words without an expression to be refused', () => {
    expect(mappingBody(mappingFormValues(null, 0))).toEqual({
      standard: {},
      include: null,
      primary_row: null,
      no_email: 'fail',
      create_days_before_hire: null,
      custom: [],
    });
    const words = { 'standard.status.values[0].word': 'Here', 'standard.status.values[0].status': 'active' };
    expect(mappingBody(words).standard).toEqual({
      status: { expression: '', null_policy: 'clear', values: { Here: 'active' } },
    });
  });

  test('reads line ends and white space as they are stored', () => {
    const typed = parseMappingForm({ 'custom[0].key': ' level ', 'custom[0].expression': 'a\r\nb', include: ' x ' });
    expect(typed).toEqual({ 'custom[0].key': 'level', 'custom[0].expression': 'a\nb', include: ' x ' });
  });

  test('ends its rows at the first number that is missing', () => {
    const custom = { 'custom[0].key': 'a', 'custom[2].key': 'c' };
    expect(mappingBody(custom).custom).toMatchObject([{ key: 'a' }]);
    expect(applyRowAction(custom, 'add-custom')).toMatchObject({ 'custom[0].key': 'a', 'custom[1].key': '' });
  });

  test('takes a suggestion over what is typed, and a preset only where nothing is', () => {
    const form = { 'standard.title.expression': 'mine', accept: 'title job.title' };
    expect(applyPresetOrSuggestion(form)).toMatchObject({ 'standard.title.expression': 'job.title' });
    const preset = applyPresetOrSuggestion({ 'standard.full_name.expression': 'mine', preset: 'workday' });
    expect(preset['standard.full_name.expression']).toBe('mine');
    expect(preset['standard.email.expression']).not.toBe('');
  });
});

describe('two forms that came from one', () => {
  const base = mappingFormValues(MAPPING, 1);
  const theirs = mappingFormValues({ ...MAPPING, include: 'theirs', custom: MAPPING.custom.toReversed() }, 2);
  const yours = { ...base, include: 'yours', 'standard.title.null_policy': '', 'custom[1].expression': 'groups' };

  test('differ in what either changed, and say who did', () => {
    const differences = formDifferences(base, theirs, yours).map(({ key, by }) => [key, by]);
    expect(differences).toEqual([
      ['standard.title.null_policy', 'you'],
      ['include', 'both'],
      ['custom.team', 'you'],
    ]);
  });

  test('merge into yours by default, in the order of whoever moved rows', () => {
    const merged = mappingBody(mergeForms(base, theirs, yours, defaultSide));
    expect(merged).toMatchObject({
      include: 'yours',
      standard: { title: { null_policy: 'clear' } },
      custom: [{ key: 'team', expression: 'groups' }, { key: 'level' }],
    });
  });

  test('merge into theirs where that is chosen', () => {
    const merged = mergeForms(base, theirs, yours, () => 'theirs');
    expect(mappingBody(merged)).toEqual(mappingBody(theirs));
    expect(merged.version).toBe('2');
  });
});
