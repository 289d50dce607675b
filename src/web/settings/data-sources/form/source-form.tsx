import type { Child, FC } from 'hono/jsx';
import { FormError, InputField, Toggle } from '../../../frame/fields.tsx';
import type { FieldErrors } from '../../shared/form-fields.ts';
import { describedBy, FieldError } from '../../shared/inputs.tsx';
import type { FormValues, SourceField, SourceForm } from './fields.ts';

interface FieldContext {
  values: FormValues;
  errors: FieldErrors;
  secretsSet: readonly string[];
  /** Secrets were submitted; they are never sent back, so they must be entered again. */
  retype: boolean;
  /** `/{tenant}/settings/data-sources/{kind}`. */
  action: string;
}

export interface SourceFormState extends FieldContext {
  kind: string;
  form: SourceForm;
  enabled: boolean;
  /** An error that is about no single field. */
  problem: string | null;
  /** The result of a connection test, where one ran. */
  test: Child;
}

/** A connection test waits for slow sources, longer than htmx's default timeout. */
const LONG_TIMEOUT = JSON.stringify({ timeout: 100_000 });

/** The form of a data source. Without a script its buttons answer with the whole page. */
export const SourceFormView: FC<SourceFormState> = ({ form, enabled, problem, test, ...context }) => {
  const { action, values } = context;
  return (
    <form class="form source-form" id="source-form" method="post" action={action} autocomplete="off">
      <FormError {...(problem && { message: problem })} />
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

/** @param group ID of the field group around it */
const SourceInput: FC<FieldContext & { field: SourceField; group: string }> = ({ field, group, ...context }) => {
  const { name, label, as, required } = field;
  const error = context.errors.get(name);
  const value = context.values(name);
  const isSecret = as === 'secret' || as === 'secret-lines';
  const hint = isSecret ? secretHint(name, context) : field.hint;
  const labelled = { name, label, ...(hint && { hint }), ...(error && { error }) };
  if (as === 'secret') return <InputField {...labelled} type="password" autocomplete="new-password" />;
  if (as === 'text' || as === 'url' || as === 'number') {
    const inputmode = as === 'number' ? 'numeric' : as;
    // Not of type url or number: placeholders and a relaxed spelling are judged by us, with the same words everywhere.
    return <InputField {...labelled} inputmode={inputmode} value={value} autocomplete="off" required={required} />;
  }
  if (as === 'shown')
    return (
      <div class="field">
        <span class="field-name">{label}</span>
        <p class="field-hint">{hint}</p>
        {value !== '' && <code class="shown-value">{value}</code>}
      </div>
    );
  const id = `${name}-input`;
  const attributes = { id, name, ...describedBy(name, context.errors, hint && `${name}-hint`) };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint && (
        <p class="field-hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {as === 'choice' ? (
        <SelectInput field={field} value={value} group={group} action={context.action} attributes={attributes} />
      ) : (
        <textarea
          class="input input-code"
          rows={as === 'lines' || as === 'secret-lines' ? 6 : 3}
          spellcheck={false}
          {...attributes}
        >
          {isSecret ? '' : value}
        </textarea>
      )}
      <FieldError name={name} errors={context.errors} />
    </div>
  );
};

const secretHint = (name: string, { secretsSet, retype }: FieldContext): string => {
  if (retype) return 'Enter it again: what is typed here is never sent back.';
  return secretsSet.includes(name.replace(/^(?:auth|secrets)[.]/, ''))
    ? 'One is set. Leave this empty to keep it.'
    : 'Not set yet.';
};

/** A select; where other fields depend on it, a change asks the server for them. */
const SelectInput: FC<{
  field: SourceField;
  value: string;
  group: string;
  action: string;
  attributes: Record<string, string | undefined>;
}> = ({ field: { switches, options = [] }, value, group, action, attributes }) => {
  const target = switches === 'form' ? '#source-form' : `#group-${group}`;
  const swap = {
    'hx-post': `${action}/fields`,
    'hx-trigger': 'change',
    'hx-target': target,
    'hx-select': target,
    'hx-swap': 'outerHTML',
  };
  return (
    <div class="select-row">
      <select class="input" {...attributes} {...(switches && swap)}>
        {options.map(([option, word]) => (
          <option value={option} selected={option === value}>
            {word}
          </option>
        ))}
      </select>
      {switches && (
        <noscript>
          <button class="button" type="submit" formaction={`${action}/fields`} formnovalidate>
            Show its fields
          </button>
        </noscript>
      )}
    </div>
  );
};
