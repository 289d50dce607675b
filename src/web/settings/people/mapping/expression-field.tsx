import type { FC } from 'hono/jsx';
import { fillId, resultId, useTester } from '../try/tester.ts';

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
