import { evaluateGuards } from '../../domain/sync/guards.ts';
import { fillCountsIn } from '../../domain/sync/tally.ts';
import { DAY_MS } from '../../lib/time.ts';
import type { TenantWriter } from '../../store/open-for-writing.ts';
import type { GuardedPlan, SyncRun } from '../coordinator/run.ts';

/** Holds a sealed plan against the guards, by its totals and those of what was applied before. */
export async function guardPlan(store: TenantWriter, run: SyncRun): Promise<GuardedPlan> {
  const { source, guards: settings } = run.pinned;
  const { counts, tally } = await store.plans.totals(run.planOf ?? run.sync);
  // Leavers by date may be of any source.
  const countActive = () =>
    run.scope === 'leavers'
      ? store.users.countByState().then((count) => count.active)
      : store.plans.countActiveOwned(source);
  const emailsMoved = tally.email_moved ?? 0;
  const roles = { restricted: tally['role:restricted'] ?? 0, regular: tally['role:regular'] ?? 0 };
  const needsActive = counts.terminated + counts.created + emailsMoved + roles.restricted + roles.regular > 0;
  const [activeOwned, { appliedPlan, ...baselines }] = await Promise.all([
    needsActive ? countActive() : 0,
    store.plans.baselines(source, Date.now() - DAY_MS),
  ]);
  const applied = appliedPlan === null || run.scope !== 'full' ? null : await store.plans.totals(appliedPlan);
  const unidentified = tally.unidentified ?? 0;
  const guards = evaluateGuards(
    {
      ...baselines,
      scope: run.scope,
      counts,
      records: run.records,
      unidentified,
      idConflicts: (tally['error:employee_id_conflict'] ?? 0) + (tally['error:id_format_changed'] ?? 0),
      activeOwned,
      emailsChanged: emailsMoved,
      roles,
      outOfScope: tally['ended:out_of_scope'] ?? 0,
      fillCounts: fillCountsIn(tally) ?? { people: 0, attributes: {} },
      appliedFillCounts: applied && fillCountsIn(applied.tally),
      announcedLeavers: run.pinned.announcedLeavers,
    },
    settings,
  );
  return {
    counts,
    toApply: counts.created + counts.updated + counts.restored + counts.terminated,
    unidentified,
    guards,
  };
}
