import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileExpression } from '../../../src/jmespath/expression.ts';
import { evaluate } from './evaluate.ts';

const read = (text: unknown, format: string): unknown => {
  const outcome = evaluate(`parse_date(text, '${format}')`, { text });
  return 'result' in outcome ? outcome.result : outcome.error;
};

describe('parse_date', () => {
  it.each([
    ['03/04/2021', 'MM/DD/YYYY', '2021-03-04'],
    ['03/04/2021', 'DD/MM/YYYY', '2021-04-03'],
    ['3/4/2021', 'M/D/YYYY', '2021-03-04'],
    ['13/4/2021', 'D/M/YYYY', '2021-04-13'],
    ['20210304', 'YYYYMMDD', '2021-03-04'],
    [20210304, 'YYYYMMDD', '2021-03-04'],
    ['4 Mar 2021', 'D MMM YYYY', '2021-03-04'],
    ['4 MARCH 2021', 'D MMMM YYYY', '2021-03-04'],
    ['March 4, 2021', 'MMMM D, YYYY', '2021-03-04'],
    ['04-SEPT-2021', 'DD-MMM-YYYY', '2021-09-04'],
    ['04.03.21', 'DD.MM.YY', '2021-03-04'],
    ['04.03.68', 'DD.MM.YY', '2068-03-04'],
    ['04.03.69', 'DD.MM.YY', '1969-03-04'],
    ['29.02.2024', 'DD.MM.YYYY', '2024-02-29'],
    [' 04.03.2021 ', 'DD.MM.YYYY', '2021-03-04'],
    ['03/04/2021 12:00:00 AM', 'MM/DD/YYYY', '2021-03-04'],
    ['2021-03-04T23:30:00-08:00', 'YYYY-MM-DD', '2021-03-04'],
    ['on (4*3*2021)', 'on (D*M*YYYY)', '2021-03-04'],
    [null, 'DD.MM.YYYY', null],
    ['', 'DD.MM.YYYY', null],
    ['  ', 'DD.MM.YYYY', null],
  ])('reads %j as %s', (text, format, date) => {
    expect(read(text, format)).toBe(date);
  });

  it.each([
    ['31.02.2021', 'DD.MM.YYYY'],
    ['29.02.2023', 'DD.MM.YYYY'],
    ['00.01.2021', 'DD.MM.YYYY'],
    ['4.3.2021', 'DD.MM.YYYY'],
    ['04.03.21', 'DD.MM.YYYY'],
    ['04.03.2021', 'DD.MM.YY'],
    ['13/13/2021', 'MM/DD/YYYY'],
    ['04x03x2021', 'DD.MM.YYYY'],
    ['4 Foo 2021', 'D MMM YYYY'],
    ['04.03.2021 soon', 'DD.MM.YYYY'],
    ['tomorrow', 'DD.MM.YYYY'],
    [`${' '.repeat(5)}${'1'.repeat(100_000)}`, 'DD.MM.YYYY'],
    [true, 'DD.MM.YYYY'],
  ])('fails for %j as %s', (text, format) => {
    expect(read(text, format)).toBe('invalid-value');
  });

  it.each(['DD.MM', 'YYYY', 'DD.MM.YYYY YY', 'MM MMM YYYY', 'DDD.MM.YYYY', 'DD.MM.YYYYY', 'Date: DD.MM.YYYY', '', 'x'])(
    'refuses the format %j before any record is seen',
    (format) => {
      const compiled = compileExpression(`parse_date(text, '${format}')`);
      expect(compiled.ok ? null : compiled.fault).toMatchObject({ kind: 'invalid-value', position: 17 });
    },
  );

  it('takes a format that the payload holds, and fails the record for a bad one', () => {
    expect(evaluate('parse_date(d, f)', { d: '4/3/2021', f: 'D/M/YYYY' })).toEqual({ result: '2021-03-04' });
    expect(evaluate('parse_date(d, f)', { d: '4/3/2021', f: 'D/M' })).toEqual({ error: 'invalid-value' });
    expect(evaluate('parse_date(d, f)', { d: '4/3/2021' })).toEqual({ error: 'invalid-type' });
    expect(evaluate('parse_date(d, f)', { d: 'a', f: 'D/M/YYYY'.repeat(20) })).toEqual({ error: 'invalid-value' });
  });

  it('reads every day of the calendar in every order of its parts', () => {
    const day = fc.date({ min: new Date('1969-01-01'), max: new Date('2068-12-31'), noInvalidDate: true });
    const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September'];
    months.push('October', 'November', 'December');
    fc.assert(
      fc.property(day, fc.constantFrom('.', '/', ' ', ', ', '-'), fc.nat(5), (date, by, turn) => {
        const iso = date.toISOString().slice(0, 10);
        const [year = '', month = '', dayOfMonth = ''] = iso.split('-');
        const name = months[Number(month) - 1] ?? '';
        const spelled = [
          [year, 'YYYY', [month, 'MM'], [dayOfMonth, 'DD']],
          [year.slice(2), 'YY', [String(Number(month)), 'M'], [String(Number(dayOfMonth)), 'D']],
          [year, 'YYYY', [name, 'MMMM'], [dayOfMonth, 'D']],
          [year, 'YYYY', [name.slice(0, 3).toUpperCase(), 'MMM'], [dayOfMonth, 'DD']],
        ] as const;
        for (const [y, yToken, m, d] of spelled) {
          const parts = [[y, yToken] as const, m, d];
          const [a = parts[0], b = parts[1], c = parts[2]] = [...parts.slice(turn % 3), ...parts.slice(0, turn % 3)];
          const order = turn > 2 ? [c, b, a] : [a, b, c];
          const text = order.map((part) => part?.[0]).join(by);
          expect(read(text, order.map((part) => part?.[1]).join(by))).toBe(iso);
        }
      }),
      { numRuns: 200 },
    );
  });
});
