import type { FC } from 'hono/jsx';
import { PRESETS } from '../../../../domain/mapping/presets.ts';
import type { Survey } from '../../../../syncs/mapping/survey-snapshot.ts';
import { attributeLabel, counted, number } from '../../../frame/words.ts';
import { FORM } from '../try/tester.ts';

/** Share of people as a whole percentage; what is not all is never said to be. */
const percent = (part: number, whole: number): string =>
  whole === 0 ? '0 %' : `${part < whole ? Math.min(99, Math.round((100 * part) / whole)) : 100} %`;

/** How a field of the form is written into: by script at once, without one by sending the form. */
export const accepting = (attribute: string, expression: string, at: string) => ({
  'data-field': `standard.${attribute}.expression`,
  'data-expression': expression,
  form: FORM,
  formaction: at,
  name: 'accept',
  value: `${attribute} ${expression}`,
});

/** Expressions that a snapshot suggests, each to be accepted by itself. */
export const Suggestions: FC<{ survey: Survey | null; at: string }> = ({ survey, at }) => {
  if (survey === null) {
    return <p class="muted">There is no complete snapshot to read yet. Run a dry run of everybody first.</p>;
  }
  const { suggestions, read, people } = survey;
  if (suggestions.length === 0) {
    return <p class="muted">None of the {counted(read, 'person', 'people')} read has a value that Rollcall knows.</p>;
  }
  return (
    <>
      <p class="muted" role="status">
        From {read < people ? `the first ${number(read)} of ${number(people)}` : number(people)} people. Accepting
        writes into the field; nothing is saved yet.
      </p>
      <ul class="suggestions">
        {suggestions.map(({ attribute, expression, filled, sample }) => (
          <li>
            <div class="suggestion-words">
              <strong>{attributeLabel(attribute)}</strong>
              <span class="muted">{percent(filled, read)} have a value</span>
              <code>{expression}</code>
              <span class="suggestion-sample">{sample}</span>
            </div>
            <button
              class="button button-small"
              type="submit"
              aria-label={`Accept for ${attributeLabel(attribute)}`}
              {...accepting(attribute, expression, at)}
            >
              Accept
            </button>
          </li>
        ))}
      </ul>
    </>
  );
};

/** Starting points: each fills the fields that are empty. */
export const Presets: FC<{ at: string }> = ({ at }) => (
  <div class="presets">
    <p class="field-hint">Fill the empty fields with what is usual for:</p>
    <div class="form-actions">
      {PRESETS.map(({ key, label }) => (
        <button
          class="button button-small"
          id={`preset-${key}`}
          type="submit"
          form={FORM}
          formaction={at}
          name="preset"
          value={key}
          hx-post={at}
          hx-target="#mapping"
          hx-swap="outerHTML"
        >
          {label}
        </button>
      ))}
    </div>
  </div>
);
