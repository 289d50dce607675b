import { describe, expect, it } from 'vitest';
import { ANN, compileBody } from './compile.ts';

describe('a compiled mapping', () => {
  it('gives every mapped attribute, standard ones first, and nothing else', () => {
    const mapping = compileBody(
      {
        custom: [
          { key: 'tags', type: 'list', expression: 'tags' },
          { key: 'fte', type: 'number', expression: 'fte' },
        ],
      },
      {
        manager: { expression: 'boss' },
        employee_id: { expression: 'id' },
        hire_date: { expression: 'hired' },
        title: { expression: 'x.y' },
      },
    );
    const person = mapping.evaluate({
      ...ANN,
      boss: ' 12 ',
      id: 7,
      hired: '2021-03-01-08:00',
      tags: ['a', ''],
      fte: '0.5',
      more: 1,
    });
    expect(JSON.stringify(person.attributes)).toBe(
      '{"full_name":"Ann","email":"ann@example.com","employee_id":"7","hire_date":"2021-03-01","title":null,"manager":"12","tags":["a"],"fte":0.5}',
    );
    expect(person).toMatchObject({ status: null, role: null, included: true, primary: false, errors: [] });
  });

  it('lists its expressions and which attributes keep their old value', () => {
    const mapping = compileBody(
      { custom: [{ key: 'fte', type: 'number', expression: 'a.fte', null_policy: 'keep' }] },
      { title: { expression: 'b.title', null_policy: 'keep' }, location: { expression: 'c' } },
    );
    expect([...mapping.keepsOnNull]).toEqual(['title', 'fte']);
    expect(Object.fromEntries(mapping.expressions)).toEqual({
      full_name: 'name',
      email: 'email',
      title: 'b.title',
      location: 'c',
      fte: 'a.fte',
    });
  });

  it('fails a record without a required value, whatever the null policy', () => {
    const mapping = compileBody({}, { full_name: { expression: 'name', null_policy: 'keep' } });
    expect(mapping.evaluate({ name: ' ' })).toMatchObject({
      attributes: { full_name: null, email: null },
      errors: [
        {
          code: 'required_missing',
          attribute: 'full_name',
          expression: 'name',
          received: '" "',
          message:
            'Full name is required, but this record has none. Fill it in the data source, or change the expression.',
        },
        { code: 'required_missing', attribute: 'email', expression: 'email', received: 'null' },
      ],
    });
  });

  it.each([
    ['email', 'invalid_email', 'nobody', '"nobody"'],
    ['picture_url', 'invalid_url', 'javascript:x', '"javascript:x"'],
    ['hire_date', 'invalid_date', '03/04/2021', '"03/04/2021"'],
    ['termination_date', 'invalid_date', {}, '{}'],
    ['status', 'unknown_status', 'gone', '"gone"'],
    ['department', 'invalid_text', ['x'], '["x"]'],
    ['employee_id', 'invalid_text', { id: 1 }, '{"id":1}'],
    ['manager', 'invalid_text', [], '[]'],
  ])('fails %s with %s and what was received', (key, code, value, received) => {
    const mapping = compileBody({}, { [key]: { expression: 'value' } });
    const { errors, attributes } = mapping.evaluate({ ...ANN, value });
    expect(errors).toMatchObject([{ code, attribute: key, expression: 'value', received }]);
    expect(errors[0]?.message).toMatch(/^[A-Z].+\.$/);
    expect(attributes[key]).toBeNull();
  });

  it.each([
    ['text', 'invalid_text', {}],
    ['number', 'invalid_number', 'x'],
    ['boolean', 'invalid_boolean', 'x'],
    ['date', 'invalid_date', 'x'],
    ['list', 'invalid_list', {}],
  ])('fails a custom %s with %s', (type, code, value) => {
    const mapping = compileBody({ custom: [{ key: 'c', type, expression: 'value' }] });
    expect(mapping.evaluate({ ...ANN, value }).errors).toMatchObject([{ code, attribute: 'c' }]);
  });

  it('maps the status through the table and gives it as an attribute too', () => {
    const usual = compileBody({}, { status: { expression: 'status' } });
    expect(usual.evaluate({ ...ANN, status: 'On Leave' })).toMatchObject({
      status: 'on_leave',
      attributes: { status: 'on_leave' },
    });
    expect(usual.evaluate({ ...ANN, status: null })).toMatchObject({
      status: null,
      attributes: { status: null },
      errors: [],
    });
    const own = compileBody({}, { status: { expression: 'status', values: { Sluttet: 'terminated' } } });
    expect(own.evaluate({ ...ANN, status: 'SLUTTET' }).status).toBe('terminated');
    expect(own.evaluate({ ...ANN, status: 'active' })).toMatchObject({
      status: null,
      errors: [{ code: 'unknown_status' }],
    });
  });

  it('reads the restricted role like a boolean', () => {
    const mapping = compileBody({ restricted_role: { expression: 'ext' } });
    const roleOf = (ext: unknown) => mapping.evaluate({ ...ANN, ext }).role;
    expect(['1', 'Yes', true, 1, 'y'].map(roleOf)).toEqual(Array(5).fill('restricted'));
    expect(['0', 'No', 'false', false, 0, 'n'].map(roleOf)).toEqual(Array(6).fill('regular'));
    expect([null, '', undefined].map(roleOf)).toEqual([null, null, null]);
    expect(mapping.evaluate({ ...ANN, ext: 'perhaps' })).toMatchObject({
      role: null,
      errors: [{ code: 'invalid_role', attribute: 'restricted_role', expression: 'ext', received: '"perhaps"' }],
    });
    expect(Object.keys(mapping.evaluate(ANN).attributes)).toEqual(['full_name', 'email']);
  });

  it('evaluates include and primary row', () => {
    const mapping = compileBody({ include: "country != 'SE' && scope", primary_row: 'main' });
    expect(mapping.evaluate({ ...ANN, country: 'NO', scope: '1', main: 'Y' })).toMatchObject({
      included: true,
      primary: true,
    });
    expect(mapping.evaluate({ ...ANN, country: 'SE', scope: '1', main: '0' })).toMatchObject({
      included: false,
      primary: false,
    });
    expect(mapping.evaluate({ ...ANN, country: 'NO', scope: 'false' })).toMatchObject({
      included: false,
      primary: false,
    });
  });
});
