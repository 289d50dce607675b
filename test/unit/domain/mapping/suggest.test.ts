import { describe, expect, test } from 'vitest';
import { compileMappingExpression } from '../../../../src/domain/mapping/expression.ts';
import { PayloadProfile } from '../../../../src/domain/mapping/suggest/profile.ts';
import { suggestExpressions } from '../../../../src/domain/mapping/suggest/suggest.ts';
import { toReportEntry } from '../../../../tools/hr/workday.ts';
import { people } from '../../../../tools/hr/world.ts';

const suggested = (payloads: readonly unknown[]) => {
  const census = new PayloadProfile();
  for (const payload of payloads) census.add(payload);
  return suggestExpressions(census);
};
const expressions = (payloads: readonly unknown[]) =>
  Object.fromEntries(suggested(payloads).map(({ attribute, expression }) => [attribute, expression]));

test('suggestions are found in a Workday report', () => {
  const payloads = [...people({ people: 300, seed: 1, churn: 2 })].map(toReportEntry);
  expect(expressions(payloads)).toEqual({
    full_name: "join(' ', [Preferred_First_Name, Preferred_Last_Name])",
    email: "Emails_group[?Type=='Work'].Email | [0]",
    picture_url: 'Photo_URL',
    employee_id: 'Employee_ID',
    hire_date: 'Hire_Date',
    termination_date: 'Termination_Date',
    status: 'Status',
    department: 'Department',
    title: 'Job_group[0].Title',
    location: 'Location',
    manager: 'Manager_Employee_ID',
  });
  const [name] = suggested(payloads);
  expect(name).toMatchObject({ filled: payloads.length, sample: expect.stringMatching(/^"\S+ .+"$/) });
  const picture = suggested(payloads).find(({ attribute }) => attribute === 'picture_url');
  expect(picture?.filled).toBe(payloads.filter(({ Photo_URL }) => Photo_URL !== null).length);
});

const scim = (n: number) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  id: `2819c223-${n}`,
  externalId: `E${n}`,
  userName: `p${n}@acme.example`,
  name: { formatted: `Ms. Person ${n}`, givenName: 'Person', familyName: String(n) },
  displayName: `Person ${n}`,
  active: true,
  title: 'Tour Guide',
  emails: [
    { value: `p${n}@home.example`, type: 'home' },
    { value: `p${n}@acme.example`, type: 'work', primary: true },
  ],
  photos: [{ value: 'https://photos.example/1.jpg', type: 'photo' }],
  addresses: [{ type: 'work', locality: 'Oslo', country: 'NO' }],
  meta: { created: '2020-01-01T00:00:00Z', location: 'https://x.example/1' },
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': {
    employeeNumber: String(n),
    department: 'Tours',
    manager: { value: '26118915', displayName: 'John Smith' },
  },
});

test('suggestions are found in SCIM users', () => {
  const enterprise = '"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"';
  expect(expressions([scim(1), scim(2)])).toMatchObject({
    full_name: 'displayName',
    email: "emails[?type=='work'].value | [0]",
    picture_url: "photos[?type=='photo'].value | [0]",
    employee_id: `${enterprise}.employeeNumber`,
    status: 'active',
    department: `${enterprise}.department`,
    title: 'title',
    location: "addresses[?type=='work'].locality | [0]",
  });
});

test.each(["Manager's email", 'Manager’s email'])(
  'suggestions are found in the header of a CSV file: %s',
  (manager) => {
    const row = {
      'Full Name': 'Ann Lee',
      Email: 'ann@acme.example',
      'Employee ID': '007',
      Department: 'Sales',
      Title: 'Rep',
      'Hire Date': '2020-01-31',
      [manager]: 'boss@acme.example',
      'Picture URL': 'https://x.example/a.png',
      Location: 'Oslo',
      'Termination Date': '',
    };
    expect(expressions([row])).toEqual({
      full_name: '"Full Name"',
      email: 'Email',
      picture_url: '"Picture URL"',
      employee_id: '"Employee ID"',
      hire_date: '"Hire Date"',
      department: 'Department',
      title: 'Title',
      location: 'Location',
      manager: JSON.stringify(manager),
    });
  },
);

test('suggestions are found in plain JSON with nested objects', () => {
  const person = {
    id: 7,
    firstName: 'Ann',
    lastName: 'Lee',
    contact: { workEmail: 'ann@acme.example', personalEmail: 'ann@home.example', phone: '+47 22 00 52 49' },
    job: { title: 'Rep', startDate: '31.01.2020', department: { id: 3, name: 'Sales' } },
    manager: { id: 9, name: 'Bo', email: 'bo@acme.example' },
    emergencyContact: { name: 'Eve', email: 'eve@home.example' },
    avatar: 'https://x.example/a.png',
  };
  expect(expressions([person])).toEqual({
    full_name: "join(' ', [firstName, lastName])",
    email: 'contact.workEmail',
    picture_url: 'avatar',
    employee_id: 'id',
    hire_date: 'job.startDate',
    department: 'job.department.name',
    title: 'job.title',
    manager: 'manager.email',
  });
});

describe('a suggestion', () => {
  test('counts payloads, and keeps a half of a name where the other is missing', () => {
    const [name] = suggested([
      { first_name: 'Ann', last_name: 'Lee' },
      { first_name: 'Cher', last_name: null },
    ]);
    expect(name).toMatchObject({ expression: "join(' ', [first_name, last_name][?@])", filled: 2 });
    const read = compileMappingExpression(name?.expression ?? '');
    expect(read.ok && read.value.evaluate({ first_name: 'Cher' })).toBe('Cher');
  });

  test('follows the look of values where names say nothing', () => {
    expect(expressions([{ kontakt: 'ann@acme.example', foo: 'https://x.example/a.png' }])).toEqual({
      email: 'kontakt',
      picture_url: 'foo',
    });
  });

  test('takes nobody else’s e-mail for a person’s own', () => {
    const payload = { emergency_contact_email: 'eve@home.example', manager_email: 'bo@acme.example' };
    expect(expressions([payload])).toEqual({ manager: 'manager_email' });
  });

  test('is not made where values do not fit', () => {
    expect(suggested([{ email: 'none', hire_date: 'soon', picture: 'no' }])).toEqual([]);
    expect(suggested([])).toEqual([]);
  });
});

test.each([
  ['deep', JSON.parse(`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`)],
  ['a long list', { a: Array.from({ length: 100_000 }, () => ({ email: 'a@b.example' })) }],
  ['many keys', Object.fromEntries(Array.from({ length: 50_000 }, (_, n) => [`email${n}`, 'a@b.example']))],
  ['__proto__', JSON.parse('{"__proto__":{"email":"a@b.example"},"constructor":1}')],
  ['half a surrogate pair', { '\ud800': '\ud800@b.example' }],
  ['no object', [1, 'x', null]],
])('looks quickly at a payload that is %s', (_, payload) => {
  const census = new PayloadProfile();
  const begun = performance.now();
  for (let time = 0; time < 5; time++) census.add(payload);
  for (const { expression } of suggestExpressions(census)) expect(compileMappingExpression(expression).ok).toBe(true);
  expect(census.paths().length).toBeLessThanOrEqual(600);
  expect(performance.now() - begun).toBeLessThan(1000);
});
