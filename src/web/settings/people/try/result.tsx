import type { FC } from 'hono/jsx';
import type { Becomes } from '../../../../domain/mapping/try/draft.ts';
import type { Tried } from '../../../../domain/mapping/try/try-mapping.ts';
import { Icon } from '../../../frame/icons.tsx';
import { valueText } from '../../../frame/words.ts';

const BECOMES: Record<Becomes, string> = {
  text: 'text',
  number: 'number',
  boolean: 'true or false',
  date: 'date',
  list: 'list',
  status: 'status',
  role: 'role',
  'yes or no': 'true or false',
};

/** More of an expression than this around a fault is no help. */
const AROUND = 24;

/** The text around a fault, with the character at fault marked. */
const Place: FC<{ text: string; position: number }> = ({ text, position }) => {
  const at = Math.min(position, Math.max(0, text.length - 1));
  return (
    <code class="result-place">
      {at > AROUND && '…'}
      {text.slice(Math.max(0, at - AROUND), at).toWellFormed()}
      <mark>{position >= text.length ? `${text.slice(at, at + 1)}␣` : text.slice(at, at + 1).toWellFormed()}</mark>
      {text.slice(at + 1, at + AROUND).toWellFormed()}
      {at + AROUND < text.length && '…'}
    </code>
  );
};

/** What one expression gives on the payload that was chosen. */
export const TriedResult: FC<{ tried: Tried; text: string }> = ({ tried, text }) => {
  const { refusal, raw, error } = tried;
  if (refusal) {
    return (
      <p class="result result-refused">
        <Icon name="alert" />
        <span>
          <span data-position={refusal.position}>
            At character {refusal.position + 1}: {refusal.message}
          </span>{' '}
          <Place text={text} position={refusal.position} />
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
  return <Value tried={tried} />;
};

const Value: FC<{ tried: Tried }> = ({ tried: { raw, value, becomes, unmapped } }) => {
  const same = raw === JSON.stringify(value);
  return (
    <p class="result">
      {value !== null && !same && (
        <>
          <code class="result-raw">{raw}</code>
          <span class="result-arrow" aria-hidden="true">
            →
          </span>
          <span class="visually-hidden">becomes</span>
        </>
      )}
      {value === null ? <span class="muted">No value</span> : <output class="result-value">{valueText(value)}</output>}
      <span class="result-type">{BECOMES[becomes]}</span>
      {unmapped.map((miss) => (
        <span class="result-unmapped">
          “{miss.value}” is not in the table {miss.table}.
        </span>
      ))}
    </p>
  );
};
