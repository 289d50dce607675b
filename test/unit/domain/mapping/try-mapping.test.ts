import { describe, expect, test } from 'vitest';
import { compileMapping } from '../../../../src/domain/mapping/compile-mapping.ts';
import { mappingSchema } from '../../../../src/domain/mapping/mapping.ts';
import { tryMapping } from '../../../../src/domain/mapping/try-mapping.ts';
import { mapping } from '../../../../tools/hr/mapping.ts';
import { toReportEntry } from '../../../../tools/hr/workday.ts';
import { people } from '../../../../tools/hr/world.ts';

const body = (title: string, more: object = {}) => ({ standard: { title: { expression: title } }, ...more });
const only = (given: ReturnType<typeof tryMapping>) => given[0] ?? expect.unreachable();

describe('an expression that is tried', () => {
  test('shows what it gave and what that becomes', () => {
    const date = only(tryMapping({ standard: { hire_date: { expression: 'Hired' } } }, { Hired: '2021-03-01-08:00' }));
    expect(date).toEqual({
      path: 'standard.hire_date.expression',
      becomes: 'date',
      refusal: null,
      raw: '"2021-03-01-08:00"',
      value: '2021-03-01',
      error: null,
      unmapped: [],
    });
  });

  test('shows the error that a sync would give', () => {
    const { raw, value, error } = only(tryMapping({ standard: { email: { expression: 'Mail' } } }, { Mail: 'none' }));
    expect([raw, value, error?.code]).toEqual(['"none"', null, 'invalid_email']);
    expect(only(tryMapping({ standard: { email: { expression: 'Gone' } } }, {})).error?.code).toBe('required_missing');
    expect(only(tryMapping(body('length(`1`)'), {})).error?.code).toBe('expression_failed');
  });

  test('shows the place of what cannot be saved, and the others all the same', () => {
    const tried = tryMapping(
      { standard: { title: { expression: 'Job[' }, department: { expression: 'Dept' } } },
      { Dept: 'HR' },
    );
    expect(tried.map(({ refusal, value }) => [refusal?.position ?? null, value])).toEqual([
      [null, 'HR'],
      [4, null],
    ]);
    expect(only(tryMapping(body("lookup(a, 'x')"), {})).refusal).toMatchObject({ position: 10 });
  });

  test('uses the value table of the status, and tables', () => {
    const status = { standard: { status: { expression: 's', values: { Here: 'active', Odd: 'nonsense' } } } };
    expect(only(tryMapping(status, { s: 'here' })).value).toBe('active');
    expect(only(tryMapping(status, { s: 'odd' })).error?.code).toBe('unknown_status');
    const looked = only(tryMapping(body("lookup(a, 'x')"), { a: 'q' }, { x: { p: 'P' } }));
    expect([looked.value, looked.unmapped]).toEqual([null, [{ table: 'x', value: 'q' }]]);
  });

  test('may be that of a custom attribute whose key is missing, or there twice', () => {
    const custom = [
      { key: '', type: 'number', expression: 'n' },
      { key: '', type: 'odd', expression: 'n' },
    ];
    expect(tryMapping({ custom }, { n: '7' }).map(({ path, value }) => [path, value])).toEqual([
      ['custom[0].expression', 7],
      ['custom[1].expression', '7'],
    ]);
  });

  test('may be one of the rules beside the attributes', () => {
    const beside = { restricted_role: { expression: 'r' }, include: 'i', primary_row: 'length(`1`)' };
    expect(tryMapping(beside, { r: '1', i: 'no' }).map(({ value, error }) => error?.code ?? value)).toEqual([
      'restricted',
      false,
      'expression_failed',
    ]);
  });
});

test('agrees with a sync about everybody of the demo', () => {
  const compiled = compileMapping(mappingSchema.parse(mapping));
  for (const person of people({ people: 300, seed: 1, churn: 1 })) {
    const payload = toReportEntry(person);
    const synced = compiled.evaluate(payload);
    const tried = new Map(tryMapping(mapping, payload).map((one) => [one.path, one]));
    for (const key of Object.keys(mapping.standard)) {
      expect(tried.get(`standard.${key}.expression`)?.value).toEqual(synced.attributes[key]);
    }
    for (const [at, { key }] of mapping.custom.entries()) {
      expect(tried.get(`custom[${at}].expression`)?.value).toEqual(synced.attributes[key]);
    }
    const messages = [...tried.values()].flatMap(({ error }) => error?.message ?? []);
    expect(messages).toEqual(synced.errors.map(({ message }) => message));
  }
});

test.each([
  ['no object', [1, 2], 'not_an_object'],
  ['a text', 'x', 'not_an_object'],
  ['__proto__ of its own', JSON.parse('{"__proto__":{"a":1}}'), null],
  ['a deep one', JSON.parse(`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`), 'expression_budget'],
  ['half a surrogate pair', { a: '\ud800' }, null],
])('is answered for a payload that is %s', (_, payload, code) => {
  expect(only(tryMapping(body('a'), payload)).error?.code ?? null).toBe(code);
});

test.each([null, 1, [], 'x', { standard: [] }, { custom: { length: 9 } }, { standard: { title: 1 } }])(
  'is not looked for in a body that is no mapping: %j',
  (nonsense) => expect(tryMapping(nonsense, {})).toEqual([]),
);
