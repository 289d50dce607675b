import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePayload } from '../../../../src/domain/mapping/payload.ts';
import { compileBody } from './compile.ts';

/** The slow way that needs no scanning: V8 hands each number to a reviver with its source text. */
const bySource = (text: string): unknown =>
  JSON.parse(text, (_, value, ...context: { source?: string }[]) => {
    const { source = '' } = context[0] ?? {};
    const isLossy = typeof value === 'number' && /^-?[0-9]+$/.test(source) && !Number.isSafeInteger(value);
    return isLossy ? source : value;
  });

describe('a payload', () => {
  it.each([
    ['{"id":12345678901234567890}', { id: '12345678901234567890' }],
    ['{"id": -12345678901234567890 }', { id: '-12345678901234567890' }],
    ['[9007199254740993,1]', ['9007199254740993', 1]],
    ['9007199254740993', '9007199254740993'],
    [' \n9007199254740993\t', '9007199254740993'],
    ['{"id":9007199254740991}', { id: 9007199254740991 }],
    ['{"id":1234567890123456}', { id: 1234567890123456 }],
    ['{"id":"12345678901234567890"}', { id: '12345678901234567890' }],
    ['{"id":"a: 12345678901234567890 b"}', { id: 'a: 12345678901234567890 b' }],
    ['{"id":"\\",12345678901234567890"}', { id: '",12345678901234567890' }],
    ['{"a":"\\\\","id":12345678901234567890}', { a: '\\', id: '12345678901234567890' }],
    ['{"a":"\\\\\\"","id":12345678901234567890}', { a: '\\"', id: '12345678901234567890' }],
    ['{"12345678901234567890":1}', { '12345678901234567890': 1 }],
    ['{"n":12345678901234567890.5}', { n: Number('12345678901234567890.5') }],
    ['{"n":12345678901234567890e2}', { n: Number('12345678901234567890e2') }],
    ['{"n":0.30000000000000004}', { n: 0.30000000000000004 }],
    ['{"n":1e-1234567890123456}', { n: 0 }],
    ['{"n":1,"x":12345678901234567890,"m":2.5,"s":"1"}', { n: 1, x: '12345678901234567890', m: 2.5, s: '1' }],
  ])('is read: %s', (text, value) => {
    expect(parsePayload(text)).toEqual(value);
  });

  it.each(['{"id":01234567890123456789}', '{"id":12345678901234567890', '{"id":+12345678901234567890}', '', '{a:1}'])(
    'is refused as JSON.parse refuses it: %s',
    (text) => {
      let said: unknown;
      try {
        JSON.parse(text);
      } catch (error) {
        said = error;
      }
      expect(() => parsePayload(text)).toThrow(said as Error);
    },
  );

  const digits = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }).map(String);
  const scalar = fc.oneof(
    digits,
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc.tuple(digits, fc.nat(99), fc.constantFrom('', 'e2', 'E-3')).map(([whole, rest, e]) => `${whole}.${rest}${e}`),
    fc
      .string({ unit: fc.constantFrom('"', '\\', ',', ':', ' ', '7', '7777777', '{', 'é') })
      .map((s) => JSON.stringify(s)),
    digits.map((each) => JSON.stringify(each)),
    fc.constantFrom('null', 'true'),
  );
  const space = fc.constantFrom('', ' ', '\n\t');
  const { json } = fc.letrec<{ json: string }>((tie) => ({
    json: fc.oneof(
      { maxDepth: 4 },
      scalar,
      fc
        .tuple(fc.array(tie('json'), { maxLength: 5 }), space)
        .map(([all, gap]) => `[${gap}${all.join(`,${gap}`)}${gap}]`),
      fc
        .tuple(fc.array(fc.tuple(fc.oneof(fc.string(), digits), tie('json')), { maxLength: 5 }), space)
        .map(([all, gap]) => `{${all.map(([key, value]) => `${gap}${JSON.stringify(key)}:${gap}${value}`).join(',')}}`),
    ),
  }));

  it('keeps every whole number beyond 2^53 as its own digits, and all else as JSON.parse has it', () => {
    fc.assert(
      fc.property(json, (text) => {
        expect(parsePayload(text)).toEqual(bySource(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('finds a long number wherever it stands', () => {
    for (let at = 0; at < 70; at += 1) {
      const text = `{"${'k'.repeat(at)}":1234567890123456789,"rest":"${'9'.repeat(at)}"}`;
      expect(parsePayload(text)).toEqual({ ['k'.repeat(at)]: '1234567890123456789', rest: '9'.repeat(at) });
    }
  });

  it('has own keys only, and does not overflow the stack', () => {
    const own = parsePayload('{"__proto__":{"evil":12345678901234567890}}');
    expect(Object.getPrototypeOf(own)).toBe(Object.prototype);
    expect(JSON.stringify(own)).toBe('{"__proto__":{"evil":"12345678901234567890"}}');
    const deep = 50_000;
    let value = parsePayload(`${'['.repeat(deep)}12345678901234567890${']'.repeat(deep)}`);
    while (Array.isArray(value)) value = value[0];
    expect(value).toBe('12345678901234567890');
  });

  it('of a megabyte of digits is read in no time', () => {
    const start = performance.now();
    parsePayload(`{"a":"${'1'.repeat(1_000_000)}","b":[${'1,'.repeat(200_000)}12345678901234567890]}`);
    parsePayload(`"${'\\\\'.repeat(500_000)}"`);
    parsePayload(`["${'\\"'.repeat(500_000)}",12345678901234567890]`);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it('gives an employee ID of any length with all of its digits', () => {
    const mapping = compileBody(
      { custom: [{ key: 'n', type: 'number', expression: 'id' }] },
      { employee_id: { expression: 'id' } },
    );
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n }), (id) => {
        const person = mapping.evaluate(parsePayload(`{"name":"Ann","email":"ann@example.com","id":${id}}`));
        expect(person.errors).toEqual([]);
        expect(person.attributes).toMatchObject({ employee_id: String(id), n: Number(id) });
      }),
    );
  });
});
