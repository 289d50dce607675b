import type { FC } from 'hono/jsx';
import type { UserRecord } from '../../../store/records/reader.ts';
import { buildUrl } from '../../frame/urls.ts';
import { MAPPING_FORM_ID } from '../mapping/expression-row.tsx';
import { ErrorMessage } from '../shared/inputs.tsx';
import { PayloadTree } from './payload-tree.tsx';
import { payloadKey, recordRef, type TesterPersonView } from './read.ts';

const PICK_BUTTONS = [
  ['first', 'First'],
  ['next', 'Next'],
  ['random', 'Random'],
  ['failed', 'A failed one'],
] as const;

/** @param swapped whether it replaces another person on the page, whose results are then out of date */
export const TesterPerson: FC<TesterPersonView & { swapped?: boolean }> = ({ swapped = false, ...view }) => {
  const { baseUrl, source, snapshot, subject, problem, found } = view;
  const sample = subject?.sample ?? null;
  const record = sample && recordRef(sample.record);
  return (
    <div id="tester-person">
      {/* Evaluates every expression on the new person. */}
      {swapped && (
        <div
          hidden
          hx-post={`${baseUrl}/try`}
          hx-trigger="load"
          hx-include={`#${MAPPING_FORM_ID}, #tester`}
          hx-swap="none"
        ></div>
      )}
      {record !== null && <input type="hidden" name="record" value={record} form={MAPPING_FORM_ID} />}
      {snapshot === null ? (
        <p class="muted">
          There is no complete snapshot of this data source yet. Run a dry run, or paste a payload below.
        </p>
      ) : (
        <div class="form-actions">
          {PICK_BUTTONS.map(([pick, label]) => {
            const query = { source, pick, record };
            return (
              <button
                class="button button-small"
                id={`pick-${pick}`}
                type="submit"
                form={MAPPING_FORM_ID}
                formaction={`${baseUrl}/try`}
                name="pick"
                value={pick}
                hx-get={buildUrl(`${baseUrl}/try/person`, query)}
                hx-target="#tester-person"
                hx-swap="outerHTML"
              >
                {label}
              </button>
            );
          })}
        </div>
      )}
      {found && <SearchResults view={view} found={found} />}
      {problem !== null && <p class="field-error">{problem}</p>}
      <TesterPayload {...view} />
    </div>
  );
};

const SearchResults: FC<{ view: TesterPersonView; found: readonly UserRecord[] }> = ({
  view: { baseUrl, source, q },
  found,
}) =>
  found.length === 0 ? (
    <p class="muted" role="status">
      Nobody in the last snapshot matches “{q}”.
    </p>
  ) : (
    <ul class="tester-found">
      {found.map((record) => {
        const query = { source, record: recordRef(record) };
        return (
          <li>
            <a
              href={`${buildUrl(baseUrl, query)}#people`}
              hx-get={buildUrl(`${baseUrl}/try/person`, query)}
              hx-target="#tester-person"
              hx-swap="outerHTML"
            >
              {recordName(record)}
            </a>{' '}
            <span class="muted">{record.user?.email ?? record.label?.email}</span>
          </li>
        );
      })}
    </ul>
  );

export const TesterPayload: FC<TesterPersonView> = (view) => {
  const { subject, problem, pasted } = view;
  const record = subject?.sample?.record;
  return (
    <div id="tester-tree">
      <input type="hidden" name="shown" value={payloadKey(view)} />
      {pasted !== null && problem !== null && <ErrorMessage role="alert">{problem}</ErrorMessage>}
      {subject && (
        <>
          <p class="tester-name">
            <strong>{record ? recordName(record) : 'Pasted payload'}</strong>
            <span class="muted">
              Press a value to write its expression into <span data-into>the field you were in last</span>.
            </span>
          </p>
          <PayloadTree payload={subject.payload} />
        </>
      )}
    </div>
  );
};

const recordName = ({ user, label, ordinal }: UserRecord): string =>
  user?.full_name || label?.full_name || label?.email || `Record ${ordinal + 1}`;
