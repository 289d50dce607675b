import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileMapping } from '../../../../src/domain/mapping/compile-mapping.ts';
import { checkMapping } from '../../../../src/domain/mapping/mapping.ts';

const compiled = (body: object, standard: object = {}) => {
  const mapping = checkMapping({
    standard: { full_name: { expression: 'name' }, email: { expression: 'email' }, ...standard },
    ...body,
  });
  if (!mapping.ok) throw new Error(mapping.fault.message);
  return compileMapping(mapping.value);
};
const ann = { name: 'Ann', email: 'ann@example.com' };

describe('a compiled mapping', () => {
  it('gives every mapped attribute, standard ones first, and nothing else', () => {
    const mapping = compiled(
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
      ...ann,
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

  it('tells its expressions and which attributes keep their old value', () => {
    const mapping = compiled(
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
    const mapping = compiled({}, { full_name: { expression: 'name', null_policy: 'keep' } });
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
    const mapping = compiled({}, { [key]: { expression: 'value' } });
    const { errors, attributes } = mapping.evaluate({ ...ann, value });
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
    const mapping = compiled({ custom: [{ key: 'c', type, expression: 'value' }] });
    expect(mapping.evaluate({ ...ann, value }).errors).toMatchObject([{ code, attribute: 'c' }]);
  });

  it('maps the status through the table and gives it as an attribute too', () => {
    const usual = compiled({}, { status: { expression: 'status' } });
    expect(usual.evaluate({ ...ann, status: 'On Leave' })).toMatchObject({
      status: 'on_leave',
      attributes: { status: 'on_leave' },
    });
    expect(usual.evaluate({ ...ann, status: null })).toMatchObject({
      status: null,
      attributes: { status: null },
      errors: [],
    });
    const own = compiled({}, { status: { expression: 'status', values: { Sluttet: 'terminated' } } });
    expect(own.evaluate({ ...ann, status: 'SLUTTET' }).status).toBe('terminated');
    expect(own.evaluate({ ...ann, status: 'active' })).toMatchObject({
      status: null,
      errors: [{ code: 'unknown_status' }],
    });
  });

  it('reads the restricted role like a boolean', () => {
    const mapping = compiled({ restricted_role: { expression: 'ext' } });
    const roleOf = (ext: unknown) => mapping.evaluate({ ...ann, ext }).role;
    expect(['1', 'Yes', true, 1, 'y'].map(roleOf)).toEqual(Array(5).fill('restricted'));
    expect(['0', 'No', 'false', false, 0, 'n'].map(roleOf)).toEqual(Array(6).fill('regular'));
    expect([null, '', undefined].map(roleOf)).toEqual([null, null, null]);
    expect(mapping.evaluate({ ...ann, ext: 'perhaps' })).toMatchObject({
      role: null,
      errors: [{ code: 'invalid_role', attribute: 'restricted_role', expression: 'ext', received: '"perhaps"' }],
    });
    expect(Object.keys(mapping.evaluate(ann).attributes)).toEqual(['full_name', 'email']);
  });

  it('answers include and primary row', () => {
    const mapping = compiled({ include: "country != 'SE' && scope", primary_row: 'main' });
    expect(mapping.evaluate({ ...ann, country: 'NO', scope: '1', main: 'Y' })).toMatchObject({
      included: true,
      primary: true,
    });
    expect(mapping.evaluate({ ...ann, country: 'SE', scope: '1', main: '0' })).toMatchObject({
      included: false,
      primary: false,
    });
    expect(mapping.evaluate({ ...ann, country: 'NO', scope: 'false' })).toMatchObject({
      included: false,
      primary: false,
    });
  });

  it('does not put a person out of scope whose scope cannot be told', () => {
    const mapping = compiled({ include: "starts_with(country, 'N')" });
    expect(mapping.evaluate(ann)).toMatchObject({
      included: true,
      errors: [
        {
          code: 'expression_failed',
          attribute: null,
          expression: "starts_with(country, 'N')",
          received: null,
          message: 'starts_with() needs a string as argument 1, but received null.',
        },
      ],
    });
  });

  it('fails one attribute alone when its expression fails or costs too much', () => {
    const mapping = compiled(
      {},
      { title: { expression: "join(', ', titles)" }, location: { expression: 'places[*].[@] | [0][0]' } },
    );
    expect(mapping.evaluate({ ...ann, titles: ['a', null], places: Array(200_000).fill('x') })).toMatchObject({
      attributes: { full_name: 'Ann', email: 'ann@example.com', title: null, location: null },
      errors: [
        {
          code: 'expression_failed',
          attribute: 'title',
          message:
            'join() needs an array of strings as argument 2, but received an array that holds a string and null.',
        },
        { code: 'expression_budget', attribute: 'location' },
      ],
    });
  });

  it.each([null, undefined, 'x', 5, true, [], [ann]])(
    'makes one error of a payload that is no object: %j',
    (payload) => {
      const person = compiled({ include: 'a' }).evaluate(payload);
      expect(person).toMatchObject({
        attributes: {},
        included: true,
        errors: [{ code: 'not_an_object', attribute: null }],
      });
      expect(person.errors).toHaveLength(1);
    },
  );

  it('shows what was received in at most 200 characters of sound text', () => {
    const mapping = compiled({}, { hire_date: { expression: 'd' } });
    const receivedOf = (d: unknown) => mapping.evaluate({ ...ann, d }).errors[0]?.received ?? '';
    expect(receivedOf('x'.repeat(500_000))).toBe(`"${'x'.repeat(198)}…`);
    expect(receivedOf('x'.repeat(198))).toBe(`"${'x'.repeat(198)}"`);
    expect(receivedOf(Array(5000).fill({ a: 1 }))).toHaveLength(200);
    for (const prefix of ['', 'x']) {
      const received = receivedOf(prefix + '😀'.repeat(300));
      expect(received.length).toBeLessThanOrEqual(200);
      expect(received.isWellFormed()).toBe(true);
    }
    expect(receivedOf('\ud800')).toBe('"\\ud800"');
    expect(receivedOf(JSON.parse('1e999'))).toBe('Infinity');
  });

  it('keeps texts that are not well-formed, and a key named constructor, as own plain data', () => {
    const mapping = compiled({ custom: [{ key: 'constructor', type: 'text', expression: 'constructor' }] });
    expect(mapping.evaluate({ ...ann, name: 'A\ud800' }).attributes).toEqual({
      full_name: 'A\ud800',
      email: 'ann@example.com',
      constructor: null,
    });
    expect(mapping.evaluate(JSON.parse('{"__proto__":{"name":"Eve","email":"eve@example.com"}}')).errors).toHaveLength(
      2,
    );
  });

  it('never throws, gives JSON, and the same again, for any payload', () => {
    const mapping = compiled(
      {
        custom: ['text', 'number', 'boolean', 'date', 'list'].map((type) => ({
          key: type,
          type,
          expression: 'v || *|[0]',
        })),
        restricted_role: { expression: 'v' },
        include: 'v',
        primary_row: 'length(@) > `1`',
      },
      { status: { expression: 'v' }, picture_url: { expression: 'v' }, manager: { expression: 'v.v' } },
    );
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.record({ v: fc.jsonValue({ stringUnit: 'binary' }) })), (payload) => {
        const person = mapping.evaluate(payload);
        expect(JSON.parse(JSON.stringify(person))).toEqual(person);
        expect(mapping.evaluate(payload)).toEqual(person);
      }),
      { numRuns: 500 },
    );
  });
});
