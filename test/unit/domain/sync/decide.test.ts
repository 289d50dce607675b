import { describe, expect, test } from 'vitest';
import { fingerprintText, type MappedPerson } from '../../../../src/domain/mapping/mapped-person.ts';
import { decideTermination, liftOverride } from '../../../../src/domain/sync/termination.ts';
import type { KnownUser } from '../../../../src/domain/user/matching.ts';
import { decided, details, FETCHED, gone, person, short, user, VALUES } from './deciding.ts';

describe('the decision about one payload', () => {
  test.each<[string, MappedPerson, KnownUser | null, [string, string | null]]>([
    ['nobody known', person(), null, ['created', null]],
    ['nobody known, and gone already', person({}, gone), null, ['skipped', 'already_terminated']],
    ['the same', person(), user(), ['skipped', 'unchanged']],
    ['the same by fingerprint alone', person(), user({ details: null }), ['skipped', 'unchanged']],
    ['another title', person({ title: 'Lead' }), user(), ['updated', null]],
    ['another role', person({}, { role: 'restricted' }), user(), ['updated', null]],
    ['another source’s', person(), user({ ownerSource: 'http-api' }), ['updated', null]],
    ['nobody’s', person(), user({ ownerSource: null }), ['updated', null]],
    ['back again', person(), user({ state: 'terminated' }), ['restored', null]],
    ['gone', person({}, gone), user({ details: null }), ['terminated', null]],
    ['gone before', person({}, gone), user({ state: 'terminated' }), ['skipped', 'already_terminated']],
    ['gone but protected', person({}, gone), user({ protected: true }), ['skipped', 'protected']],
    ['on leave', person({}, { status: 'on_leave' }), user(), ['skipped', 'unchanged']],
    [
      'changed since the fetch began',
      person({ title: 'Lead' }),
      user({ changedAt: FETCHED + 1 }),
      ['skipped', 'newer_data'],
    ],
    ['gone, but changed since', person({}, gone), user({ changedAt: FETCHED + 1 }), ['skipped', 'newer_data']],
    ['changed as the fetch began', person({ title: 'Lead' }), user({ changedAt: FETCHED }), ['updated', null]],
    ['due yesterday', person({ termination_date: '2025-06-14' }), user({ details: null }), ['terminated', null]],
    [
      'ended by hand',
      person(),
      user({ state: 'terminated', override: 'terminated', overrideSeen: 'active' }),
      ['skipped', 'override'],
    ],
    [
      'restored by hand, still gone',
      person({}, gone),
      user({ override: 'restored', overrideSeen: 'gone' }),
      ['skipped', 'override'],
    ],
    ['restored by hand, here again', person(), user({ override: 'restored', overrideSeen: 'gone' }), ['updated', null]],
    [
      'ended by hand, gone now',
      person({}, gone),
      user({ state: 'terminated', override: 'terminated', overrideSeen: 'active' }),
      ['updated', null],
    ],
  ])('is right in the case: %s', (_name, who, known, expected) => {
    expect(short(who, known)).toEqual(expected);
  });

  test('fails the record for errors of the mapping, whoever it is about', () => {
    const error = {
      code: 'invalid_date' as const,
      attribute: 'hire_date',
      expression: 'h',
      received: '"soon"',
      message: 'No.',
    };
    const failed = decided(person({}, { errors: [error] }), user());
    expect(failed).toMatchObject({ outcome: 'failed', errors: [error], changes: [], next: null });
    expect(decided(person({}, { errors: [error] }), null, user()).emailHolder?.id).toBe(7);
  });

  test('refuses scientific notation, and reads over leading zeros', () => {
    const codes = (id: string, known: KnownUser | null) =>
      decided(person({ employee_id: id }), known).errors.map(({ code }) => code);
    const zeros = user({ details: { ...details, employeeId: '0012', employeeKey: '12' } });
    expect(codes('12', zeros)).toEqual(['id_format_changed']);
    expect(codes(' 0012', zeros)).toEqual([]);
    expect(codes('1.2E+10', null)).toEqual(['id_format_changed']);
    expect(codes('1,2e+10', user({ details: { ...details, employeeId: null, employeeKey: null } }))).toEqual([
      'id_format_changed',
    ]);
    expect(codes('1E+3', user({ details: { ...details, employeeId: '1E+3', employeeKey: '1e+3' } }))).toEqual([]);
  });

  test('writes keys only where they change', () => {
    expect(decided(person(), null).claims).toEqual({ employeeKey: 'e1', emailKey: 'ada@x.example' });
    expect(decided(person({ title: 'x' }), user()).claims).toEqual({ employeeKey: null, emailKey: null });
    expect(decided(person({ email: 'ADA@x.example' }), user()).claims).toEqual({ employeeKey: null, emailKey: null });
    const moves = decided(person({ email: 'New@x.example' }), user(), user({ id: 8 }));
    expect(moves).toMatchObject({ claims: { employeeKey: null, emailKey: 'new@x.example' }, emailHolder: { id: 8 } });
    const { employee_id: _, ...rest } = VALUES;
    const nameless = user({ details: { ...details, employeeId: null, employeeKey: null, attributes: rest } });
    expect(decided(person(), nameless).claims).toEqual({ employeeKey: 'e1', emailKey: null });
  });

  test('ignores a termination date before the hire date, with a warning', () => {
    const who = person({ hire_date: '2024-01-01', termination_date: '2023-01-01' });
    const { outcome, errors, next } = decided(who, user());
    expect([outcome, errors[0]?.code, next?.endsOn]).toEqual(['updated', 'termination_date_ignored', null]);
  });

  test('is made anew each time for a user who keeps a value that the payload lacks', () => {
    const kept = user({ details: { ...details, attributes: { ...VALUES, department: 'R&D' } } });
    const { changes, next } = decided(person({ title: 'Lead' }), kept);
    expect(changes).toEqual([{ attribute: 'title', before: 'Engineer', after: 'Lead' }]);
    expect(next).toMatchObject({ attributes: { department: 'R&D' }, fingerprint: '' });
    expect(decided(person({ title: 'Lead' }), user()).next?.fingerprint).toBe('f');
    expect(decided(person({ title: 'Lead', employee_id: null }), user()).next?.fingerprint).toBe('f');
  });

  test('needs details of a user whose state changes', () => {
    expect(() => decided(person(), user({ details: null, state: 'terminated' }))).toThrow('details');
  });
});

test('lifts an override by the source’s own state, and says so when access ends', () => {
  const override = user({ override: 'restored', overrideSeen: 'gone' });
  expect(liftOverride(override, 'gone')).toBeNull();
  expect(liftOverride(user(), 'gone')).toEqual([]);
  const lifted = liftOverride(override, 'active');
  expect(lifted).toEqual([{ attribute: 'override', before: 'restored', after: null }]);
  expect(decideTermination({ user: user(), emailHolder: null }, user(), FETCHED).changes).toEqual([
    { attribute: 'state', before: 'active', after: 'terminated' },
  ]);
});

test('rests on a fingerprint that leaves nulls out, and tells roles and values apart', () => {
  expect(fingerprintText(person({ location: null }))).toBe(fingerprintText(person()));
  expect(fingerprintText(person({ title: 'x' }))).not.toBe(fingerprintText(person()));
  expect(fingerprintText(person({}, { role: 'restricted' }))).not.toBe(
    fingerprintText(person({}, { role: 'regular' })),
  );
  // A value of one attribute is not the same value of another.
  expect(fingerprintText(person({ title: null, department: 'Engineer' }))).not.toBe(fingerprintText(person()));
});
