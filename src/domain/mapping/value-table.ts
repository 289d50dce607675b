import { LookupContext, normalizeWord } from '../../jmespath/functions/lookup-tables.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { type Fault, fault } from '../shared/fault.ts';
import { describeTableProblem, type TableProblem } from '../shared/fault-sentences/value-table.ts';
import { compileMappingExpression } from './expression.ts';

/** Value received → value meant. An empty text stands for no value. */
export type TableEntries = Readonly<Record<string, string>>;

export const MAX_TABLES = 100;
const MAX_ENTRIES = 10_000;
/** Of one table as JSON. */
export const MAX_TABLE_BYTES = 1_000_000;
/** Of all tables of a tenant: a mapping may name every one of them, and an isolate holds them all. */
export const MAX_TOTAL_TABLE_BYTES = 5_000_000;
/** As much as a lookup reports of a value that it misses. */
export const MAX_RECEIVED_LENGTH = 200;
export const MAX_MEANT_LENGTH = 500;

/** A name is used in expressions and in URLs. */
export const TABLE_NAME_PATTERN = /^[a-z][a-z0-9_-]{0,59}$/;

export const entriesByteLength = (entries: TableEntries): number =>
  new TextEncoder().encode(JSON.stringify(entries)).length;

const MAX_PROBLEMS = 20;

/** A form field cannot hold them. */
const CONTROL = /\p{Cc}/u;

export const checkTableName = (name: string): Fault | null =>
  TABLE_NAME_PATTERN.test(name) ? null : fault('invalid_table', { problem: 'name' }, { path: 'name' });

/**
 * Both sides are trimmed; of two spellings of one value with the same meaning the first stays: lookups compare without
 * case.
 * @returns the rows as they are stored; fault `invalid_table` (details: `path`, and `paths` with `problems` row by row)
 */
export function checkRows(rows: Iterable<readonly [received: string, meant: unknown]>): Result<TableEntries, Fault> {
  const known = new Map<string, [string, string]>();
  const problems: { path: string; problem: TableProblem }[] = [];
  let at = 0;
  for (const [received, meant] of rows) {
    const word = received.trim();
    const text = typeof meant === 'string' ? meant.trim() : '';
    const before = known.get(normalizeWord(word));
    const problem = rowProblem(word, meant) ?? (before && meaningProblem(word, before[1], text));
    if (problem) problems.push({ path: `entries[${at}]`, problem });
    else if (!before) known.set(normalizeWord(word), [word, text]);
    at += 1;
  }
  if (known.size > MAX_ENTRIES) {
    problems.unshift({ path: 'entries', problem: { problem: 'too_many_rows', limit: MAX_ENTRIES } });
  }
  const entries = Object.fromEntries(known.values());
  if (problems.length === 0 && entriesByteLength(entries) > MAX_TABLE_BYTES) {
    problems.push({ path: 'entries', problem: { problem: 'too_large' } });
  }
  const [first] = problems;
  if (first === undefined) return ok(entries);
  const listed = problems.slice(0, MAX_PROBLEMS);
  const details = {
    path: first.path,
    paths: listed.map(({ path }) => path),
    problems: listed.map(({ problem }) => describeTableProblem(problem)),
  };
  return fail(fault('invalid_table', first.problem, details));
}

function rowProblem(received: string, meant: unknown): TableProblem | null {
  const word = received.slice(0, 40);
  if (received === '') return { problem: 'no_word' };
  if (received.length > MAX_RECEIVED_LENGTH) return { problem: 'word_too_long', word, limit: MAX_RECEIVED_LENGTH };
  if (typeof meant !== 'string') return { problem: 'meant_not_text', word };
  if (meant.trim().length > MAX_MEANT_LENGTH) return { problem: 'meant_too_long', word, limit: MAX_MEANT_LENGTH };
  if (CONTROL.test(received) || CONTROL.test(meant.trim())) return { problem: 'control_character', word };
  return received.isWellFormed() && meant.isWellFormed() ? null : { problem: 'not_well_formed', word };
}

const meaningProblem = (word: string, first: string, second: string): TableProblem | null =>
  first === second ? null : { problem: 'two_meanings', word, first, second };

export const checkEntries = (entries: unknown): Result<TableEntries, Fault> =>
  typeof entries === 'object' && entries !== null && !Array.isArray(entries)
    ? checkRows(Object.entries(entries))
    : fail(fault('invalid_table', { problem: 'not_an_object' }, { path: 'entries' }));

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

/** Rows are the same when lookups take them for the same: without case. */
export function tableChanges(before: TableEntries, after: TableEntries): TableChanges {
  const [old, now] = [indexByKey(before), indexByKey(after)];
  const changes: TableChanges = { added: [], changed: [], removed: [] };
  for (const [key, [received, meant]] of now) {
    const previous = old.get(key);
    if (previous === undefined) changes.added.push({ received, before: null, after: meant });
    else if (previous[1] !== meant) changes.changed.push({ received, before: previous[1], after: meant });
  }
  for (const [key, [received, meant]] of old) {
    if (!now.has(key)) changes.removed.push({ received, before: meant, after: null });
  }
  return changes;
}

/** Where both have a row: the meaning of `over`, the spelling of `under`. */
export const mergeEntries = (under: TableEntries, over: TableEntries): TableEntries => {
  const rows = indexByKey(under);
  for (const [key, row] of indexByKey(over)) rows.set(key, [rows.get(key)?.[0] ?? row[0], row[1]]);
  return Object.fromEntries(rows.values());
};

/** Alphabetical by what is received, without case. */
export const sortedEntries = (entries: TableEntries): [received: string, meant: string][] => {
  const keyed = Object.entries(entries).map((row) => ({ key: normalizeWord(row[0]), row }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ row }) => row);
};

/** Without recursion: a body may be nested deeply. */
function* textsIn(body: unknown): Generator<string> {
  const waiting = [body];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value === 'string') yield value;
    else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) waiting.push(part);
  }
}

/** In alphabetical order. @param body a mapping, checked or not; one expression as a text will do */
export function referencedTables(body: unknown): string[] {
  const lookups = new LookupContext();
  for (const text of textsIn(body)) if (text.includes('lookup')) compileMappingExpression(text, lookups);
  return [...new Set(lookups.references.map(({ name }) => name))].sort();
}
