import type { FC } from 'hono/jsx';
import { FUNCTIONS_CATALOGUE } from '../../../../domain/mapping/functions-catalogue.ts';

/** Every function that an expression may call, with an example. */
export const FunctionsReference: FC<{ open?: boolean }> = ({ open }) => (
  <details class="functions" open={open}>
    <summary>Functions</summary>
    <dl>
      {FUNCTIONS_CATALOGUE.map(({ signature, sentence, example }) => (
        <div>
          <dt>
            <code>{signature}</code>
          </dt>
          <dd>
            {sentence}
            <br />
            <code>{example.expression}</code> on <code>{JSON.stringify(example.payload)}</code> gives{' '}
            <code>{JSON.stringify(example.result)}</code>
          </dd>
        </div>
      ))}
    </dl>
  </details>
);
