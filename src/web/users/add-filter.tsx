import type { FC } from 'hono/jsx';
import { describeFault } from '../../domain/shared/fault.ts';
import { splitFilterValues } from '../../domain/user/filter/condition.ts';
import { operatorsFor, type UserField } from '../../domain/user/filter/fields.ts';
import { FilterControl, FilterDetails } from '../frame/filter-bar.tsx';
import { Icon } from '../frame/icons.tsx';
import { sourceLabel } from '../frame/labels.ts';
import { buildUrl } from '../frame/urls.ts';
import type { FilterDraft, UserFilterQuery } from './load-users.ts';

interface AddFilterProps {
  usersPath: string;
  filter: UserFilterQuery;
  fields: readonly UserField[];
  draft: FilterDraft | null;
}

export function optionLabel(field: UserField, option: string): string {
  if (field.name === 'source') return sourceLabel(option);
  return option.charAt(0).toUpperCase() + option.slice(1).replaceAll('_', ' ');
}

const FieldMenu: FC<AddFilterProps> = ({ usersPath, filter, fields }) => (
  <FilterDetails label="Filter">
    <div class="menu-list menu-long">
      {fields.map(({ name, label }) => {
        const query = new URLSearchParams(filter.params);
        query.set('add', name);
        return <a href={buildUrl(usersPath, query)}>{label}</a>;
      })}
    </div>
  </FilterDetails>
);

const ChoiceInput: FC<{ draft: FilterDraft }> = ({ draft: { field, value } }) => {
  const checked = splitFilterValues(value);
  return (
    <fieldset class="field filter-options">
      <legend>Value</legend>
      {field.options.map((option) => (
        <label>
          <input type="checkbox" name="value" value={option} checked={checked.includes(option)} />
          {optionLabel(field, option)}
        </label>
      ))}
    </fieldset>
  );
};

const INPUT_TYPES = { date: 'date', number: 'number' } as const;

const ValueInput: FC<{ draft: FilterDraft }> = ({ draft }) => {
  const { field, value, fault } = draft;
  const { kind } = field;
  if (kind === 'choice') return <ChoiceInput draft={draft} />;
  if (kind === 'boolean') {
    return (
      <FilterControl label="Value" for="filter-value">
        <select class="input" id="filter-value" name="value">
          <option value="yes">Yes</option>
          <option value="no" selected={value === 'no'}>
            No
          </option>
        </select>
      </FilterControl>
    );
  }
  // Inputs of type date and number would drop an invalid value, which must stay visible beside its error.
  const type = fault === null && (kind === 'date' || kind === 'number') ? INPUT_TYPES[kind] : 'text';
  const allowsSeveral = kind !== 'date' && kind !== 'number';
  return (
    <FilterControl label="Value" for="filter-value">
      <input
        class="input"
        id="filter-value"
        name="value"
        type={type}
        step={type === 'number' ? 'any' : undefined}
        value={value}
        maxlength={1000}
        autocomplete="off"
        aria-invalid={fault ? 'true' : undefined}
        aria-describedby={
          [allowsSeveral && 'filter-hint', fault && 'filter-error'].filter(Boolean).join(' ') || undefined
        }
        autofocus
      />
      {allowsSeveral && (
        <p class="field-hint" id="filter-hint">
          With “one of”, part the values with semicolons.
        </p>
      )}
    </FilterControl>
  );
};

const FilterForm: FC<{ usersPath: string; filter: UserFilterQuery; draft: FilterDraft }> = ({
  usersPath,
  filter,
  draft,
}) => {
  const { field, fault } = draft;
  // Several checked boxes of a choice already mean any of them.
  const operators = operatorsFor(field.kind).filter(({ operator }) => field.kind !== 'choice' || operator !== 'one_of');
  return (
    <FilterDetails label={field.label} open>
      <form class="menu-list filter-form" method="get" action={usersPath} novalidate>
        {[...filter.params].map(([key, value]) => (
          <input type="hidden" name={key} value={value} />
        ))}
        <input type="hidden" name="add" value={field.name} />
        <FilterControl label={field.label} for="filter-operator">
          <select class="input" id="filter-operator" name="operator">
            {operators.map(({ operator, label }) => (
              <option value={operator} selected={operator === draft.operator}>
                {label}
              </option>
            ))}
          </select>
        </FilterControl>
        <ValueInput draft={draft} />
        {fault && (
          <p class="field-error" id="filter-error" role="alert">
            <Icon name="alert" />
            {describeFault(fault)}
          </p>
        )}
        <button class="button button-small" type="submit">
          Show
        </button>
        <a href={buildUrl(usersPath, filter.params)}>Cancel</a>
      </form>
    </FilterDetails>
  );
};

/** Two steps that work without script: choose a field, then operator and value. */
export const AddFilter: FC<AddFilterProps> = (props) => (
  <>
    {props.draft && <FilterForm usersPath={props.usersPath} filter={props.filter} draft={props.draft} />}
    <FieldMenu {...props} />
  </>
);
