import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { removeTable, saveTable, sourcesUsingTable } from '../../../app/tables/save-table.ts';
import type { TenantEnv } from '../../../auth/actor.ts';
import { formatTableCsv } from '../../../domain/mapping/table-csv.ts';
import { checkTableName, referencedTables } from '../../../domain/mapping/value-table.ts';
import { describeFault } from '../../../domain/shared/fault.ts';
import { SOURCE_KINDS, type SourceKind } from '../../../domain/shared/source-kinds.ts';
import { type FormDialog, redirectTo, renderDialog, SubmitButton } from '../../frame/dialog.tsx';
import { renderError } from '../../frame/errors.tsx';
import { countNoun } from '../../frame/labels.ts';
import { renderPage } from '../../frame/render.tsx';
import { buildUrl } from '../../frame/urls.ts';
import { readFormFields } from '../shared/form-fields.ts';
import { tablesUrl } from '../shared/urls.ts';
import { importPages } from './import.tsx';
import { joinSourceNames, TableListPage, type TableListView } from './list.tsx';
import { blankRows, findTable, readTableView, tableUrl, withTable } from './read.ts';
import { applyRowEdits, parseTableForm } from './row-edits.ts';
import { TableActions, TablePage, type TableView } from './table.tsx';
import { tableVersionPages } from './versions.tsx';

/** Enough for the text area of an import with 10,000 rows, URL-encoded. */
const MAX_BODY_BYTES = 4_000_000;

export const tablePages = new Hono<TenantEnv>();

tablePages.use(
  bodyLimit({
    maxSize: MAX_BODY_BYTES,
    onError: (c: Context<TenantEnv>) =>
      renderError(c, { status: 413, title: 'Too large', explanation: 'A table holds at most 10,000 rows and 1 MB.' }),
  }),
);

tablePages.get('/', (c) => showList(c, null));

tablePages.post('/', async (c) => {
  const { store, actor } = c.var;
  const name = (await readFormFields(c)).name?.trim() ?? '';
  const nameFault = checkTableName(name);
  if (nameFault) return showList(c, { name, error: describeFault(nameFault) });
  const newest = await store.valueTables.newest(name);
  if (newest?.entries) return showList(c, { name, error: `There is a table ${name} already.` });
  // A table made again continues the versions of the removed one, so that a version number stays unique.
  const request = { name, entries: {}, baseVersion: newest?.version ?? 0 };
  const saved = await saveTable(c.env, store.tenant, request, actor.label);
  return saved.ok ? redirectTo(c, tableUrl(c, name)) : showList(c, { name, error: describeFault(saved.fault) });
});

const LIST_PAGE = {
  title: 'Value tables',
  section: 'settings',
  context: 'What the codes of a data source mean.',
} as const;

async function showList(c: Context<TenantEnv>, rejected: TableListView['rejected']) {
  const { store } = c.var;
  const [tables, mappings] = await Promise.all([store.valueTables.list(), store.mappings.inForce()]);
  const usedBy = new Map<string, SourceKind[]>();
  for (const kind of SOURCE_KINDS) {
    for (const name of referencedTables(mappings.find(({ source }) => source === kind)?.body)) {
      usedBy.set(name, [...(usedBy.get(name) ?? []), kind]);
    }
  }
  const list = { baseUrl: tablesUrl(c), tables, usedBy, rejected };
  return renderPage(c, LIST_PAGE, <TableListPage {...list} />, rejected ? 422 : 200);
}

tablePages.get(
  '/:name',
  withTable(async (c, table) => showTable(c, await readTableView(c, table))),
);

tablePages.post(
  '/:name',
  withTable(async (c, table) => {
    const fields = await c.req.parseBody({ all: true });
    const { rows, version } = parseTableForm(fields);
    if (fields.more === 'yes') {
      return showTable(c, { ...(await readTableView(c, table)), rows: [...rows, ...blankRows(10)] });
    }
    const rerender = async (message: string, status: 409 | 422, errors: TableView['errors'] = new Map()) => {
      const view = await readTableView(c, table);
      const blank = rows.some(({ storedKey }) => storedKey === '') ? [] : blankRows();
      return showTable(c, { ...view, rows: [...rows, ...blank], message, errors }, status);
    };
    const edited = applyRowEdits(table.entries, rows);
    if (!edited.ok) return rerender(edited.message, 422, edited.errors);
    const request = { name: table.name, entries: edited.entries, baseVersion: version };
    const saved = await saveTable(c.env, c.var.store.tenant, request, c.var.actor.label);
    const { q, from } = c.req.query();
    if (saved.ok) return redirectTo(c, buildUrl(tableUrl(c, table.name), { q, from }));
    if (saved.fault.code !== 'version_conflict') return rerender(describeFault(saved.fault), 422);
    const newest = await findTable(c);
    const cause = newest ? `${newest.createdBy} saved version ${newest.version} meanwhile.` : 'Somebody removed it.';
    // The form then carries the newest version, so that saving again succeeds.
    return rerender(`${cause} Your changes are below: save again to put them on top of it.`, 409);
  }),
);

const showTable = (c: Context<TenantEnv>, view: TableView, status: 200 | 409 | 422 = 200) =>
  renderPage(
    c,
    {
      title: view.name,
      section: 'settings',
      context: (
        <>
          <a href={tablesUrl(c)}>Value tables</a> · {countNoun(view.size, 'row')}, version {view.version}
        </>
      ),
      actions: <TableActions baseUrl={view.baseUrl} />,
    },
    <TablePage {...view} />,
    status,
  );

tablePages.get(
  '/:name/export',
  withTable((c, table) =>
    c.body(formatTableCsv(table.entries), 200, {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${table.name}.csv"`,
    }),
  ),
);

tablePages.get(
  '/:name/remove',
  withTable(async (c, { name }) => {
    const sources = await sourcesUsingTable(c.var.store, name);
    return renderDialog(c, removeTableDialog(tablesUrl(c), name, sources));
  }),
);

tablePages.post(
  '/:name/remove',
  withTable(async (c, { name }) => {
    const { store, actor } = c.var;
    const removed = await removeTable(c.env, store.tenant, name, actor.label);
    if (removed.ok) return redirectTo(c, tablesUrl(c));
    return renderDialog(c, removeTableDialog(tablesUrl(c), name, await sourcesUsingTable(store, name)), 409);
  }),
);

/** Refuses while a mapping uses the table. */
function removeTableDialog(listUrl: string, name: string, sources: readonly SourceKind[]): FormDialog {
  const isUsed = sources.length > 0;
  return {
    title: `Remove ${name}`,
    section: 'settings',
    action: `${listUrl}/${name}/remove`,
    cancelUrl: `${listUrl}/${name}`,
    ...(isUsed && { cancelLabel: 'Close' }),
    buttons: isUsed ? null : <SubmitButton danger>Remove the table</SubmitButton>,
    body: isUsed ? (
      <p class="notice notice-held">
        The mapping of {joinSourceNames(sources)} looks values up in {name}. Take it out of there first.
      </p>
    ) : (
      <p>No mapping in force uses this table. Its versions stay, for the syncs that used them.</p>
    ),
  };
}

tablePages.route('/:name/import', importPages);
tablePages.route('/:name/versions', tableVersionPages);
