import type { FC } from 'hono/jsx';
import { expressionForPath, type PayloadPath } from '../../../domain/mapping/payload-path.ts';
import { previewValue } from '../../../domain/shared/record-error.ts';
import { isObject } from '../../../lib/json.ts';
import { formatCount } from '../../frame/labels.ts';

/** More values make responses large and a value hard to find. */
const MAX_TREE_VALUES = 400;
const MAX_TREE_DEPTH = 12;
const MAX_VALUE_CHARACTERS = 90;

interface Branch {
  name: string | null;
  value: unknown;
  steps: PayloadPath;
}

interface TreeBudget {
  readonly payload: unknown;
  remaining: number;
}

export const PayloadTree: FC<{ payload: unknown }> = ({ payload }) => {
  const budget = { payload, remaining: MAX_TREE_VALUES };
  const root = renderBranch({ name: null, value: payload, steps: [] }, budget);
  return (
    <div class="tree-box">
      {root}
      {budget.remaining <= 0 && <p class="muted">Only the first {formatCount(MAX_TREE_VALUES)} values are shown.</p>}
    </div>
  );
};

function renderBranch(branch: Branch, budget: TreeBudget) {
  const { name, value, steps } = branch;
  const size = childCount(value);
  if (size === 0 || steps.length >= MAX_TREE_DEPTH) return <Leaf branch={branch} budget={budget} />;
  // A call and not a component, which Hono would render only after the remaining budget has been read.
  const children = renderChildren(value, steps, budget);
  return (
    <details open={steps.length < 4}>
      <summary>
        <Name name={name} />
        <span class="tree-size">{Array.isArray(value) ? `[${formatCount(size)}]` : `{${formatCount(size)}}`}</span>
      </summary>
      {children}
    </details>
  );
}

function renderChildren(value: unknown, steps: PayloadPath, budget: TreeBudget) {
  const items = [];
  for (const branch of childrenOf(value, steps)) {
    if (budget.remaining <= 0) break;
    budget.remaining -= 1;
    items.push(<li>{renderBranch(branch, budget)}</li>);
  }
  return <ul class="tree">{items}</ul>;
}

function childCount(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  return isObject(value) ? Object.keys(value).length : 0;
}

function* childrenOf(value: unknown, steps: PayloadPath): Generator<Branch> {
  if (Array.isArray(value)) {
    for (const [index, element] of value.entries()) {
      yield { name: String(index), value: element, steps: [...steps, index] };
    }
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
