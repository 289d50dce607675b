import type { FC } from 'hono/jsx';
import type { Fault } from '../../../domain/shared/fault.ts';

/** A sentence for each change of a pinned person; empty for any other fault. */
export function changedCasesOf(fault: Fault | null): string[] {
  const cases = fault?.code === 'cases_changed' ? fault.details?.cases : null;
  return Array.isArray(cases) ? cases : [];
}

export const ChangedCaseList: FC<{ cases: readonly string[] }> = ({ cases }) => (
  <ul>
    {cases.map((difference) => (
      <li>{difference}</li>
    ))}
  </ul>
);
