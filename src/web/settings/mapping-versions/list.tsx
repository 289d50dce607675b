import type { FC } from 'hono/jsx';
import type { MappingVersionSummary } from '../../../store/mapping/reader.ts';
import { dialogLink } from '../../frame/dialog.tsx';
import { BreakableEmail, EmptyState, RowMenu } from '../../frame/table.tsx';
import { Time } from '../../frame/time.tsx';
import { buildUrl } from '../../frame/urls.ts';
import { type Column, DataTable } from '../shared/data-table.tsx';
import { type VersionPage, VersionPagination } from '../shared/versions.tsx';

interface MappingVersions {
  /** `/{tenant}/settings/mapping/{source}/versions`. */
  baseUrl: string;
  current: number | null;
  page: VersionPage<MappingVersionSummary>;
}

export const MappingVersionsPage: FC<MappingVersions> = ({ baseUrl, current, page }) =>
  page.versions.length === 0 ? (
    <EmptyState title="This data source has no mapping yet">
      <p>Each save of its mapping becomes a version here.</p>
    </EmptyState>
  ) : (
    <>
      <DataTable caption="Versions of the mapping" columns={columns(baseUrl, current)} rows={page.versions} linked />
      <VersionPagination baseUrl={baseUrl} page={page} />
    </>
  );

const columns = (baseUrl: string, current: number | null): Column<MappingVersionSummary>[] => [
  {
    label: 'Version',
    cell: ({ version }) => (
      <>
        <a class="row-link" id={`version-${version}`} href={`${baseUrl}/${version}`}>
          {version}
        </a>
        {version === current && <span class="cell-sub">in force</span>}
      </>
    ),
  },
  { label: 'Note', class: 'cell-person', cell: ({ note }) => note ?? <span class="muted">–</span> },
  { label: 'Saved by', class: 'cell-person', cell: ({ createdBy }) => <BreakableEmail text={createdBy} /> },
  { label: 'Saved', cell: ({ createdAt }) => <Time at={createdAt} /> },
  {
    label: 'Actions',
    class: 'cell-menu',
    hidden: true,
    cell: ({ version }) => (
      <RowMenu subject={`version ${version}`} id={`menu-${version}`}>
        <a href={`${baseUrl}/${version}`}>What it changed</a>
        {version !== current && (
          <>
            <a href={buildUrl(`${baseUrl}/${current}`, { with: version })}>Compare with the one in force</a>
            <a id={`restore-${version}`} {...dialogLink(`${baseUrl}/${version}/restore`)}>
              Restore this version
            </a>
          </>
        )}
      </RowMenu>
    ),
  },
];
