import type { FC } from 'hono/jsx';
import { expressionForPath, type PayloadPath } from '../../../domain/mapping/payload-path.ts';
import { previewValue } from '../../../domain/shared/record-error.ts';
import { isObject } from '../../../jmespath/runtime/values.ts';
import type { UserRecord } from '../../../store/records/stored.ts';
import { Icon } from '../../frame/icons.tsx';
import { formatCount } from '../../frame/labels.ts';
import { buildUrl } from '../../frame/urls.ts';
import { MAPPING_FORM_ID } from '../mapping/expression-row.tsx';
import { payloadKey, type TesterPersonView } from './read.ts';

const recordName = ({ user, label, ordinal }: UserRecord): string =>
  user?.full_name || label?.full_name || label?.email || `Record ${ordinal + 1}`;

const PICK_BUTTONS = [
  ['first', 'First'],
  ['next', 'Next'],
  ['random', 'Random'],
  ['failed', 'A failed one'],
] as const;

/** Whom the tester shows, and how to choose another. @param swapped into a page that showed somebody else */
export const TesterPerson: FC<TesterPersonView & { swapped?: boolean }> = ({ swapped = false, ...view }) => {
  const { base, source, snapshot, subject, problem, found } = view;
  const sample = subject?.sample ?? null;
  const record = sample && `${sample.sync.id}-${sample.record.ordinal}`;
  return (
    <div id="tester-person">
      {/* Somebody else is here: what every expression gives on them is asked for as soon as they are. */}
      {swapped && (
        <div
          hidden
          hx-post={`${base}/try`}
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
          {PICK_BUTTONS.map(([pick, word]) => {
            const query = { source, pick, record };
            return (
              <button
                class="button button-small"
                id={`pick-${pick}`}
                type="submit"
                form={MAPPING_FORM_ID}
                formaction={`${base}/try`}
                name="pick"
                value={pick}
                hx-get={buildUrl(`${base}/try/person`, query)}
                hx-target="#tester-person"
                hx-swap="outerHTML"
              >
                {word}
              </button>
            );
          })}
        </div>
      )}
      {found && <SearchResults view={view} found={found} />}
      {problem !== null && <p class="field-error">{problem}</p>}
      <TesterTree {...view} />
    </div>
  );
};

const SearchResults: FC<{ view: TesterPersonView; found: readonly UserRecord[] }> = ({
  view: { base, source, q },
  found,
}) =>
  found.length === 0 ? (
    <p class="muted" role="status">
      Nobody in the last snapshot matches “{q}”.
    </p>
  ) : (
    <ul class="tester-found">
      {found.map((record) => {
        const query = { source, record: `${record.syncId}-${record.ordinal}` };
        return (
          <li>
            <a
              href={`${buildUrl(base, query)}#people`}
              hx-get={buildUrl(`${base}/try/person`, query)}
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

/** The payload that is tried, or what is wrong with it. */
export const TesterTree: FC<TesterPersonView> = (view) => {
  const { subject, problem, pasted } = view;
  const record = subject?.sample?.record;
  return (
    <div id="tester-tree">
      <input type="hidden" name="shown" value={payloadKey(view)} />
      {pasted !== null && problem !== null && (
        <p class="field-error" role="alert">
          <Icon name="alert" />
          {problem}
        </p>
      )}
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

/** More values than these help nobody to find one, and make every answer heavy. */
const MAX_TREE_VALUES = 400;
const MAX_TREE_DEPTH = 12;
const MAX_VALUE_CHARACTERS = 90;

interface Branch {
  name: string | null;
  value: unknown;
  steps: PayloadPath;
}

/** What of a payload is shown; counts down as it is drawn. */
class ValueBudget {
  left = MAX_TREE_VALUES;
  readonly payload: unknown;

  constructor(payload: unknown) {
    this.payload = payload;
  }
}

const truncate = (text: string): string =>
  text.length > MAX_VALUE_CHARACTERS ? `${text.slice(0, MAX_VALUE_CHARACTERS - 1).toWellFormed()}…` : text;

const Name: FC<{ name: string | null }> = ({ name }) =>
  name === null ? null : (
    <>
      <span class="tree-key">{truncate(name).toWellFormed()}</span>
      <span class="tree-colon">: </span>
    </>
  );

/** A value that writes its own expression when it is pressed. */
const Leaf: FC<{ branch: Branch; room: ValueBudget }> = ({ branch: { name, value, steps }, room }) => {
  const expression = expressionForPath(room.payload, steps);
  return (
    <button
      type="button"
      class="tree-value"
      data-path={expression.toWellFormed()}
      title={truncate(expression).toWellFormed()}
    >
      <Name name={name} />
      <span class={`tree-${value === null ? 'null' : typeof value}`}>
        {truncate(previewValue(value)).toWellFormed()}
      </span>
    </button>
  );
};

function* childrenOf(value: unknown, steps: PayloadPath): Generator<Branch> {
  if (Array.isArray(value)) {
    for (const [at, one] of value.entries()) yield { name: String(at), value: one, steps: [...steps, at] };
  } else if (isObject(value)) {
    for (const name in value) {
      if (Object.hasOwn(value, name)) yield { name, value: value[name], steps: [...steps, name] };
    }
  }
}

/** Draws what lies under a value as far as there is room. */
function drawChildren(value: unknown, steps: PayloadPath, room: ValueBudget) {
  const drawn = [];
  for (const branch of childrenOf(value, steps)) {
    if (room.left <= 0) break;
    room.left -= 1;
    drawn.push(<li>{drawBranch(branch, room)}</li>);
  }
  return <ul class="tree">{drawn}</ul>;
}

function drawBranch(branch: Branch, room: ValueBudget) {
  const { name, value, steps } = branch;
  const size = Array.isArray(value) ? value.length : isObject(value) ? Object.keys(value).length : 0;
  if (size === 0 || steps.length >= MAX_TREE_DEPTH) return <Leaf branch={branch} room={room} />;
  // Drawn here and not by a component: what has room is decided from the top down.
  const under = drawChildren(value, steps, room);
  return (
    <details open={steps.length < 4}>
      <summary>
        <Name name={name} />
        <span class="tree-size">{Array.isArray(value) ? `[${formatCount(size)}]` : `{${formatCount(size)}}`}</span>
      </summary>
      {under}
    </details>
  );
}

/** A payload as a tree; each value says which expression gives it. */
export const PayloadTree: FC<{ payload: unknown }> = ({ payload }) => {
  const room = new ValueBudget(payload);
  const whole = drawBranch({ name: null, value: payload, steps: [] }, room);
  return (
    <div class="tree-box">
      {whole}
      {room.left <= 0 && <p class="muted">Only the first {formatCount(MAX_TREE_VALUES)} values are shown.</p>}
    </div>
  );
};
