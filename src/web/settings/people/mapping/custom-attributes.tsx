import type { FC } from 'hono/jsx';
import { AddButton, KeepTick, RowButton, Tick, Wrong, wrongAt } from './attribute.tsx';
import { ExpressionField } from './expression-field.tsx';
import type { CustomText } from './form.ts';
import { type Problems, placeOf } from './problems.ts';

const TYPES = ['text', 'number', 'boolean', 'date', 'list'];

/** Attributes that a tenant has beside the standard ones, in the order of every page. */
export const CustomAttributes: FC<{ rows: readonly CustomText[]; problems: Problems }> = ({ rows, problems }) => (
  <section class="section" aria-labelledby="custom-title">
    <h3 id="custom-title">Custom attributes</h3>
    <p class="field-hint">
      For filters, reports and rules. A key is written in small letters, digits and _, and stays the same for ever: what
      is stored under another key is another attribute.
    </p>
    {rows.map((row, at) => (
      <CustomRow row={row} at={at} last={at === rows.length - 1} problems={problems} />
    ))}
    <AddButton act="add-custom" label="Add a custom attribute" />
  </section>
);

const CustomRow: FC<{ row: CustomText; at: number; last: boolean; problems: Problems }> = ({
  row,
  at,
  last,
  problems,
}) => {
  const name = `custom[${at}]`;
  const called = row.key || `custom attribute ${at + 1}`;
  return (
    <fieldset class="custom">
      <legend class="visually-hidden">{called}</legend>
      <div class="custom-head">
        <div class="field">
          <label for={`${name}.key`}>Key</label>
          <input
            class="input input-code"
            id={`${name}.key`}
            name={`${name}.key`}
            value={row.key}
            spellcheck={false}
            autocapitalize="off"
            autocomplete="off"
            {...wrongAt(`${name}.key`, problems)}
          />
        </div>
        <div class="field">
          <label for={`${name}.type`}>Type</label>
          <select class="input" id={`${name}.type`} name={`${name}.type`} {...wrongAt(`${name}.type`, problems)}>
            {TYPES.map((type) => (
              <option value={type} selected={type === row.type}>
                {type.charAt(0).toUpperCase() + type.slice(1)}
              </option>
            ))}
          </select>
        </div>
        <div class="custom-moves">
          <RowButton act={`up-custom:${at}`} icon="chevron" up label={`Move ${called} up`} off={at === 0} />
          <RowButton act={`down-custom:${at}`} icon="chevron" label={`Move ${called} down`} off={last} />
          <RowButton act={`remove-custom:${at}`} icon="cross" label={`Remove ${called}`} />
        </div>
        <Wrong name={`${name}.key`} problems={problems} />
        <Wrong name={`${name}.type`} problems={problems} />
      </div>
      <div class="attribute" id={placeOf(`${name}.expression`)}>
        <ExpressionField
          name={`${name}.expression`}
          label="Expression"
          value={row.expression}
          error={problems.get(`${name}.expression`)}
        />
        <div class="ticks">
          <KeepTick at={name} of={called} checked={row.keep} />
          <Tick name={`${name}.export`} label="In the CSV export" of={called} checked={row.export} />
        </div>
      </div>
    </fieldset>
  );
};
