import type { Context } from 'hono';
import { sourcesUsingTable } from '../../../app/tables/save-table.ts';
import { findUnmappedValues } from '../../../app/tables/unmapped-values.ts';
import type { TenantEnv } from '../../../auth/actor.ts';
import { sortedEntries, type TableEntries } from '../../../domain/mapping/value-table.ts';
import type { ValueTableVersion } from '../../../store/mapping/reader.ts';
import { notFoundPage } from '../../frame/errors.tsx';
import { syncsUrl } from '../../syncs/load-syncs.ts';
import { tablesUrl } from '../shared/urls.ts';
import type { RowEdit } from './row-edits.ts';
import type { TableView } from './table.tsx';

// Keeps a page below 100 KB.
const ROWS_PER_PAGE = 60;
const BLANK_ROWS = 3;

export type CurrentTable = ValueTableVersion & { entries: TableEntries };

/** Null also when the table was removed. */
export async function findTable(c: Context<TenantEnv>): Promise<CurrentTable | null> {
  const { name = '' } = c.req.param();
  const table = await c.var.store.valueTables.newest(name);
  return table?.entries ? { ...table, entries: table.entries } : null;
}

/** 404 when the path names no table. */
export const withTable =
  (handler: (c: Context<TenantEnv>, table: CurrentTable) => Response | Promise<Response>) =>
  async (c: Context<TenantEnv>) => {
    const table = await findTable(c);
    return table ? handler(c, table) : notFoundPage(c);
  };

export const tableUrl = (c: Context<TenantEnv>, name: string): string => `${tablesUrl(c)}/${name}`;

export const blankRows = (count = BLANK_ROWS): RowEdit[] =>
  Array.from({ length: count }, () => ({ storedKey: '', received: '', meant: '', remove: false }));

export async function readTableView(c: Context<TenantEnv>, table: CurrentTable): Promise<TableView> {
  const { store } = c.var;
  const { name, version, entries } = table;
  const [sources, unmapped] = await Promise.all([
    sourcesUsingTable(store, name),
    findUnmappedValues(store, name, entries),
  ]);
  const { q, from, found, pageRows } = selectRows(c, entries);
  const rows = pageRows.map(([received, meant]) => ({ storedKey: received, received, meant, remove: false }));
  return {
    baseUrl: tableUrl(c, name),
    syncsUrl: syncsUrl(c),
    name,
    version,
    size: Object.keys(entries).length,
    found,
    rows: [...rows, ...blankRows()],
    errors: new Map(),
    message: null,
    q,
    from,
    perPage: ROWS_PER_PAGE,
    sources,
    unmapped,
  };
}

function selectRows(c: Context<TenantEnv>, entries: TableEntries) {
  const q = c.req.query('q')?.trim().slice(0, 200) || undefined;
  const search = q?.toLowerCase();
  const rows = sortedEntries(entries).filter(
    (row) => search === undefined || row.some((text) => text.toLowerCase().includes(search)),
  );
  const requested = Number(c.req.query('from'));
  const from = Number.isSafeInteger(requested) && requested > 0 && requested < rows.length ? requested : 0;
  return { q, from, found: rows.length, pageRows: rows.slice(from, from + ROWS_PER_PAGE) };
}
