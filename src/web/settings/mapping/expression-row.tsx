import { type Child, createContext, type FC, type PropsWithChildren, useContext } from 'hono/jsx';
import type { FieldErrors } from '../shared/form-fields.ts';
import { describedBy } from '../shared/inputs.tsx';
import { fieldAnchor, type MappingFormValues } from './fields.ts';

export const MAPPING_FORM_ID = 'mapping-form';

interface TesterContextValue {
  tryUrl: string;
  /** By the name of the expression's field. */
  results: ReadonlyMap<string, Child>;
}

/** Null for a form without a tester, whose fields show no results. */
export const TesterContext = createContext<TesterContextValue | null>(null);

export const resultId = (name: string): string => `${name}-result`;

export const fillId = (name: string): string => `${name}-fill`;

/** IDs have dots and brackets, which would need escaping after `#`. */
export const idSelector = (id: string): string => `[id="${id}"]`;

export interface MappingFormState {
  form: MappingFormValues;
  errors: FieldErrors;
}

interface ExpressionRowProps extends MappingFormState {
  name: string;
  label: string;
  required?: boolean;
  hint?: string | undefined;
}

/** A script (tools/editor) turns the text area into an editor. */
export const ExpressionRow: FC<PropsWithChildren<ExpressionRowProps>> = (props) => {
  const { name, label, form, errors, required, hint, children } = props;
  const tester = useContext(TesterContext);
  const error = errors.get(name);
  return (
    <div class="attribute" id={fieldAnchor(name)}>
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
            {...describedBy(name, errors, hint && `${name}-hint`)}
          >
            {form[name]}
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
              formaction={tester.tryUrl}
              aria-label={`Try ${label}`}
            >
              Try
            </button>
          )}
        </div>
      </div>
      {children}
    </div>
  );
};
