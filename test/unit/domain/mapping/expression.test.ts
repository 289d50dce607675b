import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileMappingExpression } from '../../../../src/domain/mapping/expression.ts';
import { compileExpression } from '../../../../src/jmespath/expression.ts';
import { compileBody } from './compile.ts';

const answer = (text: string, payload: unknown): unknown => {
  const expression = compileMappingExpression(text);
  if (!expression.ok) throw new Error(expression.fault.message);
  return expression.value.evaluate(payload);
};

describe('the bare name of a column as an expression', () => {
  it.each([
    'Full Name',
    'Employee ID',
    "Manager's email",
    'Manager’s email',
    "Employees' club",
    'E-mail',
    'a-b',
    'Straße',
    'Имя сотрудника',
    '氏名',
    'Employee #',
    'City/Town',
    'FTE %',
    '2nd e-mail',
    'Hire Date',
    'Cost_Center code',
  ])('reads that key: %s', (name) => {
    expect(answer(name, { [name]: 'x' })).toBe('x');
    expect(answer(` ${name}\n`, { [name]: 'x' })).toBe('x');
    for (const payload of [{ [name]: null }, {}, null, [], 'x', [{ [name]: 1 }]]) {
      expect(answer(name, payload)).toBeNull();
    }
    expect(answer(name, { inner: { [name]: 'x' } })).toBeNull();
  });

  it('is found with either apostrophe, the one that was written first', () => {
    for (const key of ["Manager's email", 'Manager’s email']) {
      for (const text of ["Manager's email", 'Manager’s email']) expect(answer(text, { [key]: 'x' })).toBe('x');
    }
    const both = { "Manager's email": 'straight', 'Manager’s email': 'typographic' };
    expect(answer("Manager's email", both)).toBe('straight');
    expect(answer('Manager’s email', both)).toBe('typographic');
    expect(answer('Manager’s email', { ...both, 'Manager’s email': null })).toBeNull();
  });

  it('sees own properties only', () => {
    const payload = Object.create({ 'Full Name': 'inherited' });
    expect(answer('Full Name', payload)).toBeNull();
  });

  it('is bounded like any expression', () => {
    expect(() => answer('Full Name', { 'Full Name': 'x'.repeat(1_000_001) })).toThrow('characters');
    expect(compileMappingExpression(`${'a '.repeat(110)}`).ok).toBe(false);
  });

  it.each(['Title', 'Job.Title', 'a || b', "'x'", '"Full Name"', '@', 'true', 'Emp. No'])(
    'is not what JMESPath itself understands: %s',
    (text) => {
      const payload = { [text]: 'literal', Title: 'T', Job: { Title: 'JT' }, b: 'B', Emp: { No: 7 } };
      const jmespath = compileExpression(text);
      expect(jmespath.ok).toBe(true);
      expect(answer(text, payload)).toEqual(jmespath.ok && jmespath.value.evaluate(payload));
    },
  );

  it.each([
    '',
    ' ',
    'Emails[0',
    'Job.',
    'Job..Title',
    'a = b',
    'a + b',
    'First, Last',
    'Name (full)',
    "'Ann",
    "Type 'Work'",
    "Type'Work'",
    'a == ‘b’',
    '12',
    '- 5',
    'length(Full Name)',
    'Full Name || Name',
    'a\tb',
    'nope(a)',
    '\ud800',
  ])('leaves the fault of any other text as it is: %j', (text) => {
    const jmespath = compileExpression(text);
    expect(jmespath.ok).toBe(false);
    expect(compileMappingExpression(text)).toEqual(jmespath);
  });

  it('never changes what any text of JMESPath means, and never hides another fault than syntax', () => {
    const text = fc.string({ unit: fc.constantFrom(...`ab1 .[]()'"-|&*@,’\`é`.split('')), maxLength: 12 });
    fc.assert(
      fc.property(text, (each) => {
        const jmespath = compileExpression(each);
        const read = compileMappingExpression(each);
        if (jmespath.ok || jmespath.fault.kind !== 'syntax') expect(read.ok).toBe(jmespath.ok);
        if (!jmespath.ok && read.ok) {
          const payload = { [each.trim()]: 'mine', a: 'other', b: 'other' };
          expect(read.value.evaluate(payload)).toBe('mine');
        }
        if (jmespath.ok && read.ok) {
          const payload = { [each.trim()]: 'literal', a: { b: 1 }, b: [1, 2] };
          let [mine, theirs]: unknown[] = [];
          try {
            theirs = jmespath.value.evaluate(payload);
          } catch (error) {
            theirs = String(error);
          }
          try {
            mine = read.value.evaluate(payload);
          } catch (error) {
            mine = String(error);
          }
          expect(mine).toEqual(theirs);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('maps a CSV with the headers that people know', () => {
    const mapping = compileBody({
      standard: { full_name: { expression: 'Full Name' }, email: { expression: 'Email' } },
    });
    expect(mapping.evaluate({ 'Full Name': 'Ann Lee', Email: 'ann@example.com' })).toMatchObject({
      attributes: { full_name: 'Ann Lee', email: 'ann@example.com' },
      errors: [],
    });
    expect(mapping.evaluate({ Email: 'ann@example.com' }).errors).toMatchObject([
      { code: 'required_missing', expression: 'Full Name' },
    ]);
  });
});
