import { expect, it } from 'vitest';
import { merged, sortedRows, tableChanges } from '../../../../src/domain/mapping/table-changes.ts';

const before = { ENG: 'Engineering', FIN: 'Finance', HR: 'People' };

it('tells rows that were added, changed and removed, without case', () => {
  expect(tableChanges(before, { eng: 'Engineering', FIN: 'Money', OPS: '' })).toEqual({
    added: [{ received: 'OPS', before: null, after: '' }],
    changed: [{ received: 'FIN', before: 'Finance', after: 'Money' }],
    removed: [{ received: 'HR', before: 'People', after: null }],
  });
  expect(tableChanges(before, before)).toEqual({ added: [], changed: [], removed: [] });
});

it('puts rows over others, which keep their spelling', () => {
  expect(merged(before, { eng: 'R&D', OPS: 'Operations' })).toEqual({ ...before, ENG: 'R&D', OPS: 'Operations' });
});

it('sorts rows by what is received, numbers as text', () => {
  expect(sortedRows({ b: '1', 10: '2', A: '3', 9: '4' }).map(([received]) => received)).toEqual(['10', '9', 'A', 'b']);
});
