import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toUrl } from '../../../../../src/domain/mapping/coerce/addresses.ts';
import {
  type Coerced,
  toBoolean,
  toEmployeeId,
  toList,
  toNumber,
  toRole,
  toText,
  toTrimmedText,
} from '../../../../../src/domain/mapping/coerce/values.ts';

const outcome = (coerced: Coerced<unknown>): unknown => (coerced.ok ? coerced.value : coerced.fault.code);

describe('coercion to text', () => {
  it.each([
    [' Ann ', ' Ann '],
    [0, '0'],
    [-0, '0'],
    [12.5, '12.5'],
    [1e21, '1000000000000000000000'],
    [1.5e22, '15000000000000000000000'],
    [-1e-7, '-0.0000001'],
    [1.25e-8, '0.0000000125'],
    [true, 'true'],
    [false, 'false'],
    ['\ud800', '\ud800'],
    [null, null],
    ['', null],
    [' \n', null],
    [[], 'invalid_text'],
    [{}, 'invalid_text'],
    [Number.POSITIVE_INFINITY, 'invalid_text'],
  ])('makes of %j %j', (value, text) => {
    expect(outcome(toText(value))).toBe(text);
  });

  it('writes any number in plain notation', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        const text = outcome(toText(number));
        expect(text).toMatch(/^-?[0-9]+(\.[0-9]+)?$/);
        expect(Number(text)).toBe(number === 0 ? 0 : number);
      }),
    );
  });

  it('trims a manager and an employee ID', () => {
    expect(outcome(toTrimmedText(' 007 '))).toBe('007');
    expect(outcome(toEmployeeId(' 007 '))).toBe('007');
    expect(outcome(toEmployeeId(7))).toBe('7');
  });

  it('refuses a number as an employee ID whose digits are lost', () => {
    expect(outcome(toEmployeeId(Number.MAX_SAFE_INTEGER))).toBe('9007199254740991');
    expect(outcome(toEmployeeId(JSON.parse('12345678901234567890')))).toBe('invalid_text');
    expect(outcome(toEmployeeId('12345678901234567890'))).toBe('12345678901234567890');
  });
});

describe('coercion to a number', () => {
  it.each([
    [12, 12],
    ['12', 12],
    [' -0.80 ', -0.8],
    ['1e3', 1000],
    ['-0', 0],
    [-0, 0],
    [null, null],
    ['', null],
    ['1,000', 'invalid_number'],
    ['12 h', 'invalid_number'],
    ['0x10', 'invalid_number'],
    ['Infinity', 'invalid_number'],
    ['1e999', 'invalid_number'],
    [true, 'invalid_number'],
    [[1], 'invalid_number'],
    [Number.POSITIVE_INFINITY, 'invalid_number'],
  ])('makes of %j %j', (value, number) => {
    expect(outcome(toNumber(value))).toBe(number);
  });
});

describe('coercion to a list', () => {
  it.each([
    [
      ['a', 1, true],
      ['a', '1', 'true'],
    ],
    ['a', ['a']],
    [5, ['5']],
    [['a', null, '', ' '], ['a']],
    [[], null],
    [[null], null],
    [null, null],
    ['', null],
    [{}, 'invalid_list'],
    [[{}], 'invalid_list'],
    [[['a']], 'invalid_list'],
  ])('makes of %j %j', (value, list) => {
    expect(outcome(toList(value))).toEqual(list);
  });
});

describe('a picture URL', () => {
  it.each(['https://example.com/a.png', 'HTTP://example.com', 'https://bücher.example/ø?x=1#y'])('may be %s', (url) => {
    expect(outcome(toUrl(` ${url} `))).toBe(url);
  });

  it.each([
    'javascript:alert(1)',
    'data:image/png;base64,AA',
    'ftp://example.com',
    'example.com/a.png',
    '//example.com',
    'https://',
    'https:///',
    'https://exa mple.com',
    'https://example.com/\u0000',
    'https://[',
    5,
    [],
    {},
  ])('is not %j', (url) => {
    expect(outcome(toUrl(url))).toBe('invalid_url');
  });
});

it('every coercion takes any value without throwing', () => {
  const coercers = [toText, toTrimmedText, toEmployeeId, toNumber, toBoolean, toRole, toList, toUrl];
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      for (const coerce of coercers) expect(typeof coerce(value).ok).toBe('boolean');
    }),
  );
});
