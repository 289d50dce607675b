import type { FC } from 'hono/jsx';
import { SOURCE_NAMES, type SourceKind } from '../../../domain/shared/source-kinds.ts';
import type { ValueTableSummary } from '../../../store/mapping/reader.ts';
import { FormError, InputField } from '../../frame/fields.tsx';
import { formatCount, joinWithAnd } from '../../frame/labels.ts';
import { BreakableEmail, EmptyState } from '../../frame/table.tsx';
import { Time } from '../../frame/time.tsx';
import { type Column, DataTable } from '../shared/data-table.tsx';

export interface TableListView {
  /** `/{tenant}/settings/tables`. */
  baseUrl: string;
  tables: readonly ValueTableSummary[];
  /** Data sources whose mapping names a table, by its name. */
  named: ReadonlyMap<string, readonly SourceKind[]>;
  /** The name that was refused for a new table, and why. */
  typed: { name: string; error: string } | null;
  now: number;
}

export const joinSourceNames = (kinds: readonly SourceKind[] = []): string =>
  joinWithAnd(kinds.map((kind) => SOURCE_NAMES[kind]));

export const TableListPage: FC<TableListView> = ({ baseUrl, tables, named, typed, now }) => (
  <>
    {tables.length === 0 ? (
      <EmptyState title="No value tables yet">
        <p>
          A value table says what a code of the data source means, such as ENG → Engineering. Expressions read it with{' '}
          <code>lookup(Dept, 'departments')</code>.
        </p>
      </EmptyState>
    ) : (
      <DataTable caption="Value tables" columns={columns({ baseUrl, named, now })} rows={tables} linked />
    )}
    <section class="section" aria-labelledby="new-table">
      <h2 id="new-table">New table</h2>
      <form class="form" method="post" action={baseUrl}>
        {typed && <FormError message={typed.error} />}
        <InputField
          name="name"
          label="Name"
          hint="As expressions name it: small letters, digits, _ and -. It stays as it is."
          value={typed?.name ?? ''}
          {...(typed && { error: typed.error })}
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

const columns = ({
  baseUrl,
  named,
  now,
}: Pick<TableListView, 'baseUrl' | 'named' | 'now'>): Column<ValueTableSummary>[] => [
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
    cell: ({ name }) => joinSourceNames(named.get(name)) || <span class="muted">none</span>,
  },
  { label: 'Changed by', class: 'cell-person', cell: ({ createdBy }) => <BreakableEmail text={createdBy} /> },
  { label: 'Changed', cell: ({ createdAt }) => <Time at={createdAt} now={now} /> },
];
