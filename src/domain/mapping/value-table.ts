import { fail, ok, type Result } from '../../lib/result.ts';
import { type Fault, fault } from '../fault.ts';
import { wordKey } from './coerce/word-key.ts';

/** A value table: value received → value meant. An empty text means that this value stands for none. */
export type Entries = Readonly<Record<string, string>>;

export const MOST_TABLES = 100;
export const MOST_ENTRIES = 10_000;
/** Of one table as JSON. */
export const MOST_TABLE_BYTES = 1_000_000;
/** Of all tables of a tenant: a mapping may name every one of them, and an isolate must hold what it names. */
export const MOST_TABLES_BYTES = 5_000_000;
/** A value that a lookup missed is told with as many characters. */
export const MOST_RECEIVED = 200;
export const MOST_MEANT = 500;

/** A name stands between quotes in expressions and in addresses. */
export const TABLE_NAME = /^[a-z][a-z0-9_-]{0,59}$/;

/** How much a table takes where it is stored. */
export const bytesOf = (entries: Entries): number => new TextEncoder().encode(JSON.stringify(entries)).length;

const MOST_PROBLEMS = 20;

/** A field of a form cannot hold them. */
const CONTROL = /\p{Cc}/u;

/** @returns a fault when no table can have this name */
export const checkTableName = (name: string): Fault | null =>
  TABLE_NAME.test(name)
    ? null
    : fault(
        'invalid_table',
        'The name of a table starts with a small letter and holds only small letters, digits, _ and -, at most 60 of them.',
        { path: 'name' },
      );

/** What is wrong with one row by itself; null when nothing is. */
function rowFault(received: string, meant: unknown): string | null {
  const shown = `“${received.slice(0, 40)}”`;
  if (received === '') return 'A row has no value received. Fill it in, or remove the row.';
  if (received.length > MOST_RECEIVED) return `${shown}… is longer than ${MOST_RECEIVED} characters.`;
  if (typeof meant !== 'string') return `What ${shown} means must be a text.`;
  if (meant.trim().length > MOST_MEANT) return `What ${shown} means is longer than ${MOST_MEANT} characters.`;
  if (CONTROL.test(received) || CONTROL.test(meant.trim())) return `${shown} has a line break or a tab in its row.`;
  return received.isWellFormed() && meant.isWellFormed() ? null : `${shown} is not valid text.`;
}

/**
 * Checks the rows of a value table. Both sides are trimmed, of two spellings of one value with the same meaning the
 * first stays: lookups compare without case.
 * @returns the rows as they are stored; fault `invalid_table` (details: `path`, and `paths` with `problems` row by row)
 */
export function checkRows(rows: Iterable<readonly [received: string, meant: unknown]>): Result<Entries, Fault> {
  const known = new Map<string, [string, string]>();
  const problems: [path: string, sentence: string][] = [];
  let place = 0;
  for (const [received, meant] of rows) {
    const word = received.trim();
    const wrong = rowFault(word, meant);
    const text = typeof meant === 'string' ? meant.trim() : '';
    const before = known.get(wordKey(word));
    if (wrong !== null) problems.push([`entries[${place}]`, wrong]);
    else if (before === undefined) known.set(wordKey(word), [word, text]);
    else if (before[1] !== text) problems.push([`entries[${place}]`, twoMeanings(word, before[1], text)]);
    place += 1;
  }
  if (known.size > MOST_ENTRIES) {
    problems.unshift(['entries', `A table has at most ${MOST_ENTRIES.toLocaleString('en-US')} rows.`]);
  }
  const entries = Object.fromEntries(known.values());
  if (problems.length === 0 && bytesOf(entries) > MOST_TABLE_BYTES) {
    problems.push(['entries', 'A table holds at most 1 MB. Shorten its values, or split it.']);
  }
  const [first] = problems;
  if (first === undefined) return ok(entries);
  const told = problems.slice(0, MOST_PROBLEMS);
  const [paths, problemsTold] = [told.map(([path]) => path), told.map(([, sentence]) => sentence)];
  return fail(fault('invalid_table', first[1], { path: first[0], paths, problems: problemsTold }));
}

const twoMeanings = (word: string, one: string, other: string): string =>
  `“${word}” is there twice, as “${one}” and as “${other}”. Keep one of them; upper and lower case are the same here.`;

/** The rows of a body that a program sent. @returns fault `invalid_table` when it is no object */
export const checkEntries = (entries: unknown): Result<Entries, Fault> =>
  typeof entries === 'object' && entries !== null && !Array.isArray(entries)
    ? checkRows(Object.entries(entries))
    : fail(
        fault('invalid_table', '“entries” must be an object that gives each value received what it means.', {
          path: 'entries',
        }),
      );
