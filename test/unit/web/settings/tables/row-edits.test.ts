import { describe, expect, test } from 'vitest';
import { applyRowEdits, parseTableForm } from '../../../../../src/web/settings/tables/row-edits.ts';

const entries = { ENG: 'Engineering', FIN: 'Finance', HR: 'People' };
const edit = (storedKey: string, received: string, meant: string, remove = false) => ({
  storedKey,
  received,
  meant,
  remove,
});

describe('the form of a table', () => {
  test('has its rows in order, whatever is blank', () => {
    const form = parseTableForm({
      version: '3',
      was: ['ENG', 'FIN', ''],
      received: ['ENG', 'FIN', ''],
      meant: ['R&D', '', ''],
      remove: 'FIN',
    });
    expect(form).toEqual({
      version: 3,
      rows: [edit('ENG', 'ENG', 'R&D'), edit('FIN', 'FIN', '', true), edit('', '', '')],
    });
    expect(parseTableForm({})).toEqual({ version: null, rows: [] });
  });

  test('of missing values leaves out those without a meaning', () => {
    const fields = { only_filled: 'yes', was: ['', ''], received: ['A', 'B'], meant: [' ', 'Bee'] };
    expect(parseTableForm(fields).rows).toEqual([edit('', 'B', 'Bee')]);
  });
});

describe('edits of one page', () => {
  test('change, rename, remove and add rows; rows of other pages stay', () => {
    const edits = [
      edit('ENG', 'ENG', 'R&D'),
      edit('FIN', 'MONEY', 'Finance'),
      edit('', ' OPS', 'Operations'),
      edit('', '', ' '),
    ];
    expect(applyRowEdits(entries, edits)).toEqual({
      ok: true,
      entries: { ENG: 'R&D', MONEY: 'Finance', HR: 'People', OPS: 'Operations' },
    });
    expect(applyRowEdits(entries, [edit('HR', 'HR', 'People', true)])).toMatchObject({
      entries: { ENG: 'Engineering', FIN: 'Finance' },
    });
  });

  test('keep a row that somebody else removed meanwhile', () => {
    expect(
      applyRowEdits({ ENG: 'Engineering' }, [edit('OLD', 'OLD', 'Kept'), edit('GONE', 'GONE', '', true)]),
    ).toMatchObject({
      entries: { ENG: 'Engineering', OLD: 'Kept' },
    });
  });

  test('say at which row something is wrong', () => {
    const wrong = edit('', 'eng', 'English');
    const edited = applyRowEdits(entries, [edit('FIN', 'FIN', 'Money'), wrong]);
    expect(edited.ok).toBe(false);
    if (edited.ok) return;
    expect(edited.message).toContain('“eng” is there twice');
    expect([...edited.errors.keys()]).toEqual([wrong]);
  });
});
