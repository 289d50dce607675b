import type { FunctionEntry } from './entry.ts';

export const NUMBER_ENTRIES: readonly FunctionEntry[] = [
  {
    name: 'to_number',
    signature: 'to_number(value)',
    sentence: 'Reads a number out of a text, and gives null when there is none.',
    example: { expression: 'to_number(FTE)', payload: { FTE: '0.8' }, result: 0.8 },
  },
  {
    name: 'abs',
    signature: 'abs(number)',
    sentence: 'Gives a number without its sign.',
    example: { expression: 'abs(Balance)', payload: { Balance: -3 }, result: 3 },
  },
  {
    name: 'ceil',
    signature: 'ceil(number)',
    sentence: 'Rounds a number up to a whole one.',
    example: { expression: 'ceil(Years)', payload: { Years: 2.1 }, result: 3 },
  },
  {
    name: 'floor',
    signature: 'floor(number)',
    sentence: 'Rounds a number down to a whole one.',
    example: { expression: 'floor(Years)', payload: { Years: 2.9 }, result: 2 },
  },
  {
    name: 'sum',
    signature: 'sum(numbers)',
    sentence: 'Adds up a list of numbers.',
    example: { expression: 'sum(Jobs[*].FTE)', payload: { Jobs: [{ FTE: 0.5 }, { FTE: 0.25 }] }, result: 0.75 },
  },
  {
    name: 'avg',
    signature: 'avg(numbers)',
    sentence: 'Gives the average of a list of numbers, and null for an empty list.',
    example: { expression: 'avg(Scores)', payload: { Scores: [1, 2, 6] }, result: 3 },
  },
  {
    name: 'max',
    signature: 'max(list)',
    sentence: 'Gives the greatest of a list of numbers or of texts.',
    example: {
      expression: 'max(Jobs[*].Since)',
      payload: { Jobs: [{ Since: '2019' }, { Since: '2021' }] },
      result: '2021',
    },
  },
  {
    name: 'min',
    signature: 'min(list)',
    sentence: 'Gives the least of a list of numbers or of texts.',
    example: { expression: 'min(Levels)', payload: { Levels: [3, 2] }, result: 2 },
  },
];
