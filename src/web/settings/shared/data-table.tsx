import type { Child } from 'hono/jsx';

/** A column: its head, and the cell of each row. Narrow screens show the label beside the cell. */
export interface Column<Row> {
  label: string;
  cell(row: Row): Child;
  /** Of the cell; `number` also of the head. */
  class?: 'number' | 'cell-person' | 'cell-menu';
  /** The label is only for screen readers. */
  hidden?: boolean;
}

/** @param linked each row is pressed like the link of class `row-link` in it */
export function DataTable<Row>({
  caption,
  columns,
  rows,
  linked,
}: {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  linked?: boolean;
}) {
  return (
    <div class="table-box">
      <table class="table">
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
