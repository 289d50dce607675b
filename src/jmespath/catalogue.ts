import type { Tables } from './functions/lookup-tables.ts';

export interface FunctionEntry {
  name: string;
  signature: string;
  sentence: string;
  example: { expression: string; payload: Record<string, unknown>; result: unknown; tables?: Tables };
}

const TEXT_EXTENSION_ENTRIES: readonly FunctionEntry[] = [
  {
    name: 'coalesce',
    signature: 'coalesce(value, …)',
    sentence: 'Gives the first value that is neither null nor empty text.',
    example: {
      expression: 'coalesce(Nickname, First_Name)',
      payload: { Nickname: '', First_Name: 'Ann' },
      result: 'Ann',
    },
  },
  {
    name: 'trim',
    signature: 'trim(text)',
    sentence: 'Removes white space before and after a text.',
    example: { expression: 'trim(Name)', payload: { Name: '  Ann Lee ' }, result: 'Ann Lee' },
  },
  {
    name: 'lower',
    signature: 'lower(text)',
    sentence: 'Writes a text in small letters.',
    example: { expression: 'lower(Email)', payload: { Email: 'Ann.Lee@Example.com' }, result: 'ann.lee@example.com' },
  },
  {
    name: 'upper',
    signature: 'upper(text)',
    sentence: 'Writes a text in capitals.',
    example: { expression: 'upper(Country)', payload: { Country: 'no' }, result: 'NO' },
  },
  {
    name: 'title_case',
    signature: 'title_case(text)',
    sentence:
      'Writes each word with a capital first, and keeps words that mix capitals and small letters, such as McDonald.',
    example: {
      expression: 'title_case(Name)',
      payload: { Name: "ANNE-MARIE o'hara McDonald" },
      result: "Anne-Marie O'Hara McDonald",
    },
  },
  {
    name: 'split',
    signature: 'split(text, separator[, limit])',
    sentence: 'Cuts a text at every separator into a list, of which with a limit the last part holds the rest.',
    example: {
      expression: "split(Name, ' ', `2`)",
      payload: { Name: 'Ann van Lee' },
      result: ['Ann', 'van Lee'],
    },
  },
  {
    name: 'replace',
    signature: 'replace(text, find, with)',
    sentence: 'Puts another text in each place where one is found, letter for letter.',
    example: { expression: "replace(Phone, ' ', '')", payload: { Phone: '+47 22 00 52 49' }, result: '+4722005249' },
  },
];

const DATE_AND_LOOKUP_ENTRIES: readonly FunctionEntry[] = [
  {
    name: 'parse_date',
    signature: 'parse_date(text, format)',
    sentence:
      'Reads a date in the form that the format shows (YYYY, YY, MMMM, MMM, MM, M, DD, D), drops a time behind it, and fails the record when it is in another form.',
    example: { expression: "parse_date(Hired, 'MM/DD/YYYY')", payload: { Hired: '03/04/2021' }, result: '2021-03-04' },
  },
  {
    name: 'lookup',
    signature: "lookup(value, 'table')",
    sentence:
      'Gives what a table says for a value, compared without case, and null for one that the table lacks, which is reported.',
    example: {
      expression: "lookup(Dept, 'departments')",
      payload: { Dept: 'eng' },
      result: 'Engineering',
      tables: { departments: { ENG: 'Engineering', FIN: 'Finance' } },
    },
  },
];

const TEXT_ENTRIES: readonly FunctionEntry[] = [
  {
    name: 'contains',
    signature: 'contains(text or list, part)',
    sentence: 'Says whether a text holds another one, or a list an element.',
    example: { expression: "contains(Title, 'Manager')", payload: { Title: 'Sales Manager' }, result: true },
  },
  {
    name: 'starts_with',
    signature: 'starts_with(text, beginning)',
    sentence: 'Says whether a text begins with another one.',
    example: { expression: "starts_with(Code, 'NO-')", payload: { Code: 'NO-17' }, result: true },
  },
  {
    name: 'ends_with',
    signature: 'ends_with(text, end)',
    sentence: 'Says whether a text ends with another one.',
    example: { expression: "ends_with(Email, '@example.com')", payload: { Email: 'ann@example.com' }, result: true },
  },
  {
    name: 'join',
    signature: 'join(glue, list)',
    sentence: 'Puts the texts of a list together, with the glue between them.',
    example: { expression: "join(' ', [First, Last])", payload: { First: 'Ann', Last: 'Lee' }, result: 'Ann Lee' },
  },
  {
    name: 'length',
    signature: 'length(text, list or object)',
    sentence: 'Counts the characters of a text, the elements of a list, or the keys of an object.',
    example: { expression: 'length(Skills)', payload: { Skills: ['Law', 'Sales'] }, result: 2 },
  },
  {
    name: 'reverse',
    signature: 'reverse(text or list)',
    sentence: 'Turns a text or a list round.',
    example: { expression: 'reverse(Levels)', payload: { Levels: [1, 2, 3] }, result: [3, 2, 1] },
  },
  {
    name: 'to_string',
    signature: 'to_string(value)',
    sentence: 'Writes any value as text, and what is not text as JSON.',
    example: { expression: 'to_string(Level)', payload: { Level: 3 }, result: '3' },
  },
  {
    name: 'type',
    signature: 'type(value)',
    sentence: 'Names the type of a value: string, number, boolean, array, object or null.',
    example: { expression: 'type(Level)', payload: { Level: '3' }, result: 'string' },
  },
];

const EXAMPLE_LIST = [
  { Name: 'Bo', Level: 2 },
  { Name: 'Ann', Level: 5 },
];

const LIST_ENTRIES: readonly FunctionEntry[] = [
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
    example: { expression: 'map(&Name, People)', payload: { People: EXAMPLE_LIST }, result: ['Bo', 'Ann'] },
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
    example: { expression: 'sort_by(People, &Name)[*].Level', payload: { People: EXAMPLE_LIST }, result: [5, 2] },
  },
  {
    name: 'max_by',
    signature: 'max_by(list, &expression)',
    sentence: 'Gives the element for which an expression gives the most.',
    example: { expression: 'max_by(People, &Level).Name', payload: { People: EXAMPLE_LIST }, result: 'Ann' },
  },
  {
    name: 'min_by',
    signature: 'min_by(list, &expression)',
    sentence: 'Gives the element for which an expression gives the least.',
    example: { expression: 'min_by(People, &Level).Name', payload: { People: EXAMPLE_LIST }, result: 'Bo' },
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

const NUMBER_ENTRIES: readonly FunctionEntry[] = [
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

const withOrigin = (entries: readonly FunctionEntry[], beyondStandard: boolean) =>
  entries.map((entry) => ({ ...entry, beyondStandard }));

/** Extensions first, which people need most. */
export const FUNCTION_CATALOGUE: readonly (FunctionEntry & {
  /** False for the 26 functions that every JMESPath has. */
  beyondStandard: boolean;
})[] = [
  ...withOrigin([...TEXT_EXTENSION_ENTRIES, ...DATE_AND_LOOKUP_ENTRIES], true),
  ...withOrigin([...TEXT_ENTRIES, ...LIST_ENTRIES, ...NUMBER_ENTRIES], false),
];
