import { expect, test } from 'vitest';
import type { MappedPerson } from '../../../../src/domain/mapping/mapped-person.ts';
import { recordErrors } from '../../../../src/domain/shared/record-error.ts';
import { decide } from '../../../../src/domain/sync/decide.ts';
import type { KnownUser } from '../../../../src/domain/user/matching.ts';
import { DECIDE_CONTEXT, FETCHED_AT, knownUser, mappedPerson, summarize, TERMINATED } from './decide-fixtures.ts';

const outOfScope = { included: false };
const withErrors = { errors: [recordErrors.duplicate(2)] };
test.each<[string, MappedPerson, KnownUser | null, [string, string | null]]>([
  ['nobody known', mappedPerson({}, outOfScope), null, ['skipped', 'out_of_scope']],
  ['nobody known, and unsound', mappedPerson({}, { ...outOfScope, ...withErrors }), null, ['skipped', 'out_of_scope']],
  ['an active user', mappedPerson({}, outOfScope), knownUser({ details: null }), ['terminated', 'out_of_scope']],
  ['an active user, unsound', mappedPerson({}, { ...outOfScope, ...withErrors }), knownUser(), ['failed', null]],
  ['without an e-mail', mappedPerson({ email: null }, outOfScope), knownUser(), ['terminated', 'out_of_scope']],
  ['gone too', mappedPerson({}, { ...outOfScope, ...TERMINATED }), knownUser(), ['terminated', 'out_of_scope']],
  [
    'another source’s',
    mappedPerson({}, outOfScope),
    knownUser({ ownerSource: 'http-api' }),
    ['skipped', 'out_of_scope'],
  ],
  ['nobody’s', mappedPerson({}, outOfScope), knownUser({ ownerSource: null }), ['skipped', 'out_of_scope']],
  ['ended before', mappedPerson({}, outOfScope), knownUser({ state: 'terminated' }), ['skipped', 'out_of_scope']],
  ['protected', mappedPerson({}, outOfScope), knownUser({ protected: true }), ['skipped', 'protected']],
  ['changed since', mappedPerson({}, outOfScope), knownUser({ changedAt: FETCHED_AT + 1 }), ['skipped', 'newer_data']],
  [
    'restored by hand',
    mappedPerson({}, outOfScope),
    knownUser({ override: 'restored', overrideSeen: 'gone' }),
    ['skipped', 'override'],
  ],
  ['in scope again', mappedPerson(), knownUser({ state: 'terminated' }), ['restored', null]],
])('a record out of scope is decided: %s', (_name, who, known, expected) => {
  expect(summarize(who, known)).toEqual(expected);
});

test.each<[string, MappedPerson, KnownUser | null, [string, string | null]]>([
  ['nobody known', mappedPerson({ email: null }), null, ['skipped', 'no_email']],
  ['known', mappedPerson({ email: null, title: 'Lead' }), knownUser(), ['skipped', 'no_email']],
  ['known, and gone', mappedPerson({ email: null }, TERMINATED), knownUser(), ['terminated', null]],
  ['with an error besides', mappedPerson({ email: null }, withErrors), null, ['failed', null]],
])('a record without an e-mail, which the mapping says to skip, is decided: %s', (_name, who, known, expected) => {
  expect(summarize(who, known)).toEqual(expected);
});

test.each<[number | null, string | null, string]>([
  [14, '2025-06-30', 'skipped'],
  [14, '2025-06-29', 'created'],
  [0, '2025-06-16', 'skipped'],
  [0, '2025-06-15', 'created'],
  [14, null, 'created'],
  [null, '2030-01-01', 'created'],
])(
  'when users are created %s days before their hire date, one with %s is decided: %s',
  (createDaysBeforeHire, hired, outcome) => {
    const rule = { ...DECIDE_CONTEXT, mapping: { ...DECIDE_CONTEXT.mapping, createDaysBeforeHire } };
    const who = mappedPerson({ hire_date: hired });
    const alone = { user: null, emailHolder: knownUser({ id: 9 }) };
    const { outcome: decided, reason, emailHolder } = decide(who, alone, 'f', rule);
    expect([decided, reason]).toEqual([outcome, outcome === 'skipped' ? 'not_yet_hired' : null]);
    // Whoever has the e-mail now is not absent.
    expect(emailHolder?.id).toBe(9);
    const known = decide(who, { user: knownUser({ state: 'terminated' }), emailHolder: null }, 'f', rule);
    expect(known.outcome).toBe('restored');
  },
);
