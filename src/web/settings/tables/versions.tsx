import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import type { TenantEnv } from '../../../auth/actor.ts';
import { tableChanges } from '../../../domain/mapping/value-table.ts';
import type { ValueTableSummary } from '../../../store/mapping/reader.ts';
import { notFoundPage } from '../../frame/errors.tsx';
import { formatCount } from '../../frame/labels.ts';
import { renderPage } from '../../frame/render.tsx';
import { BreakableEmail } from '../../frame/table.tsx';
import { Time } from '../../frame/time.tsx';
import { type Column, DataTable } from '../shared/data-table.tsx';
import { tablesUrl } from '../shared/urls.ts';
import { parseVersion, readVersionPage, type VersionPage, VersionPagination } from '../shared/versions.tsx';
import { describeTableChanges, TableDiff } from './changes.tsx';

export const tableVersionPages = new Hono<TenantEnv>();

tableVersionPages.get('/', async (c) => {
  const name = c.req.param('name') ?? '';
  const { valueTables } = c.var.store;
  const page = await readVersionPage(c, (limit, before) => valueTables.versions(name, limit, before));
  if (page.versions.length === 0) return notFoundPage(c);
  const baseUrl = `${tablesUrl(c)}/${name}`;
  return renderPage(
    c,
    { title: `Versions of ${name}`, section: 'settings', context: <a href={baseUrl}>Back to {name}</a> },
    <TableVersions baseUrl={`${baseUrl}/versions`} page={page} />,
  );
});

tableVersionPages.get('/:version', async (c) => {
  const name = c.req.param('name') ?? '';
  const { valueTables } = c.var.store;
  const number = parseVersion(c.req.param('version'));
  if (number === null) return notFoundPage(c);
  const [version, before] = await Promise.all([
    valueTables.version(name, number),
    number > 1 ? valueTables.version(name, number - 1) : null,
  ]);
  if (!version) return notFoundPage(c);
  const changes = tableChanges(before?.entries ?? {}, version.entries ?? {});
  const summary = version.entries === null ? 'The table was removed' : describeTableChanges(changes);
  return renderPage(
    c,
    {
      title: `${name}, version ${number}`,
      section: 'settings',
      context: (
        <>
          {version.createdBy}, <Time at={version.createdAt} />.{' '}
          <a href={`${tablesUrl(c)}/${name}/versions`}>All versions</a>
        </>
      ),
    },
    <>
      <p class="notice">{summary ?? 'No row differs from the version before'}.</p>
      <TableDiff changes={changes} />
    </>,
  );
});

const TableVersions: FC<{ baseUrl: string; page: VersionPage<ValueTableSummary> }> = ({ baseUrl, page }) => (
  <>
    <DataTable caption="Versions" columns={columns(baseUrl)} rows={page.versions} linked />
    <VersionPagination baseUrl={baseUrl} page={page} />
  </>
);

const columns = (baseUrl: string): Column<ValueTableSummary>[] => [
  {
    label: 'Version',
    cell: ({ version }) => (
      <a class="row-link" id={`version-${version}`} href={`${baseUrl}/${version}`}>
        {version}
      </a>
    ),
  },
  { label: 'Rows', class: 'number', cell: ({ size }) => (size === null ? 'removed' : formatCount(size)) },
  { label: 'Saved by', class: 'cell-person', cell: ({ createdBy }) => <BreakableEmail text={createdBy} /> },
  { label: 'Saved', cell: ({ createdAt }) => <Time at={createdAt} /> },
];
