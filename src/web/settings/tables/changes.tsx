import type { FC } from 'hono/jsx';
import type { RowChange, TableChanges } from '../../../domain/mapping/table-changes.ts';
import { Diff } from '../../frame/diff.tsx';
import { counted, listed, number } from '../../frame/words.ts';

const MOST_SHOWN = 50;

const WORDS: [kind: keyof TableChanges, word: string][] = [
  ['added', 'Added'],
  ['changed', 'Changed'],
  ['removed', 'Removed'],
];

/** "2 rows added, 1 row changed and 3 rows removed"; null when nothing is. */
export function changesInWords(changes: TableChanges): string | null {
  const parts = WORDS.flatMap(([kind, word]) =>
    changes[kind].length === 0 ? [] : [`${counted(changes[kind].length, 'row')} ${word.toLowerCase()}`],
  );
  return parts.length === 0 ? null : listed(parts);
}

const meaning = (text: string | null): string | null => (text === '' ? 'no value' : text);

const Rows: FC<{ word: string; rows: readonly RowChange[] }> = ({ word, rows }) => (
  <section class="section">
    <h2>
      {word} <span class="tab-count">{number(rows.length)}</span>
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
          {rows.slice(0, MOST_SHOWN).map(({ received, before, after }) => (
            <tr>
              <td data-label="Value received" class="cell-person">
                {received}
              </td>
              <td data-label="Value meant" class="cell-person">
                {before !== null && after !== null ? (
                  <Diff before={meaning(before)} after={meaning(after)} />
                ) : (
                  meaning(before ?? after)
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
    {rows.length > MOST_SHOWN && <p class="list-count">and {number(rows.length - MOST_SHOWN)} more</p>}
  </section>
);

/** What differs between two versions of a table; of many rows the first ones. */
export const Changes: FC<{ changes: TableChanges }> = ({ changes }) => (
  <>{WORDS.map(([kind, word]) => changes[kind].length > 0 && <Rows word={word} rows={changes[kind]} />)}</>
);
