import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { statusTable, toStatus } from '../../../../../src/domain/mapping/coerce/status.ts';
import type { Coerced } from '../../../../../src/domain/mapping/coerce/values.ts';

const outcome = (coerced: Coerced<unknown>): unknown => (coerced.ok ? coerced.value : coerced.fault.code);

describe('a status', () => {
  it.each([
    ['Active', 'active'],
    [' ACTIVE ', 'active'],
    ['1', 'active'],
    [1, 'active'],
    [true, 'active'],
    ['a', 'active'],
    ['On Leave', 'on_leave'],
    ['on_leave', 'on_leave'],
    ['leave', 'on_leave'],
    ['Terminated', 'terminated'],
    ['inactive', 'terminated'],
    [0, 'terminated'],
    [false, 'terminated'],
    ['T', 'terminated'],
    [null, null],
    ['', null],
    ['retired', 'unknown_status'],
    [['active'], 'unknown_status'],
    ['constructor', 'unknown_status'],
    ['__proto__', 'unknown_status'],
    [[], 'unknown_status'],
    [{}, 'unknown_status'],
    [2, 'unknown_status'],
  ])('of %j is %j by the usual table', (value, status) => {
    expect(outcome(toStatus(value, statusTable()))).toBe(status);
  });

  it('follows the table of the mapping alone where there is one', () => {
    const table = statusTable({ ' Aktiv': 'active', Sluttet: 'terminated' });
    expect(outcome(toStatus('AKTIV ', table))).toBe('active');
    expect(outcome(toStatus('sluttet', table))).toBe('terminated');
    expect(outcome(toStatus('active', table))).toBe('unknown_status');
  });

  it('is never terminated for a word that no table has', () => {
    const words = new Set(['terminated', 'inactive', '0', 'false', 't']);
    fc.assert(
      fc.property(fc.anything(), fc.string(), (value, text) => {
        for (const each of [value, text]) {
          if (
            words.has(
              String(typeof each === 'object' ? '' : each)
                .trim()
                .toLowerCase(),
            )
          )
            continue;
          expect(outcome(toStatus(each, statusTable()))).not.toBe('terminated');
        }
      }),
    );
  });
});
