import type { FC } from 'hono/jsx';
import { isObject } from '../../../../domain/mapping/jmespath/values.ts';
import { showReceived } from '../../../../domain/mapping/received.ts';
import { expressionFor, type Steps } from '../../../../domain/mapping/value-path.ts';
import { number } from '../../../frame/words.ts';

/** More values than these help nobody to find one, and make every answer heavy. */
const MOST_VALUES = 400;
const MOST_DEPTH = 12;
const MOST_CHARACTERS = 90;

interface Branch {
  name: string | null;
  value: unknown;
  steps: Steps;
}

/** What of a payload is shown; counts down as it is drawn. */
class Room {
  left = MOST_VALUES;
  readonly payload: unknown;

  constructor(payload: unknown) {
    this.payload = payload;
  }
}

const cut = (text: string): string =>
  text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 1).toWellFormed()}…` : text;

const Name: FC<{ name: string | null }> = ({ name }) =>
  name === null ? null : (
    <>
      <span class="tree-key">{cut(name).toWellFormed()}</span>
      <span class="tree-colon">: </span>
    </>
  );

/** A value that writes its own expression when it is pressed. */
const Leaf: FC<{ branch: Branch; room: Room }> = ({ branch: { name, value, steps }, room }) => {
  const expression = expressionFor(room.payload, steps);
  return (
    <button
      type="button"
      class="tree-value"
      data-path={expression.toWellFormed()}
      title={cut(expression).toWellFormed()}
    >
      <Name name={name} />
      <span class={`tree-${value === null ? 'null' : typeof value}`}>{cut(showReceived(value)).toWellFormed()}</span>
    </button>
  );
};

function* branchesOf(value: unknown, steps: Steps): Generator<Branch> {
  if (Array.isArray(value)) {
    for (const [at, one] of value.entries()) yield { name: String(at), value: one, steps: [...steps, at] };
  } else if (isObject(value)) {
    for (const name in value) {
      if (Object.hasOwn(value, name)) yield { name, value: value[name], steps: [...steps, name] };
    }
  }
}

/** Draws what lies under a value as far as there is room. */
function branches(value: unknown, steps: Steps, room: Room) {
  const drawn = [];
  for (const branch of branchesOf(value, steps)) {
    if (room.left <= 0) break;
    room.left -= 1;
    drawn.push(<li>{draw(branch, room)}</li>);
  }
  return <ul class="tree">{drawn}</ul>;
}

function draw(branch: Branch, room: Room) {
  const { name, value, steps } = branch;
  const size = Array.isArray(value) ? value.length : isObject(value) ? Object.keys(value).length : 0;
  if (size === 0 || steps.length >= MOST_DEPTH) return <Leaf branch={branch} room={room} />;
  // Drawn here and not by a component: what has room is decided from the top down.
  const under = branches(value, steps, room);
  return (
    <details open={steps.length < 4}>
      <summary>
        <Name name={name} />
        <span class="tree-size">{Array.isArray(value) ? `[${number(size)}]` : `{${number(size)}}`}</span>
      </summary>
      {under}
    </details>
  );
}

/** A payload as a tree; each value says which expression gives it. */
export const PayloadTree: FC<{ payload: unknown }> = ({ payload }) => {
  const room = new Room(payload);
  const whole = draw({ name: null, value: payload, steps: [] }, room);
  return (
    <div class="tree-box">
      {whole}
      {room.left <= 0 && <p class="muted">Only the first {number(MOST_VALUES)} values are shown.</p>}
    </div>
  );
};
