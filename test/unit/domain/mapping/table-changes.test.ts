import { expect, it } from 'vitest';
import { mergeEntries, sortedEntries, tableChanges } from '../../../../src/domain/mapping/value-table.ts';

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
  expect(mergeEntries(before, { eng: 'R&D', OPS: 'Operations' })).toEqual({ ...before, ENG: 'R&D', OPS: 'Operations' });
});

it('sorts rows by what is received, numbers as text', () => {
  expect(sortedEntries({ b: '1', 10: '2', A: '3', 9: '4' }).map(([received]) => received)).toEqual([
    '10',
    '9',
    'A',
    'b',
  ]);
});
