import type { FC } from 'hono/jsx';
import { MOST_MEANT, MOST_RECEIVED } from '../../../domain/mapping/value-table.ts';
import { Icon } from '../../frame/icons.tsx';
import type { RowEdit } from './row-edits.ts';

/** One row of the form; `place` makes its fields tellable apart. */
export const RowFields: FC<{ row: RowEdit; place: number; error: string | undefined }> = ({ row, place, error }) => {
  const isNew = row.was === '';
  const what = isNew ? `new row ${place + 1}` : row.was;
  const wrong = error ? { 'aria-invalid': 'true' as const, 'aria-describedby': `row-${place}-error` } : {};
  return (
    <tr class={isNew ? 'row-new' : undefined}>
      <td data-label="Value received">
        <input type="hidden" name="was" value={row.was} />
        <input
          class="input"
          name="received"
          value={row.received}
          maxlength={MOST_RECEIVED}
          aria-label={`Value received, ${what}`}
          autocomplete="off"
          {...wrong}
        />
        {error && (
          <p class="field-error" id={`row-${place}-error`}>
            <Icon name="alert" />
            {error}
          </p>
        )}
      </td>
      <td data-label="Value meant">
        <input
          class="input"
          name="meant"
          value={row.meant}
          maxlength={MOST_MEANT}
          aria-label={`Value meant, ${what}`}
          autocomplete="off"
        />
      </td>
      <td class="row-remove">
        {!isNew && (
          <label>
            <input type="checkbox" name="remove" value={row.was} checked={row.remove} /> Remove
            <span class="visually-hidden"> {row.was}</span>
          </label>
        )}
      </td>
    </tr>
  );
};

/** The rows of a form, with blank ones at the end for what is new. */
export const RowsTable: FC<{ caption: string; rows: readonly RowEdit[]; errors: ReadonlyMap<RowEdit, string> }> = ({
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
        {rows.map((row, place) => (
          <RowFields row={row} place={place} error={errors.get(row)} />
        ))}
      </tbody>
    </table>
  </div>
);
