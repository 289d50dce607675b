import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ANN, compileBody } from './compile.ts';

describe('a payload that a mapping cannot make sense of', () => {
  it('does not put a person out of scope whose scope cannot be told', () => {
    const mapping = compileBody({ include: "starts_with(country, 'N')" });
    expect(mapping.evaluate(ANN)).toMatchObject({
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
    const mapping = compileBody(
      {},
      { title: { expression: "join(', ', titles)" }, location: { expression: 'places[*].[@] | [0][0]' } },
    );
    expect(mapping.evaluate({ ...ANN, titles: ['a', null], places: Array(200_000).fill('x') })).toMatchObject({
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

  it.each([null, undefined, 'x', 5, true, [], [ANN]])(
    'makes one error of a payload that is no object: %j',
    (payload) => {
      const person = compileBody({ include: 'a' }).evaluate(payload);
      expect(person).toMatchObject({
        attributes: {},
        included: true,
        errors: [{ code: 'not_an_object', attribute: null }],
      });
      expect(person.errors).toHaveLength(1);
    },
  );

  it('shows what was received in at most 200 characters of sound text', () => {
    const mapping = compileBody({}, { hire_date: { expression: 'd' } });
    const receivedOf = (d: unknown) => mapping.evaluate({ ...ANN, d }).errors[0]?.received ?? '';
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
    const mapping = compileBody({ custom: [{ key: 'constructor', type: 'text', expression: 'constructor' }] });
    expect(mapping.evaluate({ ...ANN, name: 'A\ud800' }).attributes).toEqual({
      full_name: 'A\ud800',
      email: 'ann@example.com',
      constructor: null,
    });
    expect(mapping.evaluate(JSON.parse('{"__proto__":{"name":"Eve","email":"eve@example.com"}}')).errors).toHaveLength(
      2,
    );
  });

  it('never throws, gives JSON, and the same again, for any payload', () => {
    const mapping = compileBody(
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
