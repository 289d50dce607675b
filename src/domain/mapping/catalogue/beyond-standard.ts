import type { FunctionEntry } from './entry.ts';

export const WORD_ENTRIES: readonly FunctionEntry[] = [
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

export const DATE_AND_TABLE_ENTRIES: readonly FunctionEntry[] = [
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
