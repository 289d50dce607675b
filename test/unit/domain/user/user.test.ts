import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MappedPerson } from '../../../../src/domain/mapping/mapped-person.ts';
import { hasLeft, isPastTerminationDate, terminationDateOf } from '../../../../src/domain/sync/termination.ts';
import { diffAttributes } from '../../../../src/domain/user/changes.ts';
import {
  emailKey,
  employeeKey,
  isScientificNotation,
  type KnownUser,
  matchUser,
} from '../../../../src/domain/user/matching.ts';

describe('the changes of a user', () => {
  const keep = new Set(['department']);

  test('are in the order of the mapping; null clears, keeps where chosen, and never clears an employee ID', () => {
    const before = { full_name: 'Ada', employee_id: 'E1', department: 'R&D', title: 'Engineer', hobby: 'chess' };
    const mapped = {
      title: null,
      department: null,
      employee_id: null,
      full_name: 'Ada L',
      location: 'Oslo',
      manager: null,
    };
    const { changes, after } = diffAttributes(before, mapped, keep);
    expect(changes).toEqual([
      { attribute: 'title', before: 'Engineer', after: null },
      { attribute: 'full_name', before: 'Ada', after: 'Ada L' },
      { attribute: 'location', before: null, after: 'Oslo' },
    ]);
    expect(after).toEqual({
      full_name: 'Ada L',
      employee_id: 'E1',
      department: 'R&D',
      hobby: 'chess',
      location: 'Oslo',
    });
    expect(before.title).toBe('Engineer');
  });

  test('compare lists by what is in them, tell types apart, and take names of Object for plain names', () => {
    expect(diffAttributes({ skills: ['a', 'b'] }, { skills: ['a', 'b'] }, keep).changes).toEqual([]);
    expect(diffAttributes({ skills: ['a', 'b'] }, { skills: ['b', 'a'] }, keep).changes.length).toBe(1);
    expect(diffAttributes({ level: 1 }, { level: '1' }, keep).changes.length).toBe(1);
    expect(diffAttributes({ ok: false }, { ok: false }, keep).changes).toEqual([]);
    expect(diffAttributes({}, { constructor: 'x', toString: null }, keep).changes).toEqual([
      { attribute: 'constructor', before: null, after: 'x' },
    ]);
  });

  test('leave nothing to change once they were applied', () => {
    const value = fc.option(fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string(), { maxLength: 2 })));
    const mapped = fc.dictionary(fc.constantFrom('a', 'b', 'department', 'employee_id'), value);
    fc.assert(
      fc.property(mapped, mapped, (first, second) => {
        const { after } = diffAttributes({}, first, new Set());
        const then = diffAttributes(after, second, keep);
        expect(diffAttributes(then.after, second, keep).changes).toEqual([]);
      }),
    );
  });
});

describe('the keys of a user', () => {
  test('are trimmed and lower case, employee IDs without leading zeros', () => {
    expect(employeeKey(' 00A1 ')).toBe('a1');
    expect(employeeKey('000')).toBe('0');
    expect(employeeKey('  ')).toBeNull();
    expect(employeeKey(null)).toBeNull();
    expect(emailKey(' Ada@X.example ')).toBe('ada@x.example');
    expect(emailKey('')).toBeNull();
    expect(['1E+3', '1.25e+10', '1,2E+10'].every(isScientificNotation)).toBe(true);
    expect(['E1', '1e3x', '12', 'e+3', '1E-3'].some(isScientificNotation)).toBe(false);
  });
});

describe('the user whom a payload is about', () => {
  const known = (id: number, employeeId: string | null): KnownUser => ({
    id,
    version: 1,
    changedAt: 0,
    state: 'active',
    override: null,
    overrideSeen: null,
    protected: false,
    ownerSource: null,
    details: { employeeId, employeeKey: employeeKey(employeeId), emailKey: `${id}@x`, role: 'regular', attributes: {} },
  });
  const ids = ({ user, emailHolder: holder }: ReturnType<typeof matchUser>) => [user?.id ?? null, holder?.id ?? null];

  test.each<[string, ReturnType<typeof matchUser>, [number | null, number | null]]>([
    ['by employee ID', matchUser('e1', known(1, 'E1'), null), [1, null]],
    ['by employee ID, another holds the e-mail', matchUser('e1', known(1, 'E1'), known(2, 'E2')), [1, 2]],
    ['by e-mail: the payload has no ID', matchUser(null, null, known(2, 'E2')), [2, null]],
    ['by e-mail: the user has none', matchUser('e1', null, known(2, null)), [2, null]],
    ['never by e-mail between two IDs', matchUser('e1', null, known(2, 'E2')), [null, 2]],
    ['nobody', matchUser('e1', null, null), [null, null]],
  ])('is found in the case: %s', (_name, found, expected) => {
    expect(ids(found)).toEqual(expected);
  });
});

describe('the end of access', () => {
  const who = (attributes: MappedPerson['attributes'], status: MappedPerson['status'] = null): MappedPerson => ({
    attributes,
    status,
    role: null,
    included: true,
    primary: false,
    errors: [],
  });

  test('is at the end of the termination date, or as it begins', () => {
    const days = ['2025-06-14', '2025-06-15', '2025-06-16'];
    expect(days.map((day) => isPastTerminationDate(day, '2025-06-15', 'end_of_day'))).toEqual([true, false, false]);
    expect(days.map((day) => isPastTerminationDate(day, '2025-06-15', 'start_of_day'))).toEqual([true, true, false]);
  });

  test('ignores a date before the hire date, and takes one on it', () => {
    expect(terminationDateOf(who({ termination_date: '2020-01-01', hire_date: '2020-01-02' }))).toEqual({
      date: null,
      ignored: true,
    });
    expect(terminationDateOf(who({ termination_date: '2020-01-02', hire_date: '2020-01-02' }))).toEqual({
      date: '2020-01-02',
      ignored: false,
    });
    expect(terminationDateOf(who({ termination_date: '2020-01-02' }))).toEqual({ date: '2020-01-02', ignored: false });
    expect(terminationDateOf(who({ termination_date: null }))).toEqual({ date: null, ignored: false });
  });

  test('follows the status, whatever the date, and on leave is not it', () => {
    expect(hasLeft(who({ termination_date: '2099-01-01' }, 'terminated'), '2025-06-15', 'end_of_day')).toBe(true);
    expect(hasLeft(who({}, 'on_leave'), '2025-06-15', 'end_of_day')).toBe(false);
    expect(hasLeft(who({ termination_date: '2025-06-15' }, 'active'), '2025-06-15', 'start_of_day')).toBe(true);
  });
});
