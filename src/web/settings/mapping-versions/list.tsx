import type { FC } from 'hono/jsx';
import type { MappingVersion } from '../../../store/mapping/reader.ts';
import { dialogLink } from '../../frame/dialog.tsx';
import { BreakableEmail, EmptyState, RowMenu, TableHead } from '../../frame/table.tsx';
import { Time } from '../../frame/time.tsx';
import { buildUrl } from '../../frame/urls.ts';
import { type VersionPage, VersionPagination } from '../shared/versions.tsx';

interface MappingVersions {
  /** `/{tenant}/settings/mapping/{source}/versions`. */
  baseUrl: string;
  /** The one in force; null when there is none yet. */
  current: number | null;
  page: VersionPage<MappingVersion>;
  now: number;
}

const COLUMNS = ['Version', 'Note', 'Saved by', 'Saved'];

export const MappingVersionsPage: FC<MappingVersions> = ({ baseUrl, current, page, now }) =>
  page.versions.length === 0 ? (
    <EmptyState title="This data source has no mapping yet">
      <p>Each save of its mapping becomes a version here.</p>
    </EmptyState>
  ) : (
    <>
      <div class="table-box">
        <table class="table">
          <caption class="visually-hidden">Versions of the mapping</caption>
          <TableHead columns={COLUMNS} />
          <tbody>
            {page.versions.map(({ version, note, createdBy, createdAt }) => (
              <tr data-row>
                <td data-label="Version">
                  <a class="row-link" id={`version-${version}`} href={`${baseUrl}/${version}`}>
                    {version}
                  </a>
                  {version === current && <span class="cell-sub">in force</span>}
                </td>
                <td data-label="Note" class="cell-person">
                  {note ?? <span class="muted">–</span>}
                </td>
                <td data-label="Saved by" class="cell-person">
                  <BreakableEmail text={createdBy} />
                </td>
                <td data-label="Saved">
                  <Time at={createdAt} now={now} />
                </td>
                <td class="cell-menu">
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
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <VersionPagination baseUrl={baseUrl} page={page} />
    </>
  );
