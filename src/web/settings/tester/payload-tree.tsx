import type { FC } from 'hono/jsx';
import { expressionForPath, type PayloadPath } from '../../../domain/mapping/payload-path.ts';
import { previewValue } from '../../../domain/shared/record-error.ts';
import { isObject } from '../../../lib/json.ts';
import { formatCount } from '../../frame/labels.ts';

/** More values make every answer heavy and help nobody to find one. */
const MAX_TREE_VALUES = 400;
const MAX_TREE_DEPTH = 12;
const MAX_VALUE_CHARACTERS = 90;

interface Branch {
  name: string | null;
  value: unknown;
  steps: PayloadPath;
}

/** The payload that is drawn, and how many values are left to draw. */
interface TreeBudget {
  readonly payload: unknown;
  left: number;
}

/** A payload as a tree of buttons that insert the expression of a value. */
export const PayloadTree: FC<{ payload: unknown }> = ({ payload }) => {
  const budget = { payload, left: MAX_TREE_VALUES };
  const whole = drawBranch({ name: null, value: payload, steps: [] }, budget);
  return (
    <div class="tree-box">
      {whole}
      {budget.left <= 0 && <p class="muted">Only the first {formatCount(MAX_TREE_VALUES)} values are shown.</p>}
    </div>
  );
};

function drawBranch(branch: Branch, budget: TreeBudget) {
  const { name, value, steps } = branch;
  const size = Array.isArray(value) ? value.length : isObject(value) ? Object.keys(value).length : 0;
  if (size === 0 || steps.length >= MAX_TREE_DEPTH) return <Leaf branch={branch} budget={budget} />;
  // Drawn here and not by a component: what fits the budget is decided from the top down.
  const under = drawChildren(value, steps, budget);
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

/** Draws what lies under a value, as far as the budget goes. */
function drawChildren(value: unknown, steps: PayloadPath, budget: TreeBudget) {
  const drawn = [];
  for (const branch of childrenOf(value, steps)) {
    if (budget.left <= 0) break;
    budget.left -= 1;
    drawn.push(<li>{drawBranch(branch, budget)}</li>);
  }
  return <ul class="tree">{drawn}</ul>;
}

function* childrenOf(value: unknown, steps: PayloadPath): Generator<Branch> {
  if (Array.isArray(value)) {
    for (const [at, one] of value.entries()) yield { name: String(at), value: one, steps: [...steps, at] };
  } else if (isObject(value)) {
    for (const name in value) {
      if (Object.hasOwn(value, name)) yield { name, value: value[name], steps: [...steps, name] };
    }
  }
}

/** A button that inserts the expression of its value (tools/editor). */
const Leaf: FC<{ branch: Branch; budget: TreeBudget }> = ({ branch: { name, value, steps }, budget }) => {
  const expression = expressionForPath(budget.payload, steps);
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

const Name: FC<{ name: string | null }> = ({ name }) =>
  name === null ? null : (
    <>
      <span class="tree-key">{truncate(name).toWellFormed()}</span>
      <span class="tree-colon">: </span>
    </>
  );

const truncate = (text: string): string =>
  text.length > MAX_VALUE_CHARACTERS ? `${text.slice(0, MAX_VALUE_CHARACTERS - 1).toWellFormed()}…` : text;
