import { expect, test } from 'vitest';
import type { MappedPerson } from '../../../../src/domain/mapping/mapped-person.ts';
import { recordErrors } from '../../../../src/domain/shared/record-error.ts';
import { decide } from '../../../../src/domain/sync/decide.ts';
import type { KnownUser } from '../../../../src/domain/user/matching.ts';
import { context, FETCHED, gone, person, short, user } from './deciding.ts';

const out = { included: false };
const unsound = { errors: [recordErrors.duplicate(2)] };
test.each<[string, MappedPerson, KnownUser | null, [string, string | null]]>([
  ['nobody known', person({}, out), null, ['skipped', 'out_of_scope']],
  ['nobody known, and unsound', person({}, { ...out, ...unsound }), null, ['skipped', 'out_of_scope']],
  ['an active user', person({}, out), user({ details: null }), ['terminated', 'out_of_scope']],
  ['an active user, unsound', person({}, { ...out, ...unsound }), user(), ['failed', null]],
  ['without an e-mail', person({ email: null }, out), user(), ['terminated', 'out_of_scope']],
  ['gone too', person({}, { ...out, ...gone }), user(), ['terminated', 'out_of_scope']],
  ['another source’s', person({}, out), user({ ownerSource: 'http-api' }), ['skipped', 'out_of_scope']],
  ['nobody’s', person({}, out), user({ ownerSource: null }), ['skipped', 'out_of_scope']],
  ['ended before', person({}, out), user({ state: 'terminated' }), ['skipped', 'out_of_scope']],
  ['protected', person({}, out), user({ protected: true }), ['skipped', 'protected']],
  ['changed since', person({}, out), user({ changedAt: FETCHED + 1 }), ['skipped', 'newer_data']],
  ['restored by hand', person({}, out), user({ override: 'restored', overrideSeen: 'gone' }), ['skipped', 'override']],
  ['in scope again', person(), user({ state: 'terminated' }), ['restored', null]],
])('a record out of scope is decided: %s', (_name, who, known, expected) => {
  expect(short(who, known)).toEqual(expected);
});

test.each<[string, MappedPerson, KnownUser | null, [string, string | null]]>([
  ['nobody known', person({ email: null }), null, ['skipped', 'no_email']],
  ['known', person({ email: null, title: 'Lead' }), user(), ['skipped', 'no_email']],
  ['known, and gone', person({ email: null }, gone), user(), ['terminated', null]],
  ['with an error besides', person({ email: null }, unsound), null, ['failed', null]],
])('a record without an e-mail, which the mapping says to skip, is decided: %s', (_name, who, known, expected) => {
  expect(short(who, known)).toEqual(expected);
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
    const rule = { ...context, mapping: { ...context.mapping, createDaysBeforeHire } };
    const who = person({ hire_date: hired });
    const alone = { user: null, emailHolder: user({ id: 9 }) };
    const { outcome: decided, reason, emailHolder } = decide(who, alone, 'f', rule);
    expect([decided, reason]).toEqual([outcome, outcome === 'skipped' ? 'not_yet_hired' : null]);
    // Whoever has the e-mail now is not absent.
    expect(emailHolder?.id).toBe(9);
    const known = decide(who, { user: user({ state: 'terminated' }), emailHolder: null }, 'f', rule);
    expect(known.outcome).toBe('restored');
  },
);
