import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toDate } from '../../../../../src/domain/mapping/coerce/date.ts';
import { recordError } from '../../../../../src/domain/shared/record-error.ts';

const accepted = (value: unknown): unknown => {
  const date = toDate(value);
  return date.ok ? date.value : date.fault.code;
};

describe('a date', () => {
  it.each([
    '2021-03-01',
    '2021-3-1',
    ' 2021-03-01 ',
    '2021-03-01-08:00',
    '2021-03-01+01:00',
    '2021-03-01Z',
    '2021-03-01T00:00:00Z',
    '2021-03-01T23:59:59.999-08:00',
    '2021-03-01 12:30',
    '2021-03-01T00:00:00+0100',
    '2021/03/01',
    '20210301',
    20210301,
    '01.03.2021',
    '1.3.2021',
    '01 Mar 2021',
    '1 March 2021',
    '1-MAR-2021',
    '1. March 2021',
    'Mar 01, 2021',
    'March 1, 2021',
    'Mar 1 2021',
  ])('is read from %j', (value) => {
    expect(accepted(value)).toBe('2021-03-01');
  });

  it.each([
    ['03/13/2021', '2021-03-13'],
    ['13/03/2021', '2021-03-13'],
    ['03/03/2021', '2021-03-03'],
    ['3/13/2021 12:00:00 AM', '2021-03-13'],
    ['29.02.2024', '2024-02-29'],
    ['Sept 5, 2021', '2021-09-05'],
    ['5 May 2021', '2021-05-05'],
  ])('is unambiguous in %s', (value, date) => {
    expect(accepted(value)).toBe(date);
  });

  it.each([
    '2021-02-29',
    '2021-13-01',
    '2021-00-10',
    '2021-04-31',
    '0000-00-00',
    '1900-02-29',
    '03/04/2021',
    '13/13/2021',
    '31/02/2021',
    '1/3/21',
    '01-03-2021',
    '2021-03',
    '2021',
    '44256',
    44256,
    '1614556800000',
    'tomorrow',
    'Mar 12021',
    '2021-03-01x',
    '2021-03-01 to 2021-04-01',
    '2021-03/01',
    '1 Foo 2021',
    true,
    [],
    ['2021-03-01'],
    {},
    1e21,
    `2021-03-01${' '.repeat(10)}x`,
  ])('is not guessed from %j', (value) => {
    expect(accepted(value)).toBe('invalid_date');
  });

  it.each([null, undefined, '', '  '])('is null for %j', (value) => {
    expect(accepted(value)).toBeNull();
  });

  it('that is ambiguous says that the order of day and month is not known', () => {
    const date = toDate('03/04/2021');
    expect(date.ok ? '' : recordError(date.fault).message).toContain('day or the month first');
  });

  const day = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });

  it('keeps every day of the calendar, in every form, with any offset', () => {
    fc.assert(
      fc.property(day, fc.constantFrom('', 'Z', '-08:00', '+14:00', 'T23:00:00Z'), (date, rest) => {
        const iso = date.toISOString().slice(0, 10);
        const [year, month, dayOfMonth] = iso.split('-');
        for (const form of [iso, iso.replaceAll('-', '/'), iso.replaceAll('-', ''), `${dayOfMonth}.${month}.${year}`]) {
          expect(accepted(`${form}${rest}`)).toBe(iso);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('gives a real day or a fault for any text, and reads its own answer again', () => {
    const texts = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'0123456789-/. TZ:+Mar'.split('')) }));
    fc.assert(
      fc.property(texts, (text) => {
        const date = toDate(text);
        if (!date.ok || date.value === null) return;
        expect(new Date(`${date.value}T00:00:00Z`).toISOString().slice(0, 10)).toBe(date.value);
        expect(accepted(date.value)).toBe(date.value);
      }),
      { numRuns: 1000 },
    );
  });
});
