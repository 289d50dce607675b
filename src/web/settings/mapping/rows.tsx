import type { FC } from 'hono/jsx';
import { Icon } from '../../frame/icons.tsx';
import { Checkbox, describedBy, FieldError, SelectOptions } from '../shared/inputs.tsx';
import { ExpressionRow, type MappingFormState } from './expression-row.tsx';
import { type CustomAttribute, customAttributes, STATUS_VALUES, type StatusWord, statusWords } from './fields.ts';

const STATUSES = [
  ['active', 'Active'],
  ['on_leave', 'On leave'],
  ['terminated', 'Terminated'],
] as const;
const CUSTOM_TYPES = [
  ['text', 'Text'],
  ['number', 'Number'],
  ['boolean', 'Boolean'],
  ['date', 'Date'],
  ['list', 'List'],
] as const;

export const StatusWords: FC<MappingFormState> = ({ form, errors }) => {
  const rows = statusWords(form);
  return (
    <fieldset class="words" id={STATUS_VALUES} aria-describedby={`${STATUS_VALUES}-hint`}>
      <legend>What the words of the data source mean</legend>
      <p class="field-hint" id={`${STATUS_VALUES}-hint`}>
        {rows.length === 0
          ? 'Without rows the usual words are understood: active, a, true, 1; on leave, leave; terminated, inactive, t, false, 0. With rows, only they are.'
          : 'Upper and lower case are the same. A word that is not here fails its person, and never ends access.'}
      </p>
      <FieldError name={STATUS_VALUES} errors={errors} />
      {rows.map((row, index) => (
        <StatusRow {...row} index={index} errors={errors} />
      ))}
      <AddRowButton act="add-status" label="Add a word" />
    </fieldset>
  );
};

const StatusRow: FC<StatusWord & { index: number; errors: MappingFormState['errors'] }> = ({
  word,
  status,
  index,
  errors,
}) => {
  const name = `${STATUS_VALUES}[${index}]`;
  return (
    <div class="words-row">
      <input
        class="input"
        id={`${name}.word`}
        name={`${name}.word`}
        value={word}
        aria-label={`Word ${index + 1}`}
        {...describedBy(`${name}.word`, errors)}
      />
      <span class="muted">is</span>
      <select class="input" name={`${name}.status`} aria-label={`Meaning of word ${index + 1}`}>
        <SelectOptions options={STATUSES} selected={status} />
      </select>
      <RowButton act={`remove-status:${index}`} icon="cross" label={`Remove word ${index + 1}`} />
      <FieldError name={`${name}.word`} errors={errors} />
    </div>
  );
};

export const CustomAttributes: FC<MappingFormState> = (state) => {
  const rows = customAttributes(state.form);
  return (
    <section class="section" aria-labelledby="custom-title">
      <h3 id="custom-title">Custom attributes</h3>
      <p class="field-hint">
        For filters, reports and rules. A key is written in small letters, digits and _, and stays the same for ever:
        what is stored under another key is another attribute.
      </p>
      {rows.map((row, index) => (
        <CustomRow {...state} row={row} index={index} isLast={index === rows.length - 1} />
      ))}
      <AddRowButton act="add-custom" label="Add a custom attribute" />
    </section>
  );
};

const CustomRow: FC<MappingFormState & { row: CustomAttribute; index: number; isLast: boolean }> = ({
  row,
  index,
  isLast,
  ...state
}) => {
  const { errors } = state;
  const name = `custom[${index}]`;
  const title = row.key || `custom attribute ${index + 1}`;
  return (
    <fieldset class="custom">
      <legend class="visually-hidden">{title}</legend>
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
            {...describedBy(`${name}.key`, errors)}
          />
        </div>
        <div class="field">
          <label for={`${name}.type`}>Type</label>
          <select class="input" id={`${name}.type`} name={`${name}.type`} {...describedBy(`${name}.type`, errors)}>
            <SelectOptions options={CUSTOM_TYPES} selected={row.type} />
          </select>
        </div>
        <div class="custom-moves">
          <RowButton act={`up-custom:${index}`} icon="chevron" up label={`Move ${title} up`} disabled={index === 0} />
          <RowButton act={`down-custom:${index}`} icon="chevron" label={`Move ${title} down`} disabled={isLast} />
          <RowButton act={`remove-custom:${index}`} icon="cross" label={`Remove ${title}`} />
        </div>
        <FieldError name={`${name}.key`} errors={errors} />
        <FieldError name={`${name}.type`} errors={errors} />
      </div>
      <ExpressionRow {...state} name={`${name}.expression`} label="Expression">
        <div class="ticks">
          <KeepOldValue path={name} subject={title} checked={row.null_policy === 'keep'} />
          <Checkbox name={`${name}.export`} label="In the CSV export" subject={title} checked={row.export === 'on'} />
        </div>
      </ExpressionRow>
    </fieldset>
  );
};

export const KeepOldValue: FC<{ path: string; subject: string; checked: boolean }> = ({ path, subject, checked }) => (
  <Checkbox name={`${path}.null_policy`} value="keep" label="Keep the old value" subject={subject} checked={checked} />
);

const RowButton: FC<{ act: string; icon: 'cross' | 'chevron'; label: string; up?: boolean; disabled?: boolean }> = ({
  act,
  icon,
  label,
  up,
  disabled,
}) => (
  <button
    class={`icon-button${up ? ' icon-button-up' : ''}`}
    id={`act-${act}`}
    type="submit"
    name="act"
    value={act}
    aria-label={label}
    title={label}
    disabled={disabled}
  >
    <Icon name={icon} />
  </button>
);

const AddRowButton: FC<{ act: string; label: string }> = ({ act, label }) => (
  <button class="button button-small" id={`act-${act}`} type="submit" name="act" value={act}>
    <Icon name="plus" />
    {label}
  </button>
);
