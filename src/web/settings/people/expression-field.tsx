import type { FC } from 'hono/jsx';

interface ExpressionFieldProps {
  /** Its place in the mapping's body, such as `standard.title.expression` or `custom[0].expression`. */
  name: string;
  label: string;
  value: string;
  required?: boolean;
  hint?: string | undefined;
  error?: string | undefined;
}

/** One expression of a mapping. Without script it is a plain text area. */
export const ExpressionField: FC<ExpressionFieldProps> = ({ name, label, value, required, hint, error }) => (
  <div class="field">
    <label for={name}>{label}</label>
    {hint && (
      <p class="field-hint" id={`${name}-hint`}>
        {hint}
      </p>
    )}
    <textarea
      class="input input-code"
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
    {error && (
      <p class="field-error" id={`${name}-error`}>
        {error}
      </p>
    )}
  </div>
);
