import type { FC } from 'hono/jsx';
import type { TargetType } from '../../../domain/mapping/draft.ts';
import type { TrialResult } from '../../../domain/mapping/try-mapping.ts';
import { Icon } from '../../frame/icons.tsx';
import { formatAttribute } from '../../frame/labels.ts';
import { idSelector, resultId } from '../mapping/expression-row.tsx';
import { TesterPayload } from './person.tsx';
import { payloadKey, type TesterPersonView, type TesterView } from './read.ts';

/**
 * Swaps in the payload only if it changed.
 * @param names of the expressions' fields
 * @param shown `payloadKey` of the payload that the page shows
 */
export const ResultPartials: FC<{
  view: TesterPersonView & Pick<TesterView, 'results' | 'expressions'>;
  names: readonly string[];
  shown: string | null;
}> = ({ view, names, shown }) => {
  const results = new Map(view.results.map((result) => [result.path, result]));
  return (
    <>
      {names.map((name) => {
        const result = results.get(name);
        return (
          <hx-partial hx-target={idSelector(resultId(name))} hx-swap="innerMorph">
            {result && <TrialResultView result={result} text={view.expressions.get(name) ?? ''} />}
          </hx-partial>
        );
      })}
      {shown !== payloadKey(view) && (
        <hx-partial hx-target="#tester-tree" hx-swap="outerHTML">
          <TesterPayload {...view} />
        </hx-partial>
      )}
    </>
  );
};

export const TrialResultView: FC<{ result: TrialResult; text: string }> = ({ result, text }) => {
  const { refusal, raw, error } = result;
  if (refusal) {
    return (
      <p class="result result-refused">
        <Icon name="alert" />
        <span>
          <span data-position={refusal.position}>
            At character {refusal.position + 1}: {refusal.message}
          </span>{' '}
          <ExpressionExcerpt text={text} position={refusal.position} />
        </span>
      </p>
    );
  }
  if (error) {
    return (
      <p class="result result-failed">
        <Icon name="alert" />
        <span>
          {raw !== null && (
            <>
              <code>{raw}</code>{' '}
            </>
          )}
          {error.message}
        </span>
      </p>
    );
  }
  return <TrialValue result={result} />;
};

const CONTEXT_CHARACTERS = 24;

const ExpressionExcerpt: FC<{ text: string; position: number }> = ({ text, position }) => {
  const at = Math.min(position, Math.max(0, text.length - 1));
  return (
    <code class="result-place">
      {at > CONTEXT_CHARACTERS && '…'}
      {text.slice(Math.max(0, at - CONTEXT_CHARACTERS), at).toWellFormed()}
      <mark>{position >= text.length ? `${text.slice(at, at + 1)}␣` : text.slice(at, at + 1).toWellFormed()}</mark>
      {text.slice(at + 1, at + CONTEXT_CHARACTERS).toWellFormed()}
      {at + CONTEXT_CHARACTERS < text.length && '…'}
    </code>
  );
};

const TrialValue: FC<{ result: TrialResult }> = ({ result: { raw, value, becomes, unmapped } }) => {
  const isSame = raw === JSON.stringify(value);
  return (
    <p class="result">
      {value !== null && !isSame && (
        <>
          <code class="result-raw">{raw}</code>
          <span class="result-arrow" aria-hidden="true">
            →
          </span>
          <span class="visually-hidden">becomes</span>
        </>
      )}
      {value === null ? (
        <span class="muted">No value</span>
      ) : (
        <output class="result-value">{formatAttribute(value)}</output>
      )}
      <span class="result-type">{RESULT_TYPES[becomes]}</span>
      {unmapped.map(({ value, table }) => (
        <span class="result-unmapped">
          “{value}” is not in the table {table}.
        </span>
      ))}
    </p>
  );
};

const RESULT_TYPES: Record<TargetType, string> = {
  text: 'text',
  number: 'number',
  boolean: 'true or false',
  date: 'date',
  list: 'list',
  status: 'status',
  role: 'role',
  'yes or no': 'true or false',
};
