import { describe, expect, test } from 'vitest';
import { describeOmittedColumns, exportCells, exportColumns } from '../../../../src/domain/user/export-columns.ts';

const CUSTOM = [
  { key: 'salary', export: false },
  { key: 'skills', export: true },
  { key: 'remote', export: true },
];

describe('the columns of an export', () => {
  test('are the standard attributes, then the tenant’s own, then role and state', () => {
    expect(exportColumns(CUSTOM.slice(1), []).header.join()).toBe(
      'Full name,Email,Picture URL,Employee ID,Hire date,Termination date,Status,Department,Title,Location,Manager,skills,remote,Role,State',
    );
  });

  test('leave out what the settings exclude', () => {
    const columns = exportColumns(CUSTOM, ['picture_url', 'manager']);
    expect(columns.header.join()).toBe(
      'Full name,Email,Employee ID,Hire date,Termination date,Status,Department,Title,Location,skills,remote,Role,State',
    );
    expect(describeOmittedColumns(columns)).toBe('Picture URL, Manager, Salary');
    const attributes = { full_name: 'Ada', salary: 1, manager: 'E1', skills: ['SQL', 'Go'], remote: false };
    expect(exportCells({ attributes, role: 'regular', state: 'active' }, columns)).toEqual([
      'Ada',
      '',
      '',
      '',
      '',
      '',
      '',
      '',
      '',
      'SQL; Go',
      'false',
      'regular',
      'active',
    ]);
  });
});
