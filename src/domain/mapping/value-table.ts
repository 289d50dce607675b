import { LookupContext, normalizeWord } from '../../jmespath/functions/lookup-tables.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { type Fault, fault } from '../shared/fault.ts';
import { describeTableProblem, type TableProblem } from '../shared/fault-sentences/syncs.ts';
import { compileMappingExpression } from './expression.ts';

/** A value table: value received → value meant. An empty text means that this value stands for none. */
export type TableEntries = Readonly<Record<string, string>>;

export const MAX_TABLES = 100;
export const MAX_ENTRIES = 10_000;
/** Of one table as JSON. */
export const MAX_TABLE_BYTES = 1_000_000;
/** Of all tables of a tenant: a mapping may name every one of them, and an isolate must hold what it names. */
export const MAX_TOTAL_TABLE_BYTES = 5_000_000;
/** A value that a lookup missed is told with as many characters. */
export const MAX_RECEIVED_LENGTH = 200;
export const MAX_MEANT_LENGTH = 500;

/** A name stands between quotes in expressions and in addresses. */
export const TABLE_NAME_PATTERN = /^[a-z][a-z0-9_-]{0,59}$/;

/** How much a table takes where it is stored. */
export const entriesByteLength = (entries: TableEntries): number =>
  new TextEncoder().encode(JSON.stringify(entries)).length;

const MAX_PROBLEMS = 20;

/** A field of a form cannot hold them. */
const CONTROL = /\p{Cc}/u;

/** @returns a fault when no table can have this name */
export const checkTableName = (name: string): Fault | null =>
  TABLE_NAME_PATTERN.test(name) ? null : fault('invalid_table', { reason: 'name' }, { path: 'name' });

/** What is wrong with one row by itself; null when nothing is. */
function rowProblem(received: string, meant: unknown): TableProblem | null {
  const value = received.slice(0, 40);
  if (received === '') return { reason: 'received_missing' };
  if (received.length > MAX_RECEIVED_LENGTH) return { reason: 'received_too_long', value, max: MAX_RECEIVED_LENGTH };
  if (typeof meant !== 'string') return { reason: 'meant_not_text', value };
  if (meant.trim().length > MAX_MEANT_LENGTH) return { reason: 'meant_too_long', value, max: MAX_MEANT_LENGTH };
  if (CONTROL.test(received) || CONTROL.test(meant.trim())) return { reason: 'control_character', value };
  return received.isWellFormed() && meant.isWellFormed() ? null : { reason: 'not_unicode', value };
}

/**
 * Checks the rows of a value table. Both sides are trimmed, of two spellings of one value with the same meaning the
 * first stays: lookups compare without case.
 * @returns the rows as they are stored; fault `invalid_table` (details: `path`, and `paths` with `problems` row by row)
 */
export function checkRows(rows: Iterable<readonly [received: string, meant: unknown]>): Result<TableEntries, Fault> {
  const known = new Map<string, [string, string]>();
  const problems: [path: string, problem: TableProblem][] = [];
  let place = 0;
  for (const [received, meant] of rows) {
    const word = received.trim();
    const wrong = rowProblem(word, meant);
    const text = typeof meant === 'string' ? meant.trim() : '';
    const before = known.get(normalizeWord(word));
    if (wrong !== null) problems.push([`entries[${place}]`, wrong]);
    else if (before === undefined) known.set(normalizeWord(word), [word, text]);
    else if (before[1] !== text)
      problems.push([`entries[${place}]`, { reason: 'two_meanings', value: word, meanings: [before[1], text] }]);
    place += 1;
  }
  if (known.size > MAX_ENTRIES) {
    problems.unshift(['entries', { reason: 'too_many_rows', max: MAX_ENTRIES }]);
  }
  const entries = Object.fromEntries(known.values());
  if (problems.length === 0 && entriesByteLength(entries) > MAX_TABLE_BYTES) {
    problems.push(['entries', { reason: 'table_too_large' }]);
  }
  const [first] = problems;
  if (first === undefined) return ok(entries);
  const shown = problems.slice(0, MAX_PROBLEMS);
  const details = {
    path: first[0],
    paths: shown.map(([path]) => path),
    problems: shown.map(([, problem]) => describeTableProblem(problem)),
  };
  return fail(fault('invalid_table', first[1], details));
}

/** The rows of a body that a program sent. @returns fault `invalid_table` when it is no object */
export const checkEntries = (entries: unknown): Result<TableEntries, Fault> =>
  typeof entries === 'object' && entries !== null && !Array.isArray(entries)
    ? checkRows(Object.entries(entries))
    : fail(fault('invalid_table', { reason: 'entries_not_object' }, { path: 'entries' }));

/** One row that differs between two versions of a value table; null where it is not there. */
export interface TableRowChange {
  received: string;
  before: string | null;
  after: string | null;
}

export interface TableChanges {
  added: TableRowChange[];
  changed: TableRowChange[];
  removed: TableRowChange[];
}

const indexByKey = (entries: TableEntries): Map<string, readonly [string, string]> =>
  new Map(Object.entries(entries).map((row) => [normalizeWord(row[0]), row]));

/** What differs between two versions. Rows are the same when lookups take them for the same: without case. */
export function tableChanges(before: TableEntries, after: TableEntries): TableChanges {
  const [old, now] = [indexByKey(before), indexByKey(after)];
  const changes: TableChanges = { added: [], changed: [], removed: [] };
  for (const [key, [received, meant]] of now) {
    const was = old.get(key);
    if (was === undefined) changes.added.push({ received, before: null, after: meant });
    else if (was[1] !== meant) changes.changed.push({ received, before: was[1], after: meant });
  }
  for (const [key, [received, meant]] of old) {
    if (!now.has(key)) changes.removed.push({ received, before: meant, after: null });
  }
  return changes;
}

/** The rows of one table with those of another over them. */
export const mergeEntries = (under: TableEntries, over: TableEntries): TableEntries => {
  const rows = indexByKey(under);
  for (const [key, row] of indexByKey(over)) rows.set(key, [rows.get(key)?.[0] ?? row[0], row[1]]);
  return Object.fromEntries(rows.values());
};

/** Rows in order of the alphabet, by what is received. */
export const sortedEntries = (entries: TableEntries): [received: string, meant: string][] => {
  const keyed = Object.entries(entries).map((row) => ({ key: normalizeWord(row[0]), row }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ row }) => row);
};

/** Every text in a JSON value. Without recursion: what a program sends may be nested deeply. */
function* textsIn(body: unknown): Generator<string> {
  const waiting = [body];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value === 'string') yield value;
    else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) waiting.push(part);
  }
}

/**
 * The value tables that a mapping names with `lookup()`, in order of the alphabet.
 * @param body a mapping, checked or not; one expression as a text will do
 */
export function referencedTables(body: unknown): string[] {
  const lookups = new LookupContext();
  for (const text of textsIn(body)) if (text.includes('lookup')) compileMappingExpression(text, lookups);
  return [...new Set(lookups.named.map(({ name }) => name))].sort();
}
