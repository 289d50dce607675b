import type { Child, FC } from 'hono/jsx';
import { FormError, InputField, Toggle } from '../../../frame/fields.tsx';
import { Icon } from '../../../frame/icons.tsx';
import type { FormValues, SourceField, SourceForm } from './fields.ts';

export interface SourceFieldProps {
  typed: FormValues;
  /** What is wrong, by the name of the setting. */
  errors: ReadonlyMap<string, string>;
  /** Names of secrets that are stored. */
  kept: readonly string[];
  /** Secrets were typed, and are not sent back. */
  retype: boolean;
  /** Where the form asks for other fields. */
  action: string;
}

const secretHint = ({ name }: SourceField, { kept, retype }: SourceFieldProps): string => {
  if (retype) return 'Enter it again: what is typed here is never sent back.';
  return kept.includes(name.replace(/^(?:auth|secrets)[.]/, ''))
    ? 'One is set. Leave this empty to keep it.'
    : 'Not set yet.';
};

/** One setting of a data source: its label, its hint, what is wrong with it. */
export const SourceFieldInput: FC<SourceFieldProps & { setting: SourceField; group: string }> = ({
  setting,
  group,
  ...props
}) => {
  const { name, label, as } = setting;
  const error = props.errors.get(name);
  const value = props.typed(name);
  if (as === 'text' || as === 'url' || as === 'number')
    return (
      <InputField
        name={name}
        label={label}
        // Placeholders and a relaxed spelling are judged by us, with the same words everywhere.
        type="text"
        inputmode={as === 'number' ? 'numeric' : as === 'url' ? 'url' : 'text'}
        value={value}
        autocomplete="off"
        required={setting.required}
        {...(setting.hint && { hint: setting.hint })}
        {...(error && { error })}
      />
    );
  if (as === 'secret')
    return (
      <InputField
        name={name}
        label={label}
        type="password"
        autocomplete="new-password"
        hint={secretHint(setting, props)}
        {...(error && { error })}
      />
    );
  if (as === 'shown')
    return (
      <div class="field">
        <span class="field-name">{label}</span>
        <p class="field-hint">{setting.hint}</p>
        {value !== '' && <code class="shown-value">{value}</code>}
      </div>
    );
  const hint = as === 'secret-lines' ? secretHint(setting, props) : setting.hint;
  const described = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ') || undefined;
  const id = `${name}-input`;
  const common = { id, name, 'aria-describedby': described, 'aria-invalid': error ? ('true' as const) : undefined };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint && (
        <p class="field-hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {as === 'choice' ? (
        <SelectInput setting={setting} value={value} group={group} action={props.action} common={common} />
      ) : (
        <textarea
          class="input input-code"
          rows={as === 'lines' || as === 'secret-lines' ? 6 : 3}
          spellcheck={false}
          {...common}
        >
          {as === 'secret-lines' ? '' : value}
        </textarea>
      )}
      {error && (
        <p class="field-error" id={`${name}-error`}>
          <Icon name="alert" />
          {error}
        </p>
      )}
    </div>
  );
};

const SelectInput: FC<{
  setting: SourceField;
  value: string;
  group: string;
  action: string;
  common: Record<string, unknown>;
}> = ({ setting, value, group, action, common }) => {
  const place = setting.switches === 'form' ? '#source-form' : `#group-${group}`;
  const shows = {
    'hx-post': `${action}/fields`,
    'hx-trigger': 'change',
    'hx-target': place,
    'hx-select': place,
    'hx-swap': 'outerHTML',
  };
  return (
    <div class="select-row">
      <select class="input" {...common} {...(setting.switches && shows)}>
        {setting.options?.map(([option, word]) => (
          <option value={option} selected={option === value}>
            {word}
          </option>
        ))}
      </select>
      {setting.switches && (
        <noscript>
          <button class="button" type="submit" formaction={`${action}/fields`} formnovalidate>
            Show its fields
          </button>
        </noscript>
      )}
    </div>
  );
};

export interface SourceFormState extends SourceFieldProps {
  kind: string;
  form: SourceForm;
  /** How the switch stands. */
  enabled: boolean;
  /** What is wrong with it as a whole. */
  problem: string | null;
  /** What a test found, when one was asked for. */
  test: Child;
}

/** A test waits for a slow source: longer than the other requests of a page. */
const LONG_TIMEOUT = JSON.stringify({ timeout: 100_000 });

/** The form of a data source. Without a script its buttons answer with the whole page. */
export const SourceFormView: FC<SourceFormState> = ({ form, enabled, problem, test, ...fields }) => {
  const { action, typed } = fields;
  return (
    <form class="form source-form" id="source-form" method="post" action={action} autocomplete="off">
      <FormError {...(problem && { message: problem })} />
      <Toggle
        name="enabled"
        label={form.toggle}
        hint="Syncs fetch people from it. One data source is on at a time: you are asked before another is turned off."
        checked={enabled}
      />
      {form.groups(typed).map(({ id, legend, settings }) => (
        <fieldset class="source-group" id={`group-${id}`}>
          <legend>{legend}</legend>
          {settings.map((setting) => (
            <SourceFieldInput setting={setting} group={id} {...fields} />
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
