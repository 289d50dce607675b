import type { FunctionEntry } from './entry.ts';

export const TEXT_ENTRIES: readonly FunctionEntry[] = [
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
