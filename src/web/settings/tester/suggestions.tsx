import type { FC } from 'hono/jsx';
import type { SnapshotSurvey } from '../../../app/mapping/survey-snapshot.ts';
import { PRESETS } from '../../../domain/mapping/presets.ts';
import { FUNCTION_CATALOGUE } from '../../../jmespath/catalogue.ts';
import { attributeLabel, countNoun, formatCount } from '../../frame/labels.ts';
import { MAPPING_FORM_ID } from '../mapping/expression-row.tsx';

/** Share of people as a whole percentage; what is not all is never said to be. */
const percent = (part: number, whole: number): string =>
  whole === 0 ? '0 %' : `${part < whole ? Math.min(99, Math.round((100 * part) / whole)) : 100} %`;

/** How a field of the form is written into: by script at once, without one by sending the form. */
export const acceptProps = (attribute: string, expression: string, at: string) => ({
  'data-field': `standard.${attribute}.expression`,
  'data-expression': expression,
  form: MAPPING_FORM_ID,
  formaction: at,
  name: 'accept',
  value: `${attribute} ${expression}`,
});

/** Expressions that a snapshot suggests, each to be accepted by itself. */
export const Suggestions: FC<{ survey: SnapshotSurvey | null; at: string }> = ({ survey, at }) => {
  if (survey === null) {
    return <p class="muted">There is no complete snapshot to read yet. Run a dry run of everybody first.</p>;
  }
  const { suggestions, read, people } = survey;
  if (suggestions.length === 0) {
    return <p class="muted">None of the {countNoun(read, 'person', 'people')} read has a value that Rollcall knows.</p>;
  }
  return (
    <>
      <p class="muted" role="status">
        From {read < people ? `the first ${formatCount(read)} of ${formatCount(people)}` : formatCount(people)} people.
        Accepting writes into the field; nothing is saved yet.
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
              {...acceptProps(attribute, expression, at)}
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
          form={MAPPING_FORM_ID}
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

/** Every function that an expression may call, with an example. */
export const FunctionsReference: FC<{ open?: boolean }> = ({ open }) => (
  <details class="functions" open={open}>
    <summary>Functions</summary>
    <dl>
      {FUNCTION_CATALOGUE.map(({ signature, sentence, example }) => (
        <div>
          <dt>
            <code>{signature}</code>
          </dt>
          <dd>
            {sentence}
            <br />
            <code>{example.expression}</code> on <code>{JSON.stringify(example.payload)}</code> gives{' '}
            <code>{JSON.stringify(example.result)}</code>
          </dd>
        </div>
      ))}
    </dl>
  </details>
);

/** More places than these are too many to choose from. */
const MAX_COMPLETED_PATHS = 300;

/** What the editor completes: paths that people have a value at, the most usual first, and functions. */
export const editorCompletions = (survey: SnapshotSurvey | null) => ({
  paths: (survey?.places ?? [])
    .toSorted((a, b) => b.filled - a.filled)
    .slice(0, MAX_COMPLETED_PATHS)
    .map(({ expression, sample }) => ({ path: expression.toWellFormed(), sample: sample.toWellFormed() })),
  functions: FUNCTION_CATALOGUE.map(({ name, signature, sentence, example }) => ({
    name,
    signature,
    sentence,
    example: `${example.expression} → ${JSON.stringify(example.result)}`,
  })),
});
