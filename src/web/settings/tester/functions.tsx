import type { FC } from 'hono/jsx';
import type { SnapshotSurvey } from '../../../app/mapping/survey-snapshot.ts';
import { FUNCTION_CATALOGUE } from '../../../jmespath/catalogue.ts';

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

const MAX_COMPLETED_PATHS = 300;

/** Paths that have values, most often filled first. */
export const editorCompletions = (survey: SnapshotSurvey | null) => ({
  paths: (survey?.paths ?? [])
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
