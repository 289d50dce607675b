import { wordKey } from './coerce/word-key.ts';
import type { Entries } from './value-table.ts';

/** One row that differs between two versions of a value table; null where it is not there. */
export interface RowChange {
  received: string;
  before: string | null;
  after: string | null;
}

export interface TableChanges {
  added: RowChange[];
  changed: RowChange[];
  removed: RowChange[];
}

const byKey = (entries: Entries): Map<string, readonly [string, string]> =>
  new Map(Object.entries(entries).map((row) => [wordKey(row[0]), row]));

/** What differs between two versions. Rows are the same when lookups take them for the same: without case. */
export function tableChanges(before: Entries, after: Entries): TableChanges {
  const [old, now] = [byKey(before), byKey(after)];
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
export const merged = (under: Entries, over: Entries): Entries => {
  const rows = byKey(under);
  for (const [key, row] of byKey(over)) rows.set(key, [rows.get(key)?.[0] ?? row[0], row[1]]);
  return Object.fromEntries(rows.values());
};

/** Rows in order of the alphabet, by what is received. */
export const sortedRows = (entries: Entries): [received: string, meant: string][] => {
  const keyed = Object.entries(entries).map((row) => ({ key: wordKey(row[0]), row }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ row }) => row);
};
