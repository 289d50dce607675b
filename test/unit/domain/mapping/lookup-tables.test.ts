import { describe, expect, it } from 'vitest';
import { compileMapping } from '../../../../src/domain/mapping/compile-mapping.ts';
import { checkMapping } from '../../../../src/domain/mapping/mapping.ts';
import { describeFault } from '../../../../src/domain/shared/fault.ts';
import { compileExpression } from '../../../../src/jmespath/expression.ts';
import { ANN } from './compile.ts';

const standard = { full_name: { expression: 'name' }, email: { expression: 'email' } };
const tables = { departments: { ' ENG': 'Engineering', eng: 'never', '10': 'Ten', true: 'Yes', empty: '' } };

const mapped = (expression: string, given: typeof tables | undefined = tables) => {
  const body = { standard: { ...standard, department: { expression } } };
  const mapping = checkMapping(body, { departments: {} });
  if (!mapping.ok) throw new Error(describeFault(mapping.fault));
  return compileMapping(mapping.value, { tables: given });
};

describe('the function lookup', () => {
  it.each([
    ['ENG', 'Engineering'],
    [' eng ', 'Engineering'],
    [10, 'Ten'],
    [true, 'Yes'],
    ['empty', null],
    [null, null],
    ['', null],
    [' ', null],
  ])('finds %j without case and white space', (code, department) => {
    const person = mapped("lookup(code, 'departments')").evaluate({ ...ANN, code });
    expect(person.attributes.department).toBe(department);
    expect(person.errors).toEqual([]);
    expect('unmapped' in person).toBe(false);
  });

  it('gives null for what the table lacks, and reports it', () => {
    const mapping = mapped("lookup(code, 'departments')");
    for (const code of ['FIN ', 'constructor', '__proto__', 'toString']) {
      const person = mapping.evaluate({ ...ANN, code });
      expect(person.attributes.department).toBeNull();
      expect(person.unmapped).toEqual([{ table: 'departments', value: code.trim() }]);
    }
    expect('unmapped' in mapping.evaluate({ ...ANN, code: 'ENG' })).toBe(false);
  });

  it('reports each missed value once, at most 20 a payload, each cut to sound text', () => {
    const mapping = mapped("codes[*].lookup(@, 'departments') | [0]");
    expect(mapping.evaluate({ ...ANN, codes: ['a', 'b', 'a'] }).unmapped).toEqual([
      { table: 'departments', value: 'a' },
      { table: 'departments', value: 'b' },
    ]);
    expect(
      mapping.evaluate({ ...ANN, codes: Array.from({ length: 5000 }, (_, at) => `c${at}`) }).unmapped,
    ).toHaveLength(20);
    const [miss] = mapping.evaluate({ ...ANN, codes: [`x${'😀'.repeat(500)}`] }).unmapped ?? [];
    expect(miss?.value).toHaveLength(200);
    expect(miss?.value.isWellFormed()).toBe(true);
  });

  it('fails the attribute for a list, and for a table that has been removed', () => {
    expect(mapped("lookup(code, 'departments')").evaluate({ ...ANN, code: ['ENG'] }).errors).toMatchObject([
      { code: 'expression_failed', attribute: 'department' },
    ]);
    const person = compileMapping(
      {
        standard: {
          full_name: { expression: 'name', null_policy: 'clear' },
          email: { expression: 'email', null_policy: 'clear' },
          department: { expression: "lookup(code, 'departments')", null_policy: 'clear' },
        },
        custom: [],
        restricted_role: null,
        include: null,
        primary_row: null,
        no_email: 'fail',
        create_days_before_hire: null,
      },
      { tables: JSON.parse('{"__proto__": {"eng": "x"}}') },
    ).evaluate({ ...ANN, code: 'eng' });
    expect(person.errors).toMatchObject([
      {
        code: 'expression_failed',
        attribute: 'department',
        message: 'There is no table departments for lookup(). Add it, or name one that there is.',
      },
    ]);
  });

  it('is refused in a mapping that names a table which does not exist, or gives no plain name', () => {
    const faultOf = (expression: string) => {
      const mapping = checkMapping({ standard: { ...standard, title: { expression } } }, tables);
      return mapping.ok ? null : mapping.fault;
    };
    expect(faultOf("lookup(code, 'departments')")).toBeNull();
    for (const name of ['nope', 'constructor', '__proto__']) {
      expect(faultOf(`lookup(code, '${name}')`)).toMatchObject({
        code: 'invalid_expression',
        details: { path: 'standard.title.expression', position: 13, kind: 'invalid-value' },
      });
    }
    expect(faultOf('lookup(code, departments)')).toMatchObject({ details: { position: 13, kind: 'invalid-type' } });
    expect(faultOf('lookup(code, `1`)')).toMatchObject({ details: { position: 13, kind: 'invalid-type' } });
    expect(compileExpression('lookup(code)').ok).toBe(false);
  });
});
