import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeFault } from '../../../../../src/domain/shared/fault.ts';
import {
  formatCondition,
  joinFilterValues,
  parseCondition,
  splitFilterValues,
} from '../../../../../src/domain/user/filter/condition.ts';
import { filterFields, operatorsFor } from '../../../../../src/domain/user/filter/fields.ts';
import {
  describeCondition,
  describeFilter,
  formatFilter,
  parseFilter,
} from '../../../../../src/domain/user/filter/filter.ts';

const FIELDS = filterFields([
  { key: 'level', type: 'number' },
  { key: 'skills', type: 'list' },
  { key: 'remote', type: 'boolean' },
  { key: 'role', type: 'text' },
]);

const parse = (where: string) => {
  const condition = parseCondition(where, FIELDS);
  if (!condition.ok) throw new Error(describeFault(condition.fault));
  return condition.value;
};
const inWords = (where: string): string => {
  const { name, value } = describeCondition(parse(where));
  return `${name} ${value}`;
};

describe('a condition of a filter', () => {
  test.each([
    ['department:is:Sales', 'Department is Sales'],
    ['title:contains:a:b', 'Title contains a:b'],
    ['location:one_of:Oslo; Bergen ;Rome', 'Location is one of Oslo, Bergen or Rome'],
    ['hire_date:before:2024-02-29', 'Hire date is before 2024-02-29'],
    ['custom.level:at_least:-0.5', 'Level is at least -0.5'],
    ['custom.skills:is:SQL', 'Skills has SQL'],
    ['custom.remote:is:TRUE', 'Remote is yes'],
    ['status:one_of:active;on_leave', 'Status is one of active or on leave'],
    ['manager:empty', 'Manager is empty'],
    ['manager:not_empty:whatever', 'Manager is not empty'],
    ['role:is:restricted', 'Role is restricted'],
    ['custom.role:is:lead', 'Role is lead'],
    ['source:is_not:workday', 'Owned by is not workday'],
  ])('%s says: %s', (where, said) => expect(inWords(where)).toBe(said));

  test.each([
    [
      'custom.gone:is:x',
      'There is no attribute “gone”, or not any more. Remove this filter, or add the attribute again.',
    ],
    ['level:is:x', 'There is no attribute “level”, or not any more.'],
    ['__proto__:is:x', 'There is no attribute “__proto__”'],
    ['', 'There is no attribute “”'],
    [
      'department:before:x',
      'Department cannot be compared by “before”. Use is, is_not, contains, one_of, empty, not_empty.',
    ],
    ['department', 'Department cannot be compared by “”'],
    ['department:toString:x', 'Department cannot be compared by “toString”'],
    ['department:is', 'Give a value to compare Department with.'],
    ['department:is: ', 'Give a value to compare Department with.'],
    ['location:one_of:;;', 'Give at least one value to compare Location with.'],
    ['hire_date:is:2023-02-29', 'Hire date is a date: give a day such as 2026-11-22, not “2023-02-29”.'],
    ['hire_date:is:22.11.2026', 'Hire date is a date'],
    ['custom.level:is:1,5', 'Level is a number'],
    ['custom.level:is:1e999', 'Level is a number'],
    ['custom.remote:is:maybe', 'Remote is yes or no, not “maybe”.'],
    ['status:is:gone', 'Status is one of active, on_leave, terminated, not “gone”.'],
    [`department:is:${'x'.repeat(201)}`, 'Use at most 200 characters for Department.'],
    [`department:one_of:${Array.from({ length: 51 }, (_, n) => n).join(';')}`, 'Use at most 50 values for Department.'],
  ])('%s is refused in words', (where, message) => {
    const condition = parseCondition(where, FIELDS);
    expect(condition).toMatchObject({ ok: false, fault: { code: 'invalid_filter' } });
    expect(!condition.ok && describeFault(condition.fault)).toContain(message);
  });

  test('comes back from an address as it went in, whatever is in its values', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter((one) => one.trim() !== '');
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), fc.boolean(), (values, several) => {
        const operator = several ? 'one_of' : 'contains';
        const value = several ? joinFilterValues(values) : (values[0] ?? '');
        const condition = parse(`department:${operator}:${value}`);
        expect(condition.values).toEqual((several ? values : values.slice(0, 1)).map((one) => one.trim()));
        expect(parse(formatCondition(condition))).toEqual(condition);
      }),
    );
  });

  test('never throws, whatever stands in an address', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (where) => void parseCondition(where, FIELDS)));
    fc.assert(fc.property(fc.string(), (rest) => void parseCondition(`location:one_of:${rest}`, FIELDS)));
  });
});

test('can ask every kind of field for emptiness', () => {
  for (const { kind } of FIELDS) {
    const operators = operatorsFor(kind).map(({ operator }) => operator);
    expect(operators).toEqual(expect.arrayContaining(['is', 'is_not', 'empty', 'not_empty']));
  }
});

test('has a semicolon in a value behind a backslash', () => {
  expect(splitFilterValues('a\\;b; c\\\\ ;;d\\')).toEqual(['a;b', 'c\\', 'd\\']);
});

describe('a filter of users', () => {
  const filterOf = (query: string) => {
    const filter = parseFilter(new URLSearchParams(query), FIELDS);
    if (!filter.ok) throw new Error(describeFault(filter.fault));
    return filter.value;
  };

  test('is read out of a query that holds more, and written back', () => {
    const filter = filterOf('q= ana &state=active&after=9&where=role:is:regular&where=custom.level:at_most:3');
    expect(describeFilter(filter)).toBe('Active, found by “ana”, Role is regular, Level is at most 3');
    expect(formatFilter(filter).toString()).toBe(
      'q=ana&state=active&where=role%3Ais%3Aregular&where=custom.level%3Aat_most%3A3',
    );
    expect(describeFilter(filterOf(''))).toBe('Everybody');
  });

  test('has at most ten conditions, each of them sound', () => {
    const many = parseFilter(new URLSearchParams('where=manager:empty&'.repeat(11)), FIELDS);
    expect(many.ok || describeFault(many.fault)).toBe('Use at most 10 conditions at once.');
    const bad = parseFilter(new URLSearchParams('where=manager:empty&where=x:is:1'), FIELDS);
    expect(bad).toMatchObject({ ok: false, fault: { code: 'invalid_filter' } });
  });
});
