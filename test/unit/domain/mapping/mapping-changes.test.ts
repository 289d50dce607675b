import { describe, expect, it } from 'vitest';
import { checkMapping, type Mapping } from '../../../../src/domain/mapping/mapping.ts';
import { mappingChanges } from '../../../../src/domain/mapping/mapping-changes.ts';
import { describeFault } from '../../../../src/domain/shared/fault.ts';

const standard = {
  full_name: { expression: 'name' },
  email: { expression: 'mail' },
  status: { expression: 'state', values: { A: 'active', L: 'on_leave' } },
};
const custom = [
  { key: 'level', type: 'number', expression: 'level' },
  { key: 'site', type: 'text', expression: 'site' },
];
const mapping = (body: object): Mapping => {
  const checked = checkMapping({ standard, custom, ...body });
  if (!checked.ok) throw new Error(describeFault(checked.fault));
  return checked.value;
};
const before = mapping({});

describe('the difference between two mappings', () => {
  it('is empty when they are the same', () => {
    expect(mappingChanges(before, mapping({}))).toEqual([]);
  });

  it('is listed by attribute and field, and by row of the status table', () => {
    const status = { expression: 'state', values: { A: 'terminated', T: 'terminated' } };
    const after = mapping({
      standard: { ...standard, email: { expression: 'lower(mail)', null_policy: 'keep' }, status },
    });
    expect(mappingChanges(before, after)).toEqual([
      {
        key: 'email',
        kind: 'changed',
        fields: [
          { field: 'expression', before: 'mail', after: 'lower(mail)' },
          { field: 'null_policy', before: 'clear', after: 'keep' },
        ],
      },
      {
        key: 'status',
        kind: 'changed',
        fields: [
          { field: 'values.A', before: 'active', after: 'terminated' },
          { field: 'values.L', before: 'on_leave', after: null },
          { field: 'values.T', before: null, after: 'terminated' },
        ],
      },
    ]);
  });

  it('lists attributes that were added, without their defaults, and those that were removed', () => {
    const after = mapping({
      standard: { ...standard, title: { expression: 'job' } },
      custom: [custom[0]],
      include: "country == 'NO'",
      restricted_role: { expression: 'temp' },
    });
    expect(mappingChanges(before, after)).toEqual([
      { key: 'title', kind: 'added', fields: [{ field: 'expression', before: null, after: 'job' }] },
      { key: 'restricted_role', kind: 'added', fields: [{ field: 'expression', before: null, after: 'temp' }] },
      { key: 'include', kind: 'added', fields: [{ field: 'expression', before: null, after: "country == 'NO'" }] },
      {
        key: 'site',
        kind: 'removed',
        fields: [
          { field: 'type', before: 'text', after: null },
          { field: 'expression', before: 'site', after: null },
        ],
      },
    ]);
  });

  it('includes the order of custom attributes, and every rule', () => {
    const after = mapping({ custom: [...custom].reverse(), no_email: 'skip', create_days_before_hire: 3 });
    expect(mappingChanges(before, after)).toEqual([
      { key: 'no_email', kind: 'changed', fields: [{ field: 'expression', before: 'fail', after: 'skip' }] },
      { key: 'create_days_before_hire', kind: 'added', fields: [{ field: 'expression', before: null, after: '3' }] },
      { key: 'custom', kind: 'changed', fields: [{ field: 'order', before: 'level, site', after: 'site, level' }] },
    ]);
  });

  it('is everything for a first version', () => {
    expect(mappingChanges(null, before).map(({ key, kind }) => [key, kind])).toEqual([
      ['full_name', 'added'],
      ['email', 'added'],
      ['status', 'added'],
      ['level', 'added'],
      ['site', 'added'],
      ['no_email', 'added'],
    ]);
  });
});
