import type { FC } from 'hono/jsx';
import type { Sync } from '../../store/syncs/reader.ts';
import { formatBytes, formatCount } from './labels.ts';

const HEAD: [word: string, isNumber: boolean][] = [
  ['Request', false],
  ['Answer', false],
  ['Try', true],
  ['Took', true],
  ['Received', true],
];

const milliseconds = (time: number): string => `${formatCount(time)} ms`;

/** Exchanges with a data source, in the order of time. URLs come without secrets. */
export const ConnectionLog: FC<{ exchanges: Sync['exchanges'] }> = ({ exchanges }) =>
  exchanges.length === 0 ? (
    <p class="muted">No request was made to the data source.</p>
  ) : (
    // A box that scrolls must be reachable by keyboard.
    <section class="table-box table-wide" aria-label="Connection log" tabindex={0}>
      <table class="table">
        <caption class="visually-hidden">Connection log</caption>
        <thead>
          <tr>
            {HEAD.map(([word, isNumber]) => (
              <th scope="col" class={isNumber ? 'number' : undefined}>
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {exchanges.map(({ method, url, status, answer, milliseconds: took, bytes, attempt, waited, count }) => (
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
                {waited > 0 && <span class="cell-sub">after {milliseconds(waited)}</span>}
              </td>
              <td data-label="Took" class="number">
                {milliseconds(took)}
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
