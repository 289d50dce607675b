import { type Child, createContext, type FC, useContext } from 'hono/jsx';
import { Icon } from '../../frame/icons.tsx';
import type { AttributeText } from './fields.ts';
import { type FieldProblems, fieldAnchor } from './problems.ts';

/** What the tester has to say on a page of a mapping. */
export interface Tester {
  /** Where expressions are tried; the person chosen is in the address. */
  at: string;
  /** What is known of an expression, by its place in the mapping's body. */
  results: ReadonlyMap<string, Child>;
}

/** Around the fields of a mapping; without it they show no results. */
export const TesterContext = createContext<Tester | null>(null);

export const useTester = (): Tester | null => useContext(TesterContext);

/** The form of the mapping: what stands beside it belongs to it by this ID. */
export const TESTED_FORM = 'mapping-form';

/** Where the result of an expression is shown. */
export const resultId = (name: string): string => `${name}-result`;

/** Where it is shown how many people have a value. */
export const fillId = (name: string): string => `${name}-fill`;

interface ExpressionFieldProps {
  /** Its place in the mapping's body, such as `standard.title.expression` or `custom[0].expression`. */
  name: string;
  label: string;
  value: string;
  required?: boolean;
  hint?: string | undefined;
  error?: string | undefined;
}

/**
 * One expression of a mapping, with what it gives on the payload chosen in the tester. Without script it is a plain text
 * area with a button; a script makes it an editor (tools/editor).
 */
export const ExpressionField: FC<ExpressionFieldProps> = ({ name, label, value, required, hint, error }) => {
  const tester = useTester();
  return (
    <div class="field expression">
      <div class="expression-head">
        <label for={name}>{label}</label>
        <span class="expression-fill" id={fillId(name)}></span>
      </div>
      {hint && (
        <p class="field-hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      <expression-editor>
        <textarea
          class="input input-code expression-input tried"
          id={name}
          name={name}
          rows={1}
          spellcheck={false}
          required={required}
          aria-invalid={error ? 'true' : undefined}
          aria-describedby={[hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ') || undefined}
        >
          {value}
        </textarea>
      </expression-editor>
      {error && (
        <p class="field-error" id={`${name}-error`}>
          {error}
        </p>
      )}
      <div class="expression-foot">
        <div class="expression-result" id={resultId(name)} aria-live="polite">
          {tester?.results.get(name)}
        </div>
        {tester && (
          <button
            class="button button-small expression-try"
            type="submit"
            formaction={tester.at}
            aria-label={`Try ${label}`}
          >
            Try
          </button>
        )}
      </div>
    </div>
  );
};

/** What is wrong with a field, under it; the field names it as `{name}-error`. */
export const FieldError: FC<{ name: string; problems: FieldProblems }> = ({ name, problems }) => {
  const problem = problems.get(name);
  return problem === undefined ? null : (
    <p class="field-error" id={`${name}-error`}>
      <Icon name="alert" />
      {problem}
    </p>
  );
};

/** What ties a field to what is wrong with it. */
export const invalidProps = (name: string, problems: FieldProblems) =>
  problems.has(name) ? { 'aria-invalid': 'true' as const, 'aria-describedby': `${name}-error` } : {};

/** A small box to tick. @param of what it is about, where that stands only beside it */
export const Checkbox: FC<{ name: string; value?: string; label: string; of?: string; checked: boolean }> = ({
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

export const KeepOldValue: FC<{ at: string; of: string; checked: boolean }> = ({ at, of, checked }) => (
  <Checkbox name={`${at}.null_policy`} value="keep" label="Keep the old value" of={of} checked={checked} />
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
  problems: FieldProblems;
}> = ({ at, label, text, required, never, hint, problems }) => (
  <div class="attribute" id={fieldAnchor(`${at}.expression`)}>
    <ExpressionField
      name={`${at}.expression`}
      label={label}
      value={text.expression}
      required={required}
      hint={hint}
      error={problems.get(`${at}.expression`)}
    />
    {never === undefined ? (
      <KeepOldValue at={at} of={label} checked={text.keep} />
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

export const AddRowButton: FC<{ act: string; label: string }> = ({ act, label }) => (
  <button class="button button-small" id={`act-${act}`} type="submit" name="act" value={act}>
    <Icon name="plus" />
    {label}
  </button>
);
