import type { FC } from 'hono/jsx';
import type { TableChanges, TableRowChange } from '../../../domain/mapping/value-table.ts';
import { Diff } from '../../frame/diff.tsx';
import { countNoun, formatCount, joinWithAnd } from '../../frame/labels.ts';
import { type Column, DataTable } from '../shared/data-table.tsx';

const MAX_ROWS_SHOWN = 50;

const CHANGE_KINDS: [kind: keyof TableChanges, label: string][] = [
  ['added', 'Added'],
  ['changed', 'Changed'],
  ['removed', 'Removed'],
];

/** "2 rows added, 1 row changed and 3 rows removed"; null when the tables are equal. */
export function describeTableChanges(changes: TableChanges): string | null {
  const parts = CHANGE_KINDS.filter(([kind]) => changes[kind].length > 0).map(
    ([kind]) => `${countNoun(changes[kind].length, 'row')} ${kind}`,
  );
  return parts.length === 0 ? null : joinWithAnd(parts);
}

const describeMeaning = (meant: string | null): string | null => (meant === '' ? 'no value' : meant);

const COLUMNS: Column<TableRowChange>[] = [
  { label: 'Value received', class: 'cell-person', cell: ({ received }) => received },
  {
    label: 'Value meant',
    class: 'cell-person',
    cell: ({ before, after }) =>
      before !== null && after !== null ? (
        <Diff before={describeMeaning(before)} after={describeMeaning(after)} />
      ) : (
        describeMeaning(before ?? after)
      ),
  },
];

export const TableDiff: FC<{ changes: TableChanges }> = ({ changes }) => (
  <>
    {CHANGE_KINDS.map(
      ([kind, label]) => changes[kind].length > 0 && <ChangedRows label={label} rows={changes[kind]} />,
    )}
  </>
);

const ChangedRows: FC<{ label: string; rows: readonly TableRowChange[] }> = ({ label, rows }) => (
  <section class="section">
    <h2>
      {label} <span class="tab-count">{formatCount(rows.length)}</span>
    </h2>
    <DataTable caption={label} columns={COLUMNS} rows={rows.slice(0, MAX_ROWS_SHOWN)} class="value-changes" />
    {rows.length > MAX_ROWS_SHOWN && <p class="list-count">and {formatCount(rows.length - MAX_ROWS_SHOWN)} more</p>}
  </section>
);
