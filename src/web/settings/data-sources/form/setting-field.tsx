import type { FC } from 'hono/jsx';
import { Field } from '../../../frame/fields.tsx';
import { Icon } from '../../../frame/icons.tsx';
import type { Setting, Typed } from './fields.ts';

export interface FieldsProps {
  typed: Typed;
  /** What is wrong, by the name of the setting. */
  errors: ReadonlyMap<string, string>;
  /** Names of secrets that are stored. */
  kept: readonly string[];
  /** Secrets were typed, and are not sent back. */
  retype: boolean;
  /** Where the form asks for other fields. */
  action: string;
}

const secretHint = ({ name }: Setting, { kept, retype }: FieldsProps): string => {
  if (retype) return 'Enter it again: what is typed here is never sent back.';
  return kept.includes(name.replace(/^(?:auth|secrets)[.]/, ''))
    ? 'One is set. Leave this empty to keep it.'
    : 'Not set yet.';
};

/** One setting of a data source: its label, its hint, what is wrong with it. */
export const SettingField: FC<FieldsProps & { setting: Setting; group: string }> = ({ setting, group, ...props }) => {
  const { name, label, as } = setting;
  const error = props.errors.get(name);
  const value = props.typed(name);
  if (as === 'text' || as === 'url' || as === 'number')
    return (
      <Field
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
      <Field
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
        <Choice setting={setting} value={value} group={group} action={props.action} common={common} />
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

const Choice: FC<{
  setting: Setting;
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
