import type { FC } from 'hono/jsx';
import { SOURCE_NAMES, type SourceKind } from '../../../domain/shared/source-kinds.ts';
import type { ValueTableSummary } from '../../../store/mapping/reader.ts';
import { FormError, InputField } from '../../frame/fields.tsx';
import { formatCount, joinWithAnd } from '../../frame/labels.ts';
import { BreakableEmail, EmptyState } from '../../frame/table.tsx';
import { Time } from '../../frame/time.tsx';
import { type Column, DataTable } from '../shared/data-table.tsx';

export interface TableListView {
  baseUrl: string;
  tables: readonly ValueTableSummary[];
  /** Data sources whose mapping looks values up in a table, by the table's name. */
  usedBy: ReadonlyMap<string, readonly SourceKind[]>;
  rejected: { name: string; error: string } | null;
}

export const joinSourceNames = (kinds: readonly SourceKind[] = []): string =>
  joinWithAnd(kinds.map((kind) => SOURCE_NAMES[kind]));

export const TableListPage: FC<TableListView> = ({ baseUrl, tables, usedBy, rejected }) => (
  <>
    {tables.length === 0 ? (
      <EmptyState title="No value tables yet">
        <p>
          A value table says what a code of the data source means, such as ENG → Engineering. Expressions read it with{' '}
          <code>lookup(Dept, 'departments')</code>.
        </p>
      </EmptyState>
    ) : (
      <DataTable caption="Value tables" columns={columns(baseUrl, usedBy)} rows={tables} linked />
    )}
    <section class="section" aria-labelledby="new-table">
      <h2 id="new-table">New table</h2>
      <form class="form" method="post" action={baseUrl}>
        <FormError message={rejected?.error} />
        <InputField
          name="name"
          label="Name"
          hint="As expressions name it: small letters, digits, _ and -. It stays as it is."
          value={rejected?.name ?? ''}
          error={rejected?.error}
          required
          maxlength={60}
          autocomplete="off"
        />
        <div class="form-actions">
          <button class="button button-primary" type="submit">
            Make the table
          </button>
        </div>
      </form>
    </section>
  </>
);

const columns = (baseUrl: string, usedBy: TableListView['usedBy']): Column<ValueTableSummary>[] => [
  {
    label: 'Name',
    cell: ({ name }) => (
      <a class="row-link" id={`table-${name}`} href={`${baseUrl}/${name}`}>
        {name}
      </a>
    ),
  },
  { label: 'Rows', class: 'number', cell: ({ size }) => formatCount(size ?? 0) },
  {
    label: 'Used by the mapping of',
    cell: ({ name }) => joinSourceNames(usedBy.get(name)) || <span class="muted">none</span>,
  },
  { label: 'Changed by', class: 'cell-person', cell: ({ createdBy }) => <BreakableEmail text={createdBy} /> },
  { label: 'Changed', cell: ({ createdAt }) => <Time at={createdAt} /> },
];
