import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkMapping, type Mapping } from '../../../../src/domain/mapping/mapping.ts';
import { describeFault } from '../../../../src/domain/shared/fault.ts';

const standard = { full_name: { expression: 'Name' }, email: { expression: 'Email' } };
const messageOf = (body: unknown) => {
  const fault = faultOf(body);
  return fault && describeFault(fault);
};

const faultOf = (body: unknown) => {
  const mapping = checkMapping(body);
  return mapping.ok ? null : mapping.fault;
};

describe('a mapping', () => {
  it('needs a full name and an e-mail, and fills in the rest', () => {
    const expected: Mapping = {
      standard: {
        full_name: { expression: 'Name', null_policy: 'clear' },
        email: { expression: 'Email', null_policy: 'clear' },
      },
      custom: [],
      restricted_role: null,
      include: null,
      primary_row: null,
      no_email: 'fail',
      create_days_before_hire: null,
    };
    expect(checkMapping({ standard })).toEqual({ ok: true, value: expected });
    expect(checkMapping(expected)).toEqual({ ok: true, value: expected });
  });

  it('may map everything', () => {
    const body = {
      standard: {
        ...standard,
        picture_url: { expression: 'a' },
        employee_id: { expression: 'a' },
        hire_date: { expression: 'a' },
        termination_date: { expression: 'a' },
        department: { expression: 'a', null_policy: 'keep' },
        title: { expression: 'a' },
        status: {
          expression: 'a',
          values: { Aktiv: 'active', aktiv: 'active', Permisjon: 'on_leave', Sluttet: 'terminated' },
        },
        location: { expression: 'a' },
        manager: { expression: 'a' },
      },
      custom: [
        { key: 'cost_center', type: 'text', expression: 'b', export: false },
        { key: 'x', type: 'list', expression: 'c' },
      ],
      restricted_role: { expression: 'd' },
      include: 'e',
      primary_row: 'f',
    };
    expect(checkMapping(body)).toMatchObject({ ok: true, value: body });
  });

  it.each([
    [{ standard: { email: standard.email } }, 'standard.full_name', 'standard.full_name is missing.'],
    [{ standard: { full_name: standard.full_name } }, 'standard.email', 'standard.email is missing.'],
    [{}, 'standard', 'standard is missing.'],
    [null, '', 'The mapping must be a JSON object.'],
    [[], '', 'The mapping must be a JSON object.'],
    ['x', '', 'The mapping must be a JSON object.'],
    [{ standard, extra: 1 }, 'extra', 'The mapping does not know extra. Remove it, or correct its name.'],
    [
      { standard: { ...standard, emial: standard.email } },
      'standard.emial',
      'The mapping does not know standard.emial. Remove it, or correct its name.',
    ],
    [
      { standard: { ...standard, title: { expression: 'a', nullPolicy: 'keep' } } },
      'standard.title.nullPolicy',
      'The mapping does not know standard.title.nullPolicy. Remove it, or correct its name.',
    ],
    [
      { standard: { ...standard, title: { expression: 'a', values: {} } } },
      'standard.title.values',
      'The mapping does not know standard.title.values. Remove it, or correct its name.',
    ],
    [
      { standard: { ...standard, title: { expression: ' ' } } },
      'standard.title.expression',
      'standard.title.expression must not be empty; leave it out instead.',
    ],
    [{ standard: { ...standard, title: {} } }, 'standard.title.expression', 'standard.title.expression is missing.'],
    [
      { standard: { ...standard, title: { expression: 'a', null_policy: 'drop' } } },
      'standard.title.null_policy',
      'standard.title.null_policy must be clear or keep.',
    ],
    [
      { standard: { ...standard, status: { expression: 'a', values: { x: 'gone' } } } },
      'standard.status.values.x',
      'standard.status.values.x must be active, on_leave or terminated.',
    ],
    [
      { standard: { ...standard, status: { expression: 'a', values: { Out: 'on_leave', 'out ': 'terminated' } } } },
      'standard.status.values',
      'standard.status.values gives the word "out" two meanings.',
    ],
    [
      { standard: { ...standard, status: { expression: 'a', values: { ' ': 'terminated' } } } },
      'standard.status.values',
      'standard.status.values has an empty word; no value means no status anyway.',
    ],
    [{ standard, include: '' }, 'include', 'include must not be empty; leave it out instead.'],
    [
      { standard, restricted_role: 'a' },
      'restricted_role',
      'restricted_role must be an object with an expression, or null.',
    ],
    [{ standard: 5 }, 'standard', 'standard must be an object with an entry for each mapped attribute.'],
  ])('is refused with the place and a sentence: %j', (body, path, message) => {
    expect(faultOf(body)).toMatchObject({ code: 'invalid_mapping', details: { path } });
    expect(messageOf(body)).toBe(message);
  });

  it.each([
    ['Cost', 'must start with a small letter and hold only small letters, digits and _'],
    ['1a', 'must start with a small letter and hold only small letters, digits and _'],
    ['__proto__', 'must start with a small letter and hold only small letters, digits and _'],
    ['email', 'is the key of a standard attribute; choose another'],
  ])('refuses the custom key %s', (key, problem) => {
    const body = { standard, custom: [{ key, type: 'text', expression: 'a' }] };
    expect(faultOf(body)?.code).toBe('invalid_mapping');
    expect(messageOf(body)).toBe(`custom[0].key ${problem}.`);
  });

  it('refuses a custom key that is there twice, and a type that does not exist', () => {
    const a = { key: 'a', type: 'text', expression: 'a' };
    expect(messageOf({ standard, custom: [a, a] })).toBe('custom[1].key a is there twice; each key once.');
    expect(messageOf({ standard, custom: [{ ...a, type: 'datetime' }] })).toBe(
      'custom[0].type must be text, number, boolean, date or list.',
    );
  });

  it('lists all that is wrong with its shape', () => {
    const fault = faultOf({ standard: { full_name: {} }, extra: 1 });
    expect(fault?.details?.problems).toEqual([
      'standard.full_name.expression is missing.',
      'standard.email is missing.',
      'The mapping does not know extra. Remove it, or correct its name.',
    ]);
  });

  it.each([
    [{ standard: { ...standard, title: { expression: 'Position.' } } }, 'standard.title.expression', 9],
    [{ standard, custom: [{ key: 'a', type: 'text', expression: 'a b()' }] }, 'custom[0].expression', 2],
    [{ standard, restricted_role: { expression: '(' } }, 'restricted_role.expression', 1],
    [{ standard, include: 'nope(a)' }, 'include', 0],
    [{ standard, include: 'a = b', primary_row: '(' }, 'include', 2],
  ])('is refused with the place of a bad expression: %j', (body, path, position) => {
    const fault = faultOf(body);
    expect(fault).toMatchObject({ code: 'invalid_expression', details: { path, position } });
    expect(fault && describeFault(fault)).toContain(
      `${path} is not a valid expression, at character ${position + 1}: `,
    );
  });

  it('is refused with every problem at once: those of its shape, then every bad expression', () => {
    const custom = [
      { key: 'A', type: 'text', expression: '' },
      { key: 'b', type: 'text', expression: 'b[' },
    ];
    const fault = faultOf({ standard: { ...standard, title: { expression: 'Position.' } }, custom, include: '(' });
    expect(fault).toMatchObject({
      code: 'invalid_mapping',
      details: {
        path: 'custom[0].key',
        paths: [
          'custom[0].key',
          'custom[0].expression',
          'standard.title.expression',
          'custom[1].expression',
          'include',
        ],
      },
    });
  });

  it('answers any body in its own words', () => {
    const odd = fc.oneof(fc.jsonValue(), fc.constantFrom(undefined, [], {}, [{}], [[]], { expression: 5 }));
    const bodies = fc.oneof(
      odd,
      fc.record({ standard: odd, custom: odd, restricted_role: odd, include: odd, primary_row: odd }),
      odd.map((title) => ({ standard: { ...standard, title } })),
      odd.map((values) => ({ standard: { ...standard, status: { expression: 'a', values } } })),
      odd.map((one) => ({
        standard,
        custom: [one, { key: one, type: one, expression: one, null_policy: one, export: one }],
      })),
    );
    fc.assert(
      fc.property(bodies, (body) => {
        const fault = faultOf(body);
        expect((fault && describeFault(fault)) ?? '').not.toMatch(/Invalid|expected/);
        for (const problem of [fault?.details?.problems ?? []].flat()) expect(problem).not.toMatch(/Invalid|expected/);
      }),
    );
  });
});
