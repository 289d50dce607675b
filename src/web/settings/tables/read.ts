import type { Context } from 'hono';
import type { TenantEnv } from '../../../auth/actor.ts';
import { sortedRows } from '../../../domain/mapping/table-changes.ts';
import type { Entries } from '../../../domain/mapping/value-table.ts';
import type { TableVersion } from '../../../store/value-tables.ts';
import { sourcesNaming } from '../../../syncs/mapping/save-table.ts';
import { unmappedIn } from '../../../syncs/mapping/unmapped-in.ts';
import type { RowEdit } from './row-edits.ts';
import type { TableView } from './table.tsx';

// A page stays below 100 KB.
const ROWS = 60;
const BLANK = 3;

export const tablesAt = (c: Context<TenantEnv>): string => `/${c.var.store.tenant.slug}/settings/tables`;

/** A table that is there now, with its rows. */
export type Table = TableVersion & { entries: Entries };

/** The table that the address names, or null. */
export async function tableOf(c: Context<TenantEnv>): Promise<Table | null> {
  const { name = '' } = c.req.param();
  const table = await c.var.store.valueTables.newest(name);
  return table?.entries ? { ...table, entries: table.entries } : null;
}

export const blankRows = (count = BLANK): RowEdit[] =>
  Array.from({ length: count }, () => ({ was: '', received: '', meant: '', remove: false }));

/** Which rows the address asks for. */
function rowsOf(c: Context<TenantEnv>, entries: Entries) {
  const q = c.req.query('q')?.trim().slice(0, 200) || undefined;
  const wanted = q?.toLowerCase();
  const rows = sortedRows(entries).filter(
    (row) => wanted === undefined || row.some((text) => text.toLowerCase().includes(wanted)),
  );
  const asked = Number(c.req.query('from'));
  const from = Number.isSafeInteger(asked) && asked > 0 && asked < rows.length ? asked : 0;
  return { q, from, found: rows.length, shown: rows.slice(from, from + ROWS) };
}

/** Reads one page of a table's rows as the address asks for it. */
export async function readTable(c: Context<TenantEnv>, table: Table): Promise<TableView> {
  const { store } = c.var;
  const { name, version, entries } = table;
  const [sources, unmapped] = await Promise.all([sourcesNaming(store, name), unmappedIn(store, name, entries)]);
  const { q, from, found, shown } = rowsOf(c, entries);
  const rows = shown.map(([received, meant]) => ({ was: received, received, meant, remove: false }));
  return {
    at: `${tablesAt(c)}/${name}`,
    syncs: `/${store.tenant.slug}/syncs`,
    name,
    version,
    size: Object.keys(entries).length,
    found,
    rows: [...rows, ...blankRows()],
    errors: new Map(),
    message: null,
    q,
    from,
    perPage: ROWS,
    sources,
    unmapped,
  };
}
