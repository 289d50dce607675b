import type { FC } from 'hono/jsx';
import { MAX_MEANT_LENGTH, MAX_RECEIVED_LENGTH } from '../../../domain/mapping/value-table.ts';
import type { SourceKind } from '../../../domain/shared/source-kinds.ts';
import type { UnmappedReport } from '../../../domain/sync/unmapped.ts';
import { dialogLink } from '../../frame/dialog.tsx';
import { FormError } from '../../frame/fields.tsx';
import { FilterBar, SearchBox } from '../../frame/filter-bar.tsx';
import { countNoun, formatCount } from '../../frame/labels.ts';
import { Pagination } from '../../frame/table.tsx';
import { buildUrl } from '../../frame/urls.ts';
import { ErrorMessage } from '../shared/inputs.tsx';
import { joinSourceNames } from './list.tsx';
import type { RowEdit } from './row-edits.ts';

export interface TableView {
  baseUrl: string;
  syncsUrl: string;
  name: string;
  version: number;
  size: number;
  found: number;
  /** Of this page, blank ones last. */
  rows: readonly RowEdit[];
  errors: ReadonlyMap<RowEdit, string>;
  message: string | null;
  q: string | undefined;
  from: number;
  perPage: number;
  sources: readonly SourceKind[];
  unmapped: { syncId: number; report: UnmappedReport } | null;
}

export const TablePage: FC<TableView> = (view) => {
  const { baseUrl, name, version, size, found, rows, errors, message, q, from, perPage, sources } = view;
  const shown = rows.filter(({ storedKey }) => storedKey !== '').length;
  return (
    <>
      <FormError message={message} />
      <LookupRules sources={sources} />
      <UnmappedValues {...view} />
      <section class="section" aria-labelledby="rows">
        <h2 id="rows">Rows</h2>
        {size > 0 && (
          <FilterBar subject="rows" search={<SearchBox path={baseUrl} value={q} label="Value received or meant" />}>
            <span class="muted">
              {q === undefined ? countNoun(size, 'row') : `${formatCount(found)} of ${countNoun(size, 'row')}`}
            </span>
          </FilterBar>
        )}
        <form method="post" action={buildUrl(baseUrl, { q, from: from || null })}>
          <input type="hidden" name="version" value={String(version)} />
          <RowsTable caption={`Rows of ${name}`} rows={rows} errors={errors} />
          <div class="form-actions table-actions">
            <button class="button button-primary" type="submit">
              Save
            </button>
            <button class="button" type="submit" name="more" value="yes">
              More blank rows
            </button>
          </div>
        </form>
        {found > perPage && (
          <Pagination
            labels={['Previous', 'Next']}
            newer={from > 0 ? buildUrl(baseUrl, { q, from: Math.max(0, from - perPage) || null }) : null}
            older={from + perPage < found ? buildUrl(baseUrl, { q, from: from + perPage }) : null}
          >
            {formatCount(from + 1)}–{formatCount(from + shown)} of {formatCount(found)}. Save before you turn the page.
          </Pagination>
        )}
      </section>
    </>
  );
};

export const TableActions: FC<{ baseUrl: string }> = ({ baseUrl }) => (
  <>
    <a class="button" href={`${baseUrl}/versions`}>
      Versions
    </a>
    <a class="button" href={`${baseUrl}/export`} download>
      Export CSV
    </a>
    <a class="button" id="remove-table" {...dialogLink(`${baseUrl}/remove`)}>
      Remove
    </a>
    <a class="button" href={`${baseUrl}/import`}>
      Import CSV
    </a>
  </>
);

const LookupRules: FC<{ sources: readonly SourceKind[] }> = ({ sources }) => (
  <p class="table-rules">
    Values are compared without case and without white space around them. A row whose meaning is empty gives no value; a
    value without a row gives none either, and is reported.{' '}
    {sources.length > 0 && (
      <>
        The mapping of {joinSourceNames(sources)} uses this table: after a save the schedule waits for a reviewed dry
        run.
      </>
    )}
  </p>
);

const MAX_UNMAPPED_SHOWN = 50;

/** Values that the newest sync received and the table lacks. */
const UnmappedValues: FC<TableView> = ({ baseUrl, syncsUrl, version, unmapped }) => {
  if (unmapped === null || unmapped.report.values.length === 0) return null;
  const { values, more } = unmapped.report;
  const shown = values.slice(0, MAX_UNMAPPED_SHOWN);
  return (
    <section class="section missing-values" aria-labelledby="missing">
      <h2 id="missing">Not in this table</h2>
      <p class="section-context">
        <a href={`${syncsUrl}/${unmapped.syncId}/records`}>Sync {unmapped.syncId}</a> met{' '}
        {countNoun(values.length, 'value')}
        {more && ' and more'} that the table lacks. Say what they mean, or leave a field empty to decide later.
      </p>
      <form class="form" method="post" action={baseUrl}>
        <input type="hidden" name="version" value={String(version)} />
        <input type="hidden" name="only_filled" value="yes" />
        {shown.map(({ value, people }, index) => (
          <div class="missing-value">
            <input type="hidden" name="was" value="" />
            <input type="hidden" name="received" value={value} />
            <label for={`missing-${index}`}>
              {value} <span class="muted">{countNoun(people, 'person', 'people')}</span>
            </label>
            <input class="input" id={`missing-${index}`} name="meant" autocomplete="off" />
          </div>
        ))}
        <div class="form-actions">
          <button class="button button-primary" type="submit">
            Add to the table
          </button>
          {values.length > shown.length && <span class="muted">The first {shown.length} are shown.</span>}
        </div>
      </form>
    </section>
  );
};

const RowsTable: FC<{ caption: string; rows: readonly RowEdit[]; errors: ReadonlyMap<RowEdit, string> }> = ({
  caption,
  rows,
  errors,
}) => (
  <div class="table-box">
    <table class="table value-rows">
      <caption class="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">Value received</th>
          <th scope="col">Value meant</th>
          <th scope="col">
            <span class="visually-hidden">Remove</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <RowFields row={row} index={index} error={errors.get(row)} />
        ))}
      </tbody>
    </table>
  </div>
);

const RowFields: FC<{ row: RowEdit; index: number; error: string | undefined }> = ({ row, index, error }) => {
  const isNew = row.storedKey === '';
  const title = isNew ? `new row ${index + 1}` : row.storedKey;
  const invalid = error ? { 'aria-invalid': 'true' as const, 'aria-describedby': `row-${index}-error` } : {};
  return (
    <tr class={isNew ? 'row-new' : undefined}>
      <td data-label="Value received">
        <input type="hidden" name="was" value={row.storedKey} />
        <input
          class="input"
          name="received"
          value={row.received}
          maxlength={MAX_RECEIVED_LENGTH}
          aria-label={`Value received, ${title}`}
          autocomplete="off"
          {...invalid}
        />
        {error && <ErrorMessage id={`row-${index}-error`}>{error}</ErrorMessage>}
      </td>
      <td data-label="Value meant">
        <input
          class="input"
          name="meant"
          value={row.meant}
          maxlength={MAX_MEANT_LENGTH}
          aria-label={`Value meant, ${title}`}
          autocomplete="off"
        />
      </td>
      <td class="row-remove">
        {!isNew && (
          <label>
            <input type="checkbox" name="remove" value={row.storedKey} checked={row.remove} /> Remove
            <span class="visually-hidden"> {row.storedKey}</span>
          </label>
        )}
      </td>
    </tr>
  );
};
