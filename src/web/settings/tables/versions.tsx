import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import type { TenantEnv } from '../../../auth/actor.ts';
import { tableChanges } from '../../../domain/mapping/value-table.ts';
import { isLocalId } from '../../../store/ids.ts';
import type { ValueTableSummary } from '../../../store/mapping/reader.ts';
import { notFoundPage } from '../../frame/errors.tsx';
import { formatCount } from '../../frame/labels.ts';
import { renderPage } from '../../frame/render.tsx';
import { BreakableEmail, Pagination } from '../../frame/table.tsx';
import { Time } from '../../frame/time.tsx';
import { buildUrl } from '../../frame/urls.ts';
import { describeTableChanges, TableDiff } from './changes.tsx';
import { tablesPath } from './read.ts';

interface TableVersions {
  /** `/{tenant}/settings/tables/{name}/versions`. */
  at: string;
  versions: readonly ValueTableSummary[];
  earlier: boolean;
  later: boolean;
  now: number;
}

/** Every version of a value table, newest first. */
export const TableVersionsPage: FC<TableVersions> = ({ at, versions, earlier, later, now }) => (
  <>
    <div class="table-box">
      <table class="table">
        <caption class="visually-hidden">Versions</caption>
        <thead>
          <tr>
            <th scope="col">Version</th>
            <th scope="col" class="number">
              Rows
            </th>
            <th scope="col">Saved by</th>
            <th scope="col">Saved</th>
          </tr>
        </thead>
        <tbody>
          {versions.map(({ version, size, createdBy, createdAt }) => (
            <tr data-row>
              <td data-label="Version">
                <a class="row-link" id={`version-${version}`} href={`${at}/${version}`}>
                  {version}
                </a>
              </td>
              <td data-label="Rows" class="number">
                {size === null ? 'removed' : formatCount(size)}
              </td>
              <td data-label="Saved by" class="cell-person">
                <BreakableEmail text={createdBy} />
              </td>
              <td data-label="Saved">
                <Time at={createdAt} now={now} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
    <Pagination
      newer={later ? at : null}
      older={earlier ? buildUrl(at, { before: versions.at(-1)?.version }) : null}
      labels={['Newest', 'Older']}
    />
  </>
);

const VERSIONS_A_PAGE = 50;

/** `/{tenant}/settings/tables/{name}/versions`: who changed what in a value table, and when. */
export const tableVersionPages = new Hono<TenantEnv>();

tableVersionPages.get('/', async (c) => {
  const name = c.req.param('name') ?? '';
  const asked = Number(c.req.query('before'));
  const before = isLocalId(asked) ? asked : undefined;
  const found = await c.var.store.valueTables.versions(name, VERSIONS_A_PAGE + 1, before);
  if (found.length === 0) return notFoundPage(c);
  const at = `${tablesPath(c)}/${name}`;
  return renderPage(
    c,
    { title: `Versions of ${name}`, section: 'settings', context: <a href={at}>Back to {name}</a> },
    <TableVersionsPage
      at={`${at}/versions`}
      versions={found.slice(0, VERSIONS_A_PAGE)}
      earlier={found.length > VERSIONS_A_PAGE}
      later={before !== undefined}
      now={Date.now()}
    />,
  );
});

tableVersionPages.get('/:version', async (c) => {
  const name = c.req.param('name') ?? '';
  const { valueTables } = c.var.store;
  const number = Number(c.req.param('version'));
  if (!isLocalId(number)) return notFoundPage(c);
  const [version, before] = await Promise.all([
    valueTables.version(name, number),
    number > 1 ? valueTables.version(name, number - 1) : null,
  ]);
  if (!version) return notFoundPage(c);
  const changes = tableChanges(before?.entries ?? {}, version.entries ?? {});
  const words = version.entries === null ? 'The table was removed' : describeTableChanges(changes);
  return renderPage(
    c,
    {
      title: `${name}, version ${number}`,
      section: 'settings',
      context: (
        <>
          {version.createdBy}, <Time at={version.createdAt} now={Date.now()} />.{' '}
          <a href={`${tablesPath(c)}/${name}/versions`}>All versions</a>
        </>
      ),
    },
    <>
      <p class="notice">{words ?? 'No row differs from the version before'}.</p>
      <TableDiff changes={changes} />
    </>,
  );
});
