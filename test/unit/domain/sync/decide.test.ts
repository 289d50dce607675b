import { describe, expect, test } from 'vitest';
import { fingerprintText, type MappedPerson } from '../../../../src/domain/mapping/mapped-person.ts';
import { decideTermination, liftOverride } from '../../../../src/domain/sync/termination.ts';
import type { KnownUser } from '../../../../src/domain/user/matching.ts';
import {
  decideOutcome,
  FETCHED_AT,
  KNOWN_DETAILS,
  knownUser,
  mappedPerson,
  summarize,
  TERMINATED,
  VALUES,
} from './decide-fixtures.ts';

describe('the decision about one payload', () => {
  test.each<[string, MappedPerson, KnownUser | null, [string, string | null]]>([
    ['nobody known', mappedPerson(), null, ['created', null]],
    ['nobody known, and gone already', mappedPerson({}, TERMINATED), null, ['skipped', 'already_terminated']],
    ['the same', mappedPerson(), knownUser(), ['skipped', 'unchanged']],
    ['the same by fingerprint alone', mappedPerson(), knownUser({ details: null }), ['skipped', 'unchanged']],
    ['another title', mappedPerson({ title: 'Lead' }), knownUser(), ['updated', null]],
    ['another role', mappedPerson({}, { role: 'restricted' }), knownUser(), ['updated', null]],
    ['another source’s', mappedPerson(), knownUser({ ownerSource: 'http-api' }), ['updated', null]],
    ['nobody’s', mappedPerson(), knownUser({ ownerSource: null }), ['updated', null]],
    ['back again', mappedPerson(), knownUser({ state: 'terminated' }), ['restored', null]],
    ['gone', mappedPerson({}, TERMINATED), knownUser({ details: null }), ['terminated', null]],
    [
      'gone before',
      mappedPerson({}, TERMINATED),
      knownUser({ state: 'terminated' }),
      ['skipped', 'already_terminated'],
    ],
    ['gone but protected', mappedPerson({}, TERMINATED), knownUser({ protected: true }), ['skipped', 'protected']],
    ['on leave', mappedPerson({}, { status: 'on_leave' }), knownUser(), ['skipped', 'unchanged']],
    [
      'changed since the fetch began',
      mappedPerson({ title: 'Lead' }),
      knownUser({ changedAt: FETCHED_AT + 1 }),
      ['skipped', 'newer_data'],
    ],
    [
      'gone, but changed since',
      mappedPerson({}, TERMINATED),
      knownUser({ changedAt: FETCHED_AT + 1 }),
      ['skipped', 'newer_data'],
    ],
    [
      'changed as the fetch began',
      mappedPerson({ title: 'Lead' }),
      knownUser({ changedAt: FETCHED_AT }),
      ['updated', null],
    ],
    [
      'due yesterday',
      mappedPerson({ termination_date: '2025-06-14' }),
      knownUser({ details: null }),
      ['terminated', null],
    ],
    [
      'ended by hand',
      mappedPerson(),
      knownUser({ state: 'terminated', override: 'terminated', overrideSeen: 'active' }),
      ['skipped', 'override'],
    ],
    [
      'restored by hand, still gone',
      mappedPerson({}, TERMINATED),
      knownUser({ override: 'restored', overrideSeen: 'gone' }),
      ['skipped', 'override'],
    ],
    [
      'restored by hand, here again',
      mappedPerson(),
      knownUser({ override: 'restored', overrideSeen: 'gone' }),
      ['updated', null],
    ],
    [
      'ended by hand, gone now',
      mappedPerson({}, TERMINATED),
      knownUser({ state: 'terminated', override: 'terminated', overrideSeen: 'active' }),
      ['updated', null],
    ],
  ])('is right in the case: %s', (_name, who, known, expected) => {
    expect(summarize(who, known)).toEqual(expected);
  });

  test('fails the record for errors of the mapping, whoever it is about', () => {
    const error = {
      code: 'invalid_date' as const,
      attribute: 'hire_date',
      expression: 'h',
      received: '"soon"',
      message: 'No.',
    };
    const failed = decideOutcome(mappedPerson({}, { errors: [error] }), knownUser());
    expect(failed).toMatchObject({ outcome: 'failed', errors: [error], changes: [], next: null });
    expect(decideOutcome(mappedPerson({}, { errors: [error] }), null, knownUser()).emailHolder?.id).toBe(7);
  });

  test('refuses scientific notation, and reads over leading zeros', () => {
    const codes = (id: string, known: KnownUser | null) =>
      decideOutcome(mappedPerson({ employee_id: id }), known).errors.map(({ code }) => code);
    const zeros = knownUser({ details: { ...KNOWN_DETAILS, employeeId: '0012', employeeKey: '12' } });
    expect(codes('12', zeros)).toEqual(['id_format_changed']);
    expect(codes(' 0012', zeros)).toEqual([]);
    expect(codes('1.2E+10', null)).toEqual(['id_format_changed']);
    expect(codes('1,2e+10', knownUser({ details: { ...KNOWN_DETAILS, employeeId: null, employeeKey: null } }))).toEqual(
      ['id_format_changed'],
    );
    expect(
      codes('1E+3', knownUser({ details: { ...KNOWN_DETAILS, employeeId: '1E+3', employeeKey: '1e+3' } })),
    ).toEqual([]);
  });

  test('writes keys only where they change', () => {
    expect(decideOutcome(mappedPerson(), null).claims).toEqual({ employeeKey: 'e1', emailKey: 'ada@x.example' });
    expect(decideOutcome(mappedPerson({ title: 'x' }), knownUser()).claims).toEqual({
      employeeKey: null,
      emailKey: null,
    });
    expect(decideOutcome(mappedPerson({ email: 'ADA@x.example' }), knownUser()).claims).toEqual({
      employeeKey: null,
      emailKey: null,
    });
    const moves = decideOutcome(mappedPerson({ email: 'New@x.example' }), knownUser(), knownUser({ id: 8 }));
    expect(moves).toMatchObject({ claims: { employeeKey: null, emailKey: 'new@x.example' }, emailHolder: { id: 8 } });
    const { employee_id: _, ...rest } = VALUES;
    const nameless = knownUser({
      details: { ...KNOWN_DETAILS, employeeId: null, employeeKey: null, attributes: rest },
    });
    expect(decideOutcome(mappedPerson(), nameless).claims).toEqual({ employeeKey: 'e1', emailKey: null });
  });

  test('ignores a termination date before the hire date, with a warning', () => {
    const who = mappedPerson({ hire_date: '2024-01-01', termination_date: '2023-01-01' });
    const { outcome, errors, next } = decideOutcome(who, knownUser());
    expect([outcome, errors[0]?.code, next?.endsOn]).toEqual(['updated', 'termination_date_ignored', null]);
  });

  test('is made anew each time for a user who keeps a value that the payload lacks', () => {
    const kept = knownUser({ details: { ...KNOWN_DETAILS, attributes: { ...VALUES, department: 'R&D' } } });
    const { changes, next } = decideOutcome(mappedPerson({ title: 'Lead' }), kept);
    expect(changes).toEqual([{ attribute: 'title', before: 'Engineer', after: 'Lead' }]);
    expect(next).toMatchObject({ attributes: { department: 'R&D' }, fingerprint: '' });
    expect(decideOutcome(mappedPerson({ title: 'Lead' }), knownUser()).next?.fingerprint).toBe('f');
    expect(decideOutcome(mappedPerson({ title: 'Lead', employee_id: null }), knownUser()).next?.fingerprint).toBe('f');
  });

  test('needs details of a user whose state changes', () => {
    expect(() => decideOutcome(mappedPerson(), knownUser({ details: null, state: 'terminated' }))).toThrow('details');
  });
});

test('lifts an override by the source’s own state, and says so when access ends', () => {
  const override = knownUser({ override: 'restored', overrideSeen: 'gone' });
  expect(liftOverride(override, 'gone')).toBeNull();
  expect(liftOverride(knownUser(), 'gone')).toEqual([]);
  const lifted = liftOverride(override, 'active');
  expect(lifted).toEqual([{ attribute: 'override', before: 'restored', after: null }]);
  expect(decideTermination({ user: knownUser(), emailHolder: null }, knownUser(), FETCHED_AT).changes).toEqual([
    { attribute: 'state', before: 'active', after: 'terminated' },
  ]);
});

test('rests on a fingerprint that leaves nulls out, and tells roles and values apart', () => {
  expect(fingerprintText(mappedPerson({ location: null }))).toBe(fingerprintText(mappedPerson()));
  expect(fingerprintText(mappedPerson({ title: 'x' }))).not.toBe(fingerprintText(mappedPerson()));
  expect(fingerprintText(mappedPerson({}, { role: 'restricted' }))).not.toBe(
    fingerprintText(mappedPerson({}, { role: 'regular' })),
  );
  // A value of one attribute is not the same value of another.
  expect(fingerprintText(mappedPerson({ title: null, department: 'Engineer' }))).not.toBe(
    fingerprintText(mappedPerson()),
  );
});
