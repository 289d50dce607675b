import type { FC } from 'hono/jsx';
import type { SnapshotSurvey } from '../../../app/mapping/survey-snapshot.ts';
import { PRESETS } from '../../../domain/mapping/presets.ts';
import { attributeLabel } from '../../../domain/user/attributes.ts';
import { countNoun, formatCount } from '../../frame/labels.ts';
import { MAPPING_FORM_ID } from '../mapping/expression-row.tsx';
import { swapButtonProps } from '../shared/inputs.tsx';
import { formatShare } from './fill-rates.tsx';

export const Suggestions: FC<{ survey: SnapshotSurvey | null; tryUrl: string }> = ({ survey, tryUrl }) => {
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
              <span class="muted">{formatShare(filled, read)} have a value</span>
              <code>{expression}</code>
              <span class="suggestion-sample">{sample}</span>
            </div>
            <button
              class="button button-small"
              type="submit"
              aria-label={`Accept for ${attributeLabel(attribute)}`}
              {...acceptProps(attribute, expression, tryUrl)}
            >
              Accept
            </button>
          </li>
        ))}
      </ul>
    </>
  );
};

/** A script reads the data attributes to fill in the field; without script the button submits the form. */
const acceptProps = (attribute: string, expression: string, tryUrl: string) => ({
  'data-field': `standard.${attribute}.expression`,
  'data-expression': expression,
  form: MAPPING_FORM_ID,
  formaction: tryUrl,
  name: 'accept',
  value: `${attribute} ${expression}`,
});

export const Presets: FC<{ tryUrl: string }> = ({ tryUrl }) => (
  <div class="presets">
    <p class="field-hint">Fill the empty fields with what is usual for:</p>
    <div class="form-actions">
      {PRESETS.map(({ key, label }) => (
        <button
          class="button button-small"
          id={`preset-${key}`}
          type="submit"
          form={MAPPING_FORM_ID}
          name="preset"
          value={key}
          {...swapButtonProps(tryUrl, '#mapping')}
        >
          {label}
        </button>
      ))}
    </div>
  </div>
);
