import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePayload } from '../../../../src/domain/mapping/payload.ts';
import { ANN, compileBody } from './compile.ts';

const TYPES = ['text', 'number', 'boolean', 'date', 'list'] as const;
const mapping = compileBody(
  {
    custom: TYPES.map((type) => ({ key: `${type}_value`, type, expression: type })),
    restricted_role: { expression: 'boolean' },
  },
  { employee_id: { expression: 'id' }, hire_date: { expression: 'date' }, manager: { expression: 'boss' } },
);
/** The road of a record: from the bytes of the data source to a person. */
const personOf = (payload: object) => mapping.evaluate(parsePayload(JSON.stringify({ ...ANN, ...payload })));

const gap = fc.string({ unit: fc.constantFrom(' ', '\t', '\n', '\u00a0'), maxLength: 3 });
const anyCase = (word: string) =>
  fc
    .array(fc.boolean(), { minLength: word.length, maxLength: word.length })
    .map((capitals) => [...word].map((letter, at) => (capitals[at] ? letter.toUpperCase() : letter)).join(''));

describe('a value that is coerced to an attribute', () => {
  it('is a boolean in every spelling of its word', () => {
    const yes = fc.constantFrom('1', 'true', 'yes', 'y').map((word) => ({ word, truth: true }));
    const no = fc.constantFrom('0', 'false', 'no', 'n').map((word) => ({ word, truth: false }));
    const spelled = fc
      .oneof(yes, no)
      .chain(({ word, truth }) =>
        fc.tuple(gap, anyCase(word), gap).map((parts) => ({ boolean: parts.join(''), truth })),
      );
    fc.assert(
      fc.property(spelled, ({ boolean, truth }) => {
        const person = personOf({ boolean });
        expect(person.errors).toEqual([]);
        expect(person.attributes.boolean_value).toBe(truth);
        expect(person.role).toBe(truth ? 'restricted' : 'regular');
      }),
    );
  });

  it('is no boolean when it is any other word', () => {
    fc.assert(
      fc.property(fc.string(), (boolean) => {
        const word = boolean.trim().toLowerCase();
        fc.pre(word !== '' && !['1', 'true', 'yes', 'y', '0', 'false', 'no', 'n'].includes(word));
        const codes = personOf({ boolean }).errors.map(({ code }) => code);
        expect(codes).toEqual(['invalid_boolean', 'invalid_role']);
      }),
    );
  });

  it('keeps leading zeros, in an ID, a manager and a text', () => {
    const padded = fc.tuple(fc.integer({ min: 1, max: 30 }), fc.bigInt({ min: 0n, max: 10n ** 25n }));
    fc.assert(
      fc.property(padded, gap, ([zeros, number], around) => {
        const id = `${'0'.repeat(zeros)}${number}`;
        const person = personOf({ id: `${around}${id}`, boss: id, text: id });
        expect(person.attributes).toMatchObject({ employee_id: id, manager: id, text_value: id });
      }),
    );
  });

  it('is the same day in every accepted form, whatever time and offset stand behind', () => {
    const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
    const day = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
    const rest = fc.constantFrom(
      '',
      'Z',
      '-08:00',
      '+1400',
      'T23:59:59Z',
      'T00:00:00.000-08:00',
      ' 12:00:00 AM',
      ' 9:30',
    );
    fc.assert(
      fc.property(day, rest, gap, (date, behind, around) => {
        const iso = date.toISOString().slice(0, 10);
        const [year = '', month = '', d = ''] = iso.split('-');
        const name = months[Number(month) - 1] ?? '';
        const forms = [iso, `${year}/${month}/${d}`, `${year}${month}${d}`, `${d}.${month}.${year}`];
        forms.push(`${d} ${name} ${year}`, `${d}-${name.toUpperCase()}-${year}`, `${name} ${Number(d)}, ${year}`);
        if (Number(d) > 12 || d === month) forms.push(`${month}/${d}/${year}`, `${d}/${month}/${year}`);
        for (const form of forms) {
          const person = personOf({ date: `${around}${form}${behind}${around}` });
          expect(person.errors).toEqual([]);
          expect(person.attributes).toMatchObject({ hire_date: iso, date_value: iso });
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is a list of the texts in it, without empty ones, in order', () => {
    const element = fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.boolean(), fc.constant(null), gap);
    fc.assert(
      fc.property(fc.array(element), (list) => {
        const texts = list.filter((each) => each !== null && String(each).trim() !== '').map(String);
        expect(personOf({ list }).attributes.list_value).toEqual(texts.length === 0 ? null : texts);
        const [only] = texts;
        if (only !== undefined) expect(personOf({ list: only }).attributes.list_value).toEqual([only]);
      }),
    );
  });

  it('is a number as JSON writes it, also when it comes as text', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), gap, (number, around) => {
        const expected = number === 0 ? 0 : number;
        expect(personOf({ number }).attributes.number_value).toBe(expected);
        expect(personOf({ number: `${around}${JSON.stringify(number)}` }).attributes.number_value).toBe(expected);
      }),
    );
  });
});

describe('a hostile payload in coercion', () => {
  const deep = `${'{"v":['.repeat(20_000)}1${']}'.repeat(20_000)}`;
  const hostile = [
    deep,
    `[${'[],'.repeat(200_000)}0]`,
    `[${'"\\ud800",'.repeat(50_000)}"x"]`,
    `{${Array.from({ length: 50_000 }, (_, at) => `"k${at}":${at}`).join(',')}}`,
    '{"__proto__":{"toString":1},"constructor":{"prototype":{"evil":true}},"length":-1}',
    `"${'\\ud83d'.repeat(300_000)}"`,
    `${'9'.repeat(300_000)}`,
    '1e999',
  ];

  it('fails attributes, never the process, and leaves no trace', () => {
    const odd = fc.constantFrom(...hostile);
    const keys = fc.constantFrom('text', 'number', 'boolean', 'date', 'list', 'id', 'boss', '__proto__', 'constructor');
    fc.assert(
      fc.property(keys, odd, (key, value) => {
        const start = performance.now();
        const text = `{"name":"Ann","email":"ann@example.com","${key}":${value}}`;
        const person = mapping.evaluate(parsePayload(text));
        expect(person.attributes).toMatchObject({ full_name: 'Ann', email: 'ann@example.com' });
        expect(() => JSON.stringify(person)).not.toThrow();
        for (const { received } of person.errors) expect((received ?? '').length).toBeLessThanOrEqual(200);
        expect(Object.hasOwn(Object.prototype, 'evil')).toBe(false);
        expect(performance.now() - start).toBeLessThan(1000);
      }),
      { numRuns: 60 },
    );
    expect(mapping.evaluate(ANN).errors).toEqual([]);
  });

  it('gives our functions nothing to break', () => {
    const calls = ['trim(v)', 'lower(v)', 'upper(v)', 'title_case(v)', "split(v, 'x')", "replace(v, 'x', 'y')"];
    calls.push("parse_date(v, 'YYYY-MM-DD')", 'coalesce(v, v)', "split(to_string(v), '')");
    const custom = calls.map((expression, at) => ({ key: `c${at}`, type: 'list', expression }));
    const all = compileBody({ custom });
    for (const value of hostile) {
      const start = performance.now();
      const person = all.evaluate(parsePayload(`{"name":"Ann","email":"ann@example.com","v":${value}}`));
      for (const { code } of person.errors) {
        expect(['expression_failed', 'expression_budget', 'invalid_list']).toContain(code);
      }
      expect(performance.now() - start).toBeLessThan(2000);
    }
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (v) => {
        const person = all.evaluate({ ...ANN, v });
        expect(all.evaluate({ ...ANN, v })).toEqual(person);
        for (const { message } of person.errors) expect(message).not.toContain('could not be evaluated');
      }),
    );
  });
});
