import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { removeTable, saveTable, sourcesUsingTable } from '../../../app/tables/save-table.ts';
import type { TenantEnv } from '../../../auth/actor.ts';
import { formatTableCsv } from '../../../domain/mapping/table-csv.ts';
import { checkTableName, referencedTables } from '../../../domain/mapping/value-table.ts';
import { describeFault } from '../../../domain/shared/fault.ts';
import { SOURCE_KINDS, SOURCE_NAMES, type SourceKind } from '../../../domain/shared/source-kinds.ts';
import { type FormDialog, redirectTo, renderDialog, SubmitButton } from '../../frame/dialog.tsx';
import { notFoundPage, renderError } from '../../frame/errors.tsx';
import { countNoun, joinWithAnd } from '../../frame/labels.ts';
import { renderPage } from '../../frame/render.tsx';
import { buildUrl } from '../../frame/urls.ts';
import { importPages } from './import.tsx';
import { TableListPage } from './list.tsx';
import { blankRows, type CurrentTable, findTable, readTableView, tablesPath } from './read.ts';
import { applyRowEdits, parseTableForm } from './row-edits.ts';
import { TableActions, TablePage, type TableView } from './table.tsx';
import { tableVersionPages } from './versions.tsx';

/** Asks before a table is removed; says why not where a mapping uses it. */
export function removeTableDialog(tables: string, name: string, sources: readonly SourceKind[]): FormDialog {
  const used = sources.length > 0;
  return {
    title: `Remove ${name}`,
    section: 'settings',
    action: `${tables}/${name}/remove`,
    cancelUrl: `${tables}/${name}`,
    ...(used && { cancelLabel: 'Close' }),
    buttons: used ? null : <SubmitButton danger>Remove the table</SubmitButton>,
    body: used ? (
      <p class="notice notice-held">
        The mapping of {joinWithAnd(sources.map((kind) => SOURCE_NAMES[kind]))} looks values up in {name}. Take it out
        of there first.
      </p>
    ) : (
      <p>No mapping in force uses this table. Its versions stay, for the syncs that used them.</p>
    ),
  };
}

/** Ten thousand rows of an import, as a form sends them. */
const MAX_BODY_BYTES = 4_000_000;

/** `/{tenant}/settings/tables`: value tables for `lookup()`. */
export const tablePages = new Hono<TenantEnv>();

tablePages.use(
  bodyLimit({
    maxSize: MAX_BODY_BYTES,
    onError: (c: Context<TenantEnv>) =>
      renderError(c, { status: 413, title: 'Too large', explanation: 'A table holds at most 10,000 rows and 1 MB.' }),
  }),
);

const LIST_PAGE = {
  title: 'Value tables',
  section: 'settings',
  context: 'What the codes of a data source mean.',
} as const;

async function showList(c: Context<TenantEnv>, typed: { name: string; error: string } | null) {
  const { store } = c.var;
  const [tables, mappings] = await Promise.all([store.valueTables.list(), store.mappings.inForce()]);
  const named = new Map<string, SourceKind[]>();
  for (const kind of SOURCE_KINDS) {
    for (const name of referencedTables(mappings.find(({ source }) => source === kind)?.body)) {
      named.set(name, [...(named.get(name) ?? []), kind]);
    }
  }
  const list = { at: tablesPath(c), tables, named, typed, now: Date.now() };
  return renderPage(c, LIST_PAGE, <TableListPage {...list} />, typed ? 422 : 200);
}

tablePages.get('/', (c) => showList(c, null));

tablePages.post('/', async (c) => {
  const { store, actor } = c.var;
  const { name: given } = await c.req.parseBody();
  const name = typeof given === 'string' ? given.trim() : '';
  const refused = checkTableName(name);
  if (refused) return showList(c, { name, error: describeFault(refused) });
  const newest = await store.valueTables.newest(name);
  if (newest?.entries) return showList(c, { name, error: `There is a table ${name} already.` });
  // Its version counts on where it was removed, so that no two tables share one.
  const saved = await saveTable(c.env, store.tenant, { name, entries: {}, version: newest?.version ?? 0 }, actor.label);
  return saved.ok
    ? redirectTo(c, `${tablesPath(c)}/${name}`)
    : showList(c, { name, error: describeFault(saved.fault) });
});

const showTable = (c: Context<TenantEnv>, view: TableView, status: 200 | 409 | 422 = 200) =>
  renderPage(
    c,
    {
      title: view.name,
      section: 'settings',
      context: (
        <>
          <a href={tablesPath(c)}>Value tables</a> · {countNoun(view.size, 'row')}, version {view.version}
        </>
      ),
      actions: <TableActions at={view.at} />,
    },
    <TablePage {...view} />,
    status,
  );

tablePages.get('/:name', async (c) => {
  const table = await findTable(c);
  return table ? showTable(c, await readTableView(c, table)) : notFoundPage(c);
});

tablePages.post('/:name', async (c) => {
  const table = await findTable(c);
  if (!table) return notFoundPage(c);
  const fields = await c.req.parseBody({ all: true });
  const { rows, version } = parseTableForm(fields);
  if (fields.more === 'yes')
    return showTable(c, { ...(await readTableView(c, table)), rows: [...rows, ...blankRows(10)] });
  const edited = applyRowEdits(table.entries, rows);
  const typed = async (message: string, errors: TableView['errors'] = new Map()) => ({
    ...(await readTableView(c, table)),
    rows: [...rows, ...(rows.some(({ was }) => was === '') ? [] : blankRows())],
    message,
    errors,
  });
  if (!edited.ok) return showTable(c, await typed(edited.message, edited.errors), 422);
  return saveRows(c, table, { entries: edited.entries, version }, typed);
});

async function saveRows(
  c: Context<TenantEnv>,
  { name }: CurrentTable,
  request: { entries: CurrentTable['entries']; version: number | null },
  typed: (message: string) => Promise<TableView>,
) {
  const { store, actor } = c.var;
  const saved = await saveTable(c.env, store.tenant, { name, ...request }, actor.label);
  if (saved.ok)
    return redirectTo(c, buildUrl(`${tablesPath(c)}/${name}`, { q: c.req.query('q'), from: c.req.query('from') }));
  if (saved.fault.code !== 'version_conflict') return showTable(c, await typed(describeFault(saved.fault)), 422);
  const newest = await findTable(c);
  const by = newest ? `${newest.createdBy} saved version ${newest.version} meanwhile.` : 'Somebody removed it.';
  // What is shown has the newer version, so that saving again puts these rows over it.
  return showTable(c, await typed(`${by} Your changes are below: save again to put them on top of it.`), 409);
}

tablePages.get('/:name/export', async (c) => {
  const table = await findTable(c);
  if (!table) return notFoundPage(c);
  return c.body(formatTableCsv(table.entries), 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${table.name}.csv"`,
  });
});

tablePages.get('/:name/remove', async (c) => {
  const table = await findTable(c);
  if (!table) return notFoundPage(c);
  const sources = await sourcesUsingTable(c.var.store, table.name);
  return renderDialog(c, removeTableDialog(tablesPath(c), table.name, sources));
});

tablePages.post('/:name/remove', async (c) => {
  const table = await findTable(c);
  if (!table) return notFoundPage(c);
  const { store, actor } = c.var;
  const removed = await removeTable(c.env, store.tenant, table.name, actor.label);
  if (removed.ok) return redirectTo(c, tablesPath(c));
  return renderDialog(c, removeTableDialog(tablesPath(c), table.name, await sourcesUsingTable(store, table.name)), 409);
});

tablePages.route('/:name/import', importPages);
tablePages.route('/:name/versions', tableVersionPages);
