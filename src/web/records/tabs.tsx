import type { FC } from 'hono/jsx';
import { indentJson } from '../../lib/json-indent.ts';
import type { RecordView } from '../../store/record-row.ts';
import { Diff } from '../frame/diff.tsx';
import { Icon } from '../frame/icons.tsx';
import { Facts } from '../frame/panel.tsx';
import { attributeLabel, bytesWord, errorWord, number, valueText } from '../frame/words.ts';
import type { ShownPayload } from './read.ts';

/** More of a payload than this makes a page heavy; the rest is one call of the API away. */
const MOST_CHARACTERS = 60_000;

/** Attribute, before → after. */
export const ChangesTab: FC<{ record: RecordView }> = ({ record }) => {
  if (record.changes.length === 0) {
    return (
      <p class="muted">
        {record.outcome === 'terminated' ? 'Access ends; attributes stay as they are.' : 'No attribute changes.'}
      </p>
    );
  }
  return (
    <table class="table table-fixed">
      <caption class="visually-hidden">Updated attributes</caption>
      <thead>
        <tr>
          <th scope="col">Attribute</th>
          <th scope="col">Before → after</th>
        </tr>
      </thead>
      <tbody>
        {record.changes.map(({ attribute, before, after }) => (
          <tr>
            <th scope="row">{attributeLabel(attribute)}</th>
            <td>
              <Diff before={valueText(before)} after={valueText(after)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

/** The payload as it came in, indented. */
export const PayloadTab: FC<{ record: RecordView; payload: ShownPayload | null; base: string }> = ({
  record,
  payload,
  base,
}) => {
  if (payload === null) {
    return (
      <p class="muted">
        {record.removed
          ? 'The personal data of this user was removed, and this payload with it.'
          : record.payload === null
            ? 'This person was absent, and no payload of an earlier sync is kept.'
            : 'This payload is no longer kept.'}
      </p>
    );
  }
  const { text, from } = payload;
  const shown = indentJson(text.slice(0, MOST_CHARACTERS)).slice(0, MOST_CHARACTERS);
  return (
    <>
      {from && (
        <p class="notice">
          <span>
            Absent from this snapshot. The last payload seen is from{' '}
            <a href={`${base}/${from.id}/records`}>sync {from.id}</a>.
          </span>
        </p>
      )}
      {text.length > MOST_CHARACTERS && (
        <p class="notice">
          The first {number(MOST_CHARACTERS)} characters of {bytesWord(text.length)}.
        </p>
      )}
      <div class="payload">
        <div class="payload-bar">
          <span>As received, {bytesWord(new TextEncoder().encode(text).length)}</span>
          <button type="button" class="button button-small" data-copy="#payload-text">
            <Icon name="copy" />
            Copy
          </button>
        </div>
        {/* A box that scrolls must be reachable by keyboard. */}
        <section class="code-box" aria-label="Payload" tabindex={0}>
          <pre class="code" id="payload-text">
            {shown}
          </pre>
        </section>
      </div>
    </>
  );
};

/** What is wrong, where, what was received, and what to do. */
export const ErrorsTab: FC<{ record: RecordView }> = ({ record }) =>
  record.errors.length === 0 ? (
    <p class="muted">There are no error messages.</p>
  ) : (
    record.errors.map(({ code, attribute, expression, received, message }) => (
      <section class="error-message" aria-label={errorWord(code)}>
        <h3>{errorWord(code)}</h3>
        <p>{message}</p>
        <Facts
          of={[
            ...(attribute ? ([['Attribute', attributeLabel(attribute)]] as const) : []),
            ...(expression ? ([['Expression', <code>{expression}</code>]] as const) : []),
            ...(received ? ([['Received', <code>{received}</code>]] as const) : []),
            ['Code', <code>{code}</code>],
          ].map(([name, value]) => [String(name), value])}
        />
      </section>
    ))
  );
