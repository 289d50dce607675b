import type { FunctionEntry } from './entry.ts';

const PEOPLE = [
  { Name: 'Bo', Level: 2 },
  { Name: 'Ann', Level: 5 },
];

export const LIST_ENTRIES: readonly FunctionEntry[] = [
  {
    name: 'not_null',
    signature: 'not_null(value, …)',
    sentence: 'Gives the first value that is not null.',
    example: { expression: 'not_null(Nickname, First)', payload: { Nickname: null, First: 'Ann' }, result: 'Ann' },
  },
  {
    name: 'map',
    signature: 'map(&expression, list)',
    sentence: 'Gives what an expression makes of each element of a list, nulls included.',
    example: { expression: 'map(&Name, People)', payload: { People: PEOPLE }, result: ['Bo', 'Ann'] },
  },
  {
    name: 'sort',
    signature: 'sort(list)',
    sentence: 'Orders a list of texts or of numbers.',
    example: { expression: 'sort(Skills)', payload: { Skills: ['Sales', 'Law'] }, result: ['Law', 'Sales'] },
  },
  {
    name: 'sort_by',
    signature: 'sort_by(list, &expression)',
    sentence: 'Orders a list by what an expression gives for each element.',
    example: { expression: 'sort_by(People, &Name)[*].Level', payload: { People: PEOPLE }, result: [5, 2] },
  },
  {
    name: 'max_by',
    signature: 'max_by(list, &expression)',
    sentence: 'Gives the element for which an expression gives the most.',
    example: { expression: 'max_by(People, &Level).Name', payload: { People: PEOPLE }, result: 'Ann' },
  },
  {
    name: 'min_by',
    signature: 'min_by(list, &expression)',
    sentence: 'Gives the element for which an expression gives the least.',
    example: { expression: 'min_by(People, &Level).Name', payload: { People: PEOPLE }, result: 'Bo' },
  },
  {
    name: 'keys',
    signature: 'keys(object)',
    sentence: 'Lists the keys of an object.',
    example: { expression: 'keys(Phones)', payload: { Phones: { work: '1', home: '2' } }, result: ['work', 'home'] },
  },
  {
    name: 'values',
    signature: 'values(object)',
    sentence: 'Lists the values of an object.',
    example: { expression: 'values(Phones)', payload: { Phones: { work: '1', home: '2' } }, result: ['1', '2'] },
  },
  {
    name: 'merge',
    signature: 'merge(object, …)',
    sentence: 'Makes one object of several, where the last one that has a key counts.',
    example: { expression: 'merge(Old, New)', payload: { Old: { a: 1, b: 1 }, New: { b: 2 } }, result: { a: 1, b: 2 } },
  },
  {
    name: 'to_array',
    signature: 'to_array(value)',
    sentence: 'Makes a list of one element out of a value, and leaves a list as it is.',
    example: { expression: 'to_array(Skill)', payload: { Skill: 'Law' }, result: ['Law'] },
  },
];
