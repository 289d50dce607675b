import { expect, it } from 'vitest';
import { mergeEntries, sortedEntries, tableChanges } from '../../../../src/domain/mapping/value-table.ts';

const before = { ENG: 'Engineering', FIN: 'Finance', HR: 'People' };

it('rows of a value table that were added, changed and removed are told without case', () => {
  expect(tableChanges(before, { eng: 'Engineering', FIN: 'Money', OPS: '' })).toEqual({
    added: [{ received: 'OPS', before: null, after: '' }],
    changed: [{ received: 'FIN', before: 'Finance', after: 'Money' }],
    removed: [{ received: 'HR', before: 'People', after: null }],
  });
  expect(tableChanges(before, before)).toEqual({ added: [], changed: [], removed: [] });
});

it('imported rows replace those of the same key, whose spelling stays', () => {
  expect(mergeEntries(before, { eng: 'R&D', OPS: 'Operations' })).toEqual({ ...before, ENG: 'R&D', OPS: 'Operations' });
});

it('rows of a value table are sorted by the received value, numbers as text', () => {
  expect(sortedEntries({ b: '1', 10: '2', A: '3', 9: '4' }).map(([received]) => received)).toEqual([
    '10',
    '9',
    'A',
    'b',
  ]);
});
