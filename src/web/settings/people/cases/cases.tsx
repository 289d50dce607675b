import type { FC } from 'hono/jsx';
import { MOST_CASES } from '../../../../domain/mapping/cases.ts';
import type { MappingCase } from '../../../../store/mapping-cases.ts';
import { Icon } from '../../../frame/icons.tsx';
import { FORM } from '../try/tester.ts';

export interface CasesView {
  /** `/{tenant}/settings/integrations`. */
  base: string;
  cases: readonly MappingCase[];
  /** Why the last one could not be pinned. */
  problem?: string | null;
}

/** People pinned to the mapping, and a button to pin the one that is shown. */
export const Cases: FC<CasesView> = ({ base, cases, problem = null }) => (
  <section class="cases" id="cases" aria-labelledby="cases-title">
    <h4 id="cases-title">
      Pinned people <span class="muted">{cases.length > 0 && `${cases.length} of ${MOST_CASES}`}</span>
    </h4>
    <p class="field-hint">Saving asks first when the mapping would make something else of one of them.</p>
    {problem !== null && (
      <p class="field-error" role="alert">
        <Icon name="alert" />
        {problem}
      </p>
    )}
    {cases.length > 0 && (
      <ul class="case-list">
        {cases.map(({ id, label }) => (
          <li>
            <span>{label}</span>
            <button
              class="icon-button"
              type="submit"
              form={FORM}
              formaction={`${base}/cases/${id}/remove`}
              hx-post={`${base}/cases/${id}/remove`}
              hx-target="#cases"
              hx-swap="outerHTML"
              aria-label={`Unpin ${label}`}
              title={`Unpin ${label}`}
            >
              <Icon name="cross" />
            </button>
          </li>
        ))}
      </ul>
    )}
    <button
      class="button button-small"
      id="pin-case"
      type="submit"
      form={FORM}
      formaction={`${base}/cases`}
      hx-post={`${base}/cases`}
      hx-include="#tester"
      hx-target="#cases"
      hx-swap="outerHTML"
    >
      <Icon name="plus" />
      Pin this person
    </button>
  </section>
);
