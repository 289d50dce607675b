import type { FC } from 'hono/jsx';
import type { TableSummary } from '../../../store/value-tables.ts';
import { Email } from '../../frame/email.tsx';
import { addressOf } from '../../frame/query.ts';
import { Pager } from '../../frame/table.tsx';
import { Time } from '../../frame/time.tsx';
import { number } from '../../frame/words.ts';

interface Versions {
  /** `/{tenant}/settings/tables/{name}/versions`. */
  at: string;
  versions: readonly TableSummary[];
  earlier: boolean;
  later: boolean;
  now: number;
}

/** Every version of a value table, newest first. */
export const TableVersionsPage: FC<Versions> = ({ at, versions, earlier, later, now }) => (
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
                {size === null ? 'removed' : number(size)}
              </td>
              <td data-label="Saved by" class="cell-person">
                <Email of={createdBy} />
              </td>
              <td data-label="Saved">
                <Time at={createdAt} now={now} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
    <Pager
      newer={later ? at : null}
      older={earlier ? addressOf(at, { before: versions.at(-1)?.version }) : null}
      words={['Newest', 'Older']}
    />
  </>
);
