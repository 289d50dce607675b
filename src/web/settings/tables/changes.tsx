import type { FC } from 'hono/jsx';
import type { TableChanges, TableRowChange } from '../../../domain/mapping/value-table.ts';
import { Diff } from '../../frame/diff.tsx';
import { countNoun, formatCount, joinWithAnd } from '../../frame/labels.ts';

const MAX_ROWS_SHOWN = 50;

const CHANGE_KINDS: [kind: keyof TableChanges, word: string][] = [
  ['added', 'Added'],
  ['changed', 'Changed'],
  ['removed', 'Removed'],
];

/** "2 rows added, 1 row changed and 3 rows removed"; null when nothing is. */
export function describeTableChanges(changes: TableChanges): string | null {
  const parts = CHANGE_KINDS.flatMap(([kind, word]) =>
    changes[kind].length === 0 ? [] : [`${countNoun(changes[kind].length, 'row')} ${word.toLowerCase()}`],
  );
  return parts.length === 0 ? null : joinWithAnd(parts);
}

const meaningText = (text: string | null): string | null => (text === '' ? 'no value' : text);

const ChangedRows: FC<{ word: string; rows: readonly TableRowChange[] }> = ({ word, rows }) => (
  <section class="section">
    <h2>
      {word} <span class="tab-count">{formatCount(rows.length)}</span>
    </h2>
    <div class="table-box">
      <table class="table value-changes">
        <caption class="visually-hidden">{word}</caption>
        <thead>
          <tr>
            <th scope="col">Value received</th>
            <th scope="col">Value meant</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MAX_ROWS_SHOWN).map(({ received, before, after }) => (
            <tr>
              <td data-label="Value received" class="cell-person">
                {received}
              </td>
              <td data-label="Value meant" class="cell-person">
                {before !== null && after !== null ? (
                  <Diff before={meaningText(before)} after={meaningText(after)} />
                ) : (
                  meaningText(before ?? after)
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
    {rows.length > MAX_ROWS_SHOWN && <p class="list-count">and {formatCount(rows.length - MAX_ROWS_SHOWN)} more</p>}
  </section>
);

export const TableDiff: FC<{ changes: TableChanges }> = ({ changes }) => (
  <>
    {CHANGE_KINDS.map(([kind, word]) => changes[kind].length > 0 && <ChangedRows word={word} rows={changes[kind]} />)}
  </>
);
