import type { Child } from 'hono/jsx';

/** Narrow screens show the label beside each cell. */
export interface Column<Row> {
  label: string;
  cell(row: Row): Child;
  /** CSS class of the cells; `number` also of the head. */
  class?: 'number' | 'cell-person' | 'cell-menu' | 'cell-code';
  /** Only screen readers get the label in the head. */
  hidden?: boolean;
}

/** @param linked a click on a row follows its link of class `row-link` */
export function DataTable<Row>({
  caption,
  columns,
  rows,
  linked,
  class: tableClass,
}: {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  linked?: boolean;
  class?: string;
}) {
  return (
    <div class="table-box">
      <table class={tableClass ? `table ${tableClass}` : 'table'}>
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ label, class: className, hidden }) => (
              <th scope="col" class={className === 'number' ? className : undefined}>
                {hidden ? <span class="visually-hidden">{label}</span> : label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr data-row={linked}>
              {columns.map(({ label, cell, class: className }) => (
                <td data-label={className === 'cell-menu' ? undefined : label} class={className}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
