import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { TenantEnv } from '../../../auth/actor.ts';
import { describeFault } from '../../../domain/fault.ts';
import { writeTableCsv } from '../../../domain/mapping/table-csv.ts';
import { tableNamesIn } from '../../../domain/mapping/table-names.ts';
import { checkTableName } from '../../../domain/mapping/value-table.ts';
import { SOURCE_KINDS, type SourceKind } from '../../../domain/sync/words.ts';
import { removeTable, saveTable, sourcesNaming } from '../../../syncs/mapping/save-table.ts';
import { notFoundPage } from '../../errors/answers.ts';
import { showTrouble } from '../../errors/pages.tsx';
import { ask, goTo } from '../../frame/dialog.tsx';
import { addressOf } from '../../frame/query.ts';
import { showPage } from '../../frame/show.tsx';
import { counted } from '../../frame/words.ts';
import { importPages } from './import-routes.tsx';
import { TableListPage } from './list.tsx';
import { blankRows, readTable, type Table, tableOf, tablesAt } from './read.ts';
import { removeQuestion } from './remove.tsx';
import { editTable, readTableForm } from './row-edits.ts';
import { TableActions, TablePage, type TableView } from './table.tsx';
import { tableVersionPages } from './version-routes.tsx';

/** Ten thousand rows of an import, as a form sends them. */
const MOST_BYTES = 4_000_000;

/** `/{tenant}/settings/tables`: value tables for `lookup()`. */
export const tablePages = new Hono<TenantEnv>();

tablePages.use(
  bodyLimit({
    maxSize: MOST_BYTES,
    onError: (c: Context<TenantEnv>) =>
      showTrouble(c, { status: 413, title: 'Too large', why: 'A table holds at most 10,000 rows and 1 MB.' }),
  }),
);

const page = { title: 'Value tables', section: 'settings', context: 'What the codes of a data source mean.' } as const;

async function showList(c: Context<TenantEnv>, typed: { name: string; error: string } | null) {
  const { store } = c.var;
  const [tables, mappings] = await Promise.all([store.valueTables.list(), store.mappings.inForce()]);
  const named = new Map<string, SourceKind[]>();
  for (const kind of SOURCE_KINDS) {
    for (const name of tableNamesIn(mappings.find(({ source }) => source === kind)?.body)) {
      named.set(name, [...(named.get(name) ?? []), kind]);
    }
  }
  const list = { at: tablesAt(c), tables, named, typed, now: Date.now() };
  return showPage(c, page, <TableListPage {...list} />, typed ? 422 : 200);
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
  return saved.ok ? goTo(c, `${tablesAt(c)}/${name}`) : showList(c, { name, error: describeFault(saved.fault) });
});

const showTable = (c: Context<TenantEnv>, view: TableView, status: 200 | 409 | 422 = 200) =>
  showPage(
    c,
    {
      title: view.name,
      section: 'settings',
      context: (
        <>
          <a href={tablesAt(c)}>Value tables</a> · {counted(view.size, 'row')}, version {view.version}
        </>
      ),
      actions: <TableActions at={view.at} />,
    },
    <TablePage {...view} />,
    status,
  );

tablePages.get('/:name', async (c) => {
  const table = await tableOf(c);
  return table ? showTable(c, await readTable(c, table)) : notFoundPage(c);
});

tablePages.post('/:name', async (c) => {
  const table = await tableOf(c);
  if (!table) return notFoundPage(c);
  const fields = await c.req.parseBody({ all: true });
  const { rows, version } = readTableForm(fields);
  if (fields.more === 'yes') return showTable(c, { ...(await readTable(c, table)), rows: [...rows, ...blankRows(10)] });
  const edited = editTable(table.entries, rows);
  const typed = async (message: string, errors: TableView['errors'] = new Map()) => ({
    ...(await readTable(c, table)),
    rows: [...rows, ...(rows.some(({ was }) => was === '') ? [] : blankRows())],
    message,
    errors,
  });
  if (!edited.ok) return showTable(c, await typed(edited.message, edited.errors), 422);
  return save(c, table, { entries: edited.entries, version }, typed);
});

async function save(
  c: Context<TenantEnv>,
  { name }: Table,
  request: { entries: Table['entries']; version: number | null },
  typed: (message: string) => Promise<TableView>,
) {
  const { store, actor } = c.var;
  const saved = await saveTable(c.env, store.tenant, { name, ...request }, actor.label);
  if (saved.ok) return goTo(c, addressOf(`${tablesAt(c)}/${name}`, { q: c.req.query('q'), from: c.req.query('from') }));
  if (saved.fault.code !== 'version_conflict') return showTable(c, await typed(describeFault(saved.fault)), 422);
  const newest = await tableOf(c);
  const by = newest ? `${newest.createdBy} saved version ${newest.version} meanwhile.` : 'Somebody removed it.';
  // What is shown has the newer version, so that saving again puts these rows over it.
  return showTable(c, await typed(`${by} Your changes are below: save again to put them on top of it.`), 409);
}

tablePages.get('/:name/export', async (c) => {
  const table = await tableOf(c);
  if (!table) return notFoundPage(c);
  return c.body(writeTableCsv(table.entries), 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${table.name}.csv"`,
  });
});

tablePages.get('/:name/remove', async (c) => {
  const table = await tableOf(c);
  if (!table) return notFoundPage(c);
  const sources = await sourcesNaming(c.var.store, table.name);
  return ask(c, removeQuestion(tablesAt(c), table.name, sources));
});

tablePages.post('/:name/remove', async (c) => {
  const table = await tableOf(c);
  if (!table) return notFoundPage(c);
  const { store, actor } = c.var;
  const removed = await removeTable(c.env, store.tenant, table.name, actor.label);
  if (removed.ok) return goTo(c, tablesAt(c));
  return ask(c, removeQuestion(tablesAt(c), table.name, await sourcesNaming(store, table.name)), 409);
});

tablePages.route('/:name/import', importPages);
tablePages.route('/:name/versions', tableVersionPages);
