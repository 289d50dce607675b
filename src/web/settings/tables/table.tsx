import type { FC } from 'hono/jsx';
import type { UnmappedReport } from '../../../domain/sync/unmapped.ts';
import { SOURCE_NAMES, type SourceKind } from '../../../domain/sync/words.ts';
import { asks } from '../../frame/dialog.tsx';
import { FormError } from '../../frame/fields.tsx';
import { FilterBar } from '../../frame/filter-bar.tsx';
import { addressOf } from '../../frame/query.ts';
import { Search } from '../../frame/search.tsx';
import { Pager } from '../../frame/table.tsx';
import { counted, listed, number } from '../../frame/words.ts';
import type { RowEdit } from './row-edits.ts';
import { RowsTable } from './rows.tsx';

/** One value table with a page of its rows as a form. */
export interface TableView {
  /** `/{tenant}/settings/tables/{name}`. */
  at: string;
  syncs: string;
  name: string;
  version: number;
  /** All rows of the table, and those that the filter leaves. */
  size: number;
  found: number;
  /** Rows of this page, blank ones last. */
  rows: readonly RowEdit[];
  errors: ReadonlyMap<RowEdit, string>;
  message: string | null;
  q: string | undefined;
  from: number;
  perPage: number;
  sources: readonly SourceKind[];
  unmapped: { syncId: number; report: UnmappedReport } | null;
}

const MOST_MISSING = 50;

/** Values that came in the newest sync and that the table lacks: each with a place for what it means. */
const Missing: FC<TableView> = ({ at, syncs, version, unmapped }) => {
  if (unmapped === null || unmapped.report.values.length === 0) return null;
  const { values, more } = unmapped.report;
  const shown = values.slice(0, MOST_MISSING);
  return (
    <section class="section missing-values" aria-labelledby="missing">
      <h2 id="missing">Not in this table</h2>
      <p class="section-context">
        <a href={`${syncs}/${unmapped.syncId}/records`}>Sync {unmapped.syncId}</a> met {counted(values.length, 'value')}
        {more && ' and more'} that the table lacks. Say what they mean, or leave a field empty to decide later.
      </p>
      <form class="form" method="post" action={at}>
        <input type="hidden" name="version" value={String(version)} />
        <input type="hidden" name="only_filled" value="yes" />
        {shown.map(({ value, people }, place) => (
          <div class="missing-value">
            <input type="hidden" name="was" value="" />
            <input type="hidden" name="received" value={value} />
            <label for={`missing-${place}`}>
              {value} <span class="muted">{people === 1 ? '1 person' : `${number(people)} people`}</span>
            </label>
            <input class="input" id={`missing-${place}`} name="meant" autocomplete="off" />
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

const sourceNames = (sources: readonly SourceKind[]): string => listed(sources.map((kind) => SOURCE_NAMES[kind]));

/** What somebody should know before changing a row. */
const Rules: FC<{ sources: readonly SourceKind[] }> = ({ sources }) => (
  <p class="table-rules">
    Values are compared without case and without white space around them. A row whose meaning is empty gives no value; a
    value without a row gives none either, and is reported.{' '}
    {sources.length > 0 && (
      <>
        The mapping of {sourceNames(sources)} uses this table: after a save the schedule waits for a reviewed dry run.
      </>
    )}
  </p>
);

export const TablePage: FC<TableView> = (view) => {
  const { at, name, version, size, found, rows, errors, message, q, from, perPage, sources } = view;
  const shown = rows.filter(({ was }) => was !== '').length;
  return (
    <>
      <FormError {...(message && { message })} />
      <Rules sources={sources} />
      <Missing {...view} />
      <section class="section" aria-labelledby="rows">
        <h2 id="rows">Rows</h2>
        {size > 0 && (
          <FilterBar of="rows" search={<Search path={at} value={q} label="Value received or meant" />}>
            <span class="muted">
              {q === undefined ? counted(size, 'row') : `${number(found)} of ${counted(size, 'row')}`}
            </span>
          </FilterBar>
        )}
        <form method="post" action={addressOf(at, { q, from: from || null })}>
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
          <Pager
            words={['Previous', 'Next']}
            newer={from > 0 ? addressOf(at, { q, from: Math.max(0, from - perPage) || null }) : null}
            older={from + perPage < found ? addressOf(at, { q, from: from + perPage }) : null}
          >
            {number(from + 1)}–{number(from + shown)} of {number(found)}. Save before you turn the page.
          </Pager>
        )}
      </section>
    </>
  );
};

/** What can be done with a table beside its rows. */
export const TableActions: FC<{ at: string }> = ({ at }) => (
  <>
    <a class="button" href={`${at}/versions`}>
      Versions
    </a>
    <a class="button" href={`${at}/export`} download>
      Export CSV
    </a>
    <a class="button" id="remove-table" {...asks(`${at}/remove`)}>
      Remove
    </a>
    <a class="button" href={`${at}/import`}>
      Import CSV
    </a>
  </>
);
