import { expect, test } from 'vitest';
import { checkMapping } from '../../../../src/domain/mapping/mapping.ts';
import { PRESETS } from '../../../../src/domain/mapping/presets.ts';
import { tryMapping } from '../../../../src/domain/mapping/try-mapping.ts';
import { toReportEntry } from '../../../../tools/hr/workday.ts';
import { people } from '../../../../tools/hr/world.ts';

const bodyOf = (key: string) => {
  const preset = PRESETS.find((one) => one.key === key) ?? expect.unreachable();
  return {
    standard: Object.fromEntries(
      Object.entries(preset.expressions).map(([attribute, expression]) => [attribute, { expression }]),
    ),
  };
};
const valuesOf = (key: string, payload: unknown) =>
  Object.fromEntries(
    tryMapping(bodyOf(key), payload).map(({ path, value, error }) => [path.split('.')[1], error?.code ?? value]),
  );

test.each(PRESETS.map(({ key }) => key))('the preset %s can be saved as it is', (key) =>
  expect(checkMapping(bodyOf(key)).ok).toBe(true),
);

test('the preset for a Workday report maps such a report', () => {
  const [payload] = [...people({ people: 20, seed: 1, churn: 0 })].map(toReportEntry);
  expect(valuesOf('workday', payload)).toMatchObject({
    full_name: payload?.Worker,
    employee_id: 'E100001',
    status: 'active',
    email: expect.stringContaining('@northwind.example'),
  });
});

test('the preset for SCIM maps a SCIM user', () => {
  const user = {
    userName: 'ann@acme.example',
    name: { givenName: 'Ann', familyName: 'Lee' },
    active: true,
    emails: [{ value: 'lee@acme.example', primary: true, type: 'work' }],
    'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { employeeNumber: '7', department: 'Sales' },
  };
  expect(valuesOf('scim', user)).toMatchObject({
    full_name: 'Ann Lee',
    email: 'lee@acme.example',
    employee_id: '7',
    status: 'active',
    department: 'Sales',
  });
  expect(valuesOf('scim', { userName: 'ann@acme.example' })).toMatchObject({ email: 'ann@acme.example' });
});

test('the preset for CSV maps its header, with either apostrophe', () => {
  const row = { 'Full Name': 'Ann Lee', Email: 'ann@acme.example', "Manager's email": 'bo@acme.example' };
  expect(valuesOf('csv', row)).toMatchObject({ full_name: 'Ann Lee', manager: 'bo@acme.example', title: null });
});

test('the preset for plain JSON maps plain JSON', () => {
  expect(valuesOf('json', { first_name: 'Ann', last_name: null, email: 'a@b.example', id: 7 })).toMatchObject({
    full_name: 'Ann',
    employee_id: '7',
  });
});
