import type { FC } from 'hono/jsx';
import type { Fault } from '../../../../domain/fault.ts';
import { FORM } from '../try/tester.ts';

/** What a save would make of pinned people, and the button that saves all the same. */
export const BrokenCases: FC<{ fault: Fault }> = ({ fault: { details } }) => {
  const cases = Array.isArray(details?.cases) ? details.cases : [];
  return (
    <div class="broken-cases" tabindex={-1} autofocus>
      <ul>
        {cases.map((one) => (
          <li>{one}</li>
        ))}
      </ul>
      <button class="button button-danger" id="save-cases" type="submit" form={FORM} name="act" value="save-cases">
        Save all the same
      </button>
    </div>
  );
};
