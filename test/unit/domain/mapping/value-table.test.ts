import { describe, expect, it } from 'vitest';
import {
  checkEntries,
  checkRows,
  checkTableName,
  referencedTables,
} from '../../../../src/domain/mapping/value-table.ts';
import { describeFault } from '../../../../src/domain/shared/fault.ts';

describe('the rows of a value table', () => {
  it('are trimmed, and of two spellings one stays', () => {
    const rows = [
      [' ENG ', ' Engineering '],
      ['eng', 'Engineering'],
      ['none', ''],
      ['__proto__', 'x'],
    ] as const;
    const checked = checkRows(rows);
    expect(checked.ok && Object.entries(checked.value)).toEqual([
      ['ENG', 'Engineering'],
      ['none', ''],
      ['__proto__', 'x'],
    ]);
  });

  it.each<[entries: unknown, path: string, words: string]>([
    [[], 'entries', 'must be an object'],
    [null, 'entries', 'must be an object'],
    [{ a: 'b', ' ': 'c' }, 'entries[1]', 'no value received'],
    [{ a: 1 }, 'entries[0]', 'must be a text'],
    [{ ['a'.repeat(201)]: 'b' }, 'entries[0]', 'longer than 200'],
    [{ a: 'b'.repeat(501) }, 'entries[0]', 'longer than 500'],
    [{ a: '\ud800' }, 'entries[0]', 'not valid text'],
    [{ a: 'one', 'A ': 'two' }, 'entries[1]', '“A” is there twice, as “one” and as “two”'],
    [Object.fromEntries(Array.from({ length: 10_001 }, (_, at) => [`k${at}`, 'v'])), 'entries', '10,000 rows'],
    [
      Object.fromEntries(Array.from({ length: 3000 }, (_, at) => [`k${at}`, 'ü'.repeat(200)])),
      'entries',
      'at most 1 MB',
    ],
  ])('are refused when they are wrong (case %#)', (entries, path, words) => {
    const checked = checkEntries(entries);
    expect(checked).toMatchObject({ ok: false, fault: { code: 'invalid_table', details: { path } } });
    expect(!checked.ok && describeFault(checked.fault)).toContain(words);
  });

  it('are refused with at most 20 problems', () => {
    const checked = checkEntries(Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`k${at}`, at])));
    expect(!checked.ok && checked.fault.details?.problems).toHaveLength(20);
  });
});

it.each(['Departments', '1st', '', 'a b', 'ä', `a${'b'.repeat(60)}`, '__proto__', "a'b"])(
  'are not those of a table named %j',
  (name) => {
    expect(checkTableName(name)).toMatchObject({ code: 'invalid_table' });
  },
);
it.each(['departments', 'a', 'job-codes_2', 'constructor'])('may be those of a table named %j', (name) => {
  expect(checkTableName(name)).toBeNull();
});

describe('the tables that a mapping names', () => {
  it('are found in every expression, also of a mapping that is not whole', () => {
    const body = {
      standard: { title: { expression: "lookup(a, 'titles')" }, email: { expression: 'lookup' } },
      custom: [{ expression: "lookup(b, 'titles') || lookup(c, 'levels')" }, { expression: "lookup(d, 'broken'" }],
      include: "lookup(e, 'scopes') == 'yes'",
    };
    expect(referencedTables(body)).toEqual(['levels', 'scopes', 'titles']);
    expect(referencedTables("lookup(a, 'one')")).toEqual(['one']);
    expect([referencedTables(null), referencedTables('Full Name'), referencedTables({ a: 1 })]).toEqual([[], [], []]);
  });

  it('are looked for in bodies of any depth', () => {
    expect(referencedTables(JSON.parse(`${'['.repeat(50_000)}"lookup(a, 'deep')"${']'.repeat(50_000)}`))).toEqual([
      'deep',
    ]);
  });
});
