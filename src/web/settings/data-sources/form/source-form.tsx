import type { Child, FC } from 'hono/jsx';
import { FormError, InputField, Toggle } from '../../../frame/fields.tsx';
import type { FieldErrors } from '../../shared/form-fields.ts';
import { describedBy, FieldError, SelectOptions } from '../../shared/inputs.tsx';
import { type FormValues, isSecretInput, type SourceField, type SourceForm } from './fields.ts';

interface FieldContext {
  values: FormValues;
  errors: FieldErrors;
  secretsSet: readonly string[];
  /** Secrets were submitted. They are never sent back, so an admin has to enter them again. */
  reenterSecrets: boolean;
  action: string;
}

export interface SourceFormState extends FieldContext {
  kind: string;
  form: SourceForm;
  enabled: boolean;
  problem: string | null;
  test: Child;
}

/** In milliseconds. htmx's default is shorter than a connection test of a slow source. */
const LONG_TIMEOUT = JSON.stringify({ timeout: 100_000 });

export const SourceFormView: FC<SourceFormState> = ({ form, enabled, problem, test, ...context }) => {
  const { action, values } = context;
  return (
    <form class="form source-form" id="source-form" method="post" action={action} autocomplete="off">
      <FormError message={problem} />
      <Toggle
        name="enabled"
        label={form.toggle}
        hint="Syncs fetch people from it. One data source is on at a time: you are asked before another is turned off."
        checked={enabled}
      />
      {form.groups(values).map(({ id, legend, fields }) => (
        <fieldset class="source-group" id={`group-${id}`}>
          <legend>{legend}</legend>
          {fields.map((field) => (
            <SourceInput field={field} group={id} {...context} />
          ))}
        </fieldset>
      ))}
      <div class="form-actions source-buttons">
        <button
          class="button"
          type="submit"
          id="test-connection"
          formaction={`${action}/test`}
          hx-post={`${action}/test`}
          hx-target="#source-test"
          hx-config={LONG_TIMEOUT}
          hx-disable="this"
        >
          Test connection
        </button>
        <button class="button button-primary" type="submit">
          Save
        </button>
      </div>
      <div id="source-test" aria-live="polite">
        {test}
      </div>
    </form>
  );
};

const SourceInput: FC<FieldContext & { field: SourceField; group: string }> = ({ field, group, ...context }) => {
  const { name, label, input, required } = field;
  const { errors } = context;
  const value = context.values(name);
  const hint = isSecretInput(field) ? secretHint(name, context) : field.hint;
  const labelled = { name, label, error: errors.get(name), ...(hint && { hint }) };
  switch (input) {
    case 'secret':
      return <InputField {...labelled} type="password" autocomplete="new-password" />;
    case 'text':
    case 'url':
    case 'number': {
      const inputmode = input === 'number' ? 'numeric' : input;
      // Not of type url or number: the server accepts placeholders, and words its errors the same in every browser.
      return <InputField {...labelled} inputmode={inputmode} value={value} autocomplete="off" required={required} />;
    }
    case 'shown':
      return (
        <div class="field">
          <span class="field-name">{label}</span>
          <p class="field-hint">{hint}</p>
          {value !== '' && <code class="shown-value">{value}</code>}
        </div>
      );
  }
  const id = `${name}-input`;
  const attributes = { id, name, ...describedBy(name, errors, hint && `${name}-hint`) };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint && (
        <p class="field-hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {input === 'choice' ? (
        <SelectInput field={field} value={value} group={group} action={context.action} attributes={attributes} />
      ) : (
        <textarea
          class="input input-code"
          rows={input === 'lines' || input === 'secret-lines' ? 6 : 3}
          spellcheck={false}
          {...attributes}
        >
          {input === 'secret-lines' ? '' : value}
        </textarea>
      )}
      <FieldError name={name} errors={errors} />
    </div>
  );
};

const secretHint = (name: string, { secretsSet, reenterSecrets }: FieldContext): string => {
  if (reenterSecrets) return 'Enter it again: what is typed here is never sent back.';
  return secretsSet.includes(name.replace(/^(?:auth|secrets)[.]/, ''))
    ? 'One is set. Leave this empty to keep it.'
    : 'Not set yet.';
};

const SelectInput: FC<{
  field: SourceField;
  value: string;
  group: string;
  action: string;
  attributes: Record<string, string | undefined>;
}> = ({ field: { refreshes, options = [] }, value, group, action, attributes }) => {
  const target = refreshes === 'form' ? '#source-form' : `#group-${group}`;
  const refresh = {
    'hx-post': `${action}/fields`,
    'hx-trigger': 'change',
    'hx-target': target,
    'hx-select': target,
    'hx-swap': 'outerHTML',
  };
  return (
    <div class="select-row">
      <select class="input" {...attributes} {...(refreshes && refresh)}>
        <SelectOptions options={options} selected={value} />
      </select>
      {refreshes && (
        <noscript>
          <button class="button" type="submit" formaction={`${action}/fields`} formnovalidate>
            Show its fields
          </button>
        </noscript>
      )}
    </div>
  );
};
