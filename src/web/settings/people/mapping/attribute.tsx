import type { FC } from 'hono/jsx';
import { Icon } from '../../../frame/icons.tsx';
import { ExpressionField } from './expression-field.tsx';
import type { AttributeText } from './form.ts';
import { type Problems, placeOf } from './problems.ts';

/** What is wrong with a field, under it; the field names it as `{name}-error`. */
export const Wrong: FC<{ name: string; problems: Problems }> = ({ name, problems }) => {
  const problem = problems.get(name);
  return problem === undefined ? null : (
    <p class="field-error" id={`${name}-error`}>
      <Icon name="alert" />
      {problem}
    </p>
  );
};

/** What ties a field to what is wrong with it. */
export const wrongAt = (name: string, problems: Problems) =>
  problems.has(name) ? { 'aria-invalid': 'true' as const, 'aria-describedby': `${name}-error` } : {};

/** A small box to tick. @param of what it is about, where that stands only beside it */
export const Tick: FC<{ name: string; value?: string; label: string; of?: string; checked: boolean }> = ({
  name,
  value = 'on',
  label,
  of,
  checked,
}) => (
  <label class="tick">
    <input type="checkbox" name={name} value={value} checked={checked} />
    <span>
      {label}
      {of && <span class="visually-hidden"> of {of}</span>}
    </span>
  </label>
);

export const KeepTick: FC<{ at: string; of: string; checked: boolean }> = ({ at, of, checked }) => (
  <Tick name={`${at}.null_policy`} value="keep" label="Keep the old value" of={of} checked={checked} />
);

/** One attribute: its expression, and what becomes of the old value when the expression gives none. */
export const AttributeRow: FC<{
  at: string;
  label: string;
  text: AttributeText;
  required?: boolean;
  /** Said instead of the choice, where no value can clear it. */
  never?: string | undefined;
  hint?: string | undefined;
  problems: Problems;
}> = ({ at, label, text, required, never, hint, problems }) => (
  <div class="attribute" id={placeOf(`${at}.expression`)}>
    <ExpressionField
      name={`${at}.expression`}
      label={label}
      value={text.expression}
      required={required}
      hint={hint}
      error={problems.get(`${at}.expression`)}
    />
    {never === undefined ? (
      <KeepTick at={at} of={label} checked={text.keep} />
    ) : (
      <p class="attribute-never">
        {never}
        {/* What a program set here stays as it is. */}
        {text.keep && <input type="hidden" name={`${at}.null_policy`} value="keep" />}
      </p>
    )}
  </div>
);

/** A button that changes the rows of the form and saves nothing. */
export const RowButton: FC<{
  act: string;
  icon: 'plus' | 'cross' | 'chevron';
  label: string;
  up?: boolean;
  off?: boolean;
}> = ({ act, icon, label, up, off }) => (
  <button
    class={`icon-button${up ? ' icon-button-up' : ''}`}
    id={`act-${act}`}
    type="submit"
    name="act"
    value={act}
    aria-label={label}
    title={label}
    disabled={off}
  >
    <Icon name={icon} />
  </button>
);

export const AddButton: FC<{ act: string; label: string }> = ({ act, label }) => (
  <button class="button button-small" id={`act-${act}`} type="submit" name="act" value={act}>
    <Icon name="plus" />
    {label}
  </button>
);
