import { type Child, createContext, type FC, type PropsWithChildren, useContext } from 'hono/jsx';
import type { FieldErrors } from '../shared/form-fields.ts';
import { describedBy } from '../shared/inputs.tsx';
import { fieldAnchor, type MappingForm } from './fields.ts';

/** The form of the mapping: what stands outside it belongs to it by this ID. */
export const MAPPING_FORM_ID = 'mapping-form';

/** What the tester has to say on a page of a mapping. */
interface Tester {
  /** Where expressions are tried; the person chosen is in the address. */
  tryUrl: string;
  /** What is known of an expression, by its place in the mapping's body. */
  results: ReadonlyMap<string, Child>;
}

/** Around the fields of a mapping; without it they show no results. */
export const TesterContext = createContext<Tester | null>(null);

/** Where the result of an expression is shown. */
export const resultId = (name: string): string => `${name}-result`;

/** Where it is shown how many people have a value. */
export const fillId = (name: string): string => `${name}-fill`;

/** An element by its ID, as a selector: names of fields have dots and brackets in them, which `#` takes for something else. */
export const elementById = (id: string): string => `[id="${id}"]`;

/** A mapping as it is being typed, with what is wrong with it. */
export interface TypedMapping {
  form: MappingForm;
  errors: FieldErrors;
}

interface ExpressionRowProps extends TypedMapping {
  /** Its place in the mapping's body, such as `standard.title.expression` or `custom[0].expression`. */
  name: string;
  label: string;
  required?: boolean;
  hint?: string | undefined;
}

/**
 * One expression of a mapping, with what it gives on the payload chosen in the tester, and what stands beside it. Without
 * script it is a plain text area with a button; a script makes it an editor (tools/editor).
 */
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
