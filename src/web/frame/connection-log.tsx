import type { FC } from 'hono/jsx';
import type { Sync } from '../../store/syncs/reader.ts';
import { formatBytes, formatCount } from './labels.ts';

const COLUMNS: [label: string, isNumber: boolean][] = [
  ['Request', false],
  ['Answer', false],
  ['Try', true],
  ['Took', true],
  ['Received', true],
];

const formatMilliseconds = (milliseconds: number): string => `${formatCount(milliseconds)} ms`;

/** Oldest first. */
export const ConnectionLog: FC<{ exchanges: Sync['exchanges'] }> = ({ exchanges }) =>
  exchanges.length === 0 ? (
    <p class="muted">No request was made to the data source.</p>
  ) : (
    // The tab stop lets a keyboard scroll the box.
    <section class="table-box table-wide" aria-label="Connection log" tabindex={0}>
      <table class="table">
        <caption class="visually-hidden">Connection log</caption>
        <thead>
          <tr>
            {COLUMNS.map(([label, isNumber]) => (
              <th scope="col" class={isNumber ? 'number' : undefined}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {exchanges.map(({ method, url, status, answer, milliseconds, bytes, attempt, waited, count }) => (
            <tr>
              <td data-label="Request" class="cell-person">
                {method} {url}
                {count > 1 && <span class="cell-sub">and {formatCount(count - 1)} more like it, together</span>}
              </td>
              <td data-label="Answer" class="cell-answer">
                {answer ?? status ?? 'none'}
              </td>
              <td data-label="Try" class="number">
                {attempt}
                {waited > 0 && <span class="cell-sub">after {formatMilliseconds(waited)}</span>}
              </td>
              <td data-label="Took" class="number">
                {formatMilliseconds(milliseconds)}
              </td>
              <td data-label="Received" class="number">
                {formatBytes(bytes)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
