import { evaluateGuards } from '../../domain/sync/guards.ts';
import { fillCountsIn } from '../../domain/sync/tally.ts';
import { DAY_MS } from '../../lib/time.ts';
import type { TenantWriter } from '../../store/open-for-writing.ts';
import type { GuardedPlan, SyncRun } from '../coordinator/run.ts';

export async function guardPlan(store: TenantWriter, run: SyncRun): Promise<GuardedPlan> {
  const { source, guards: settings, announcedLeavers } = run.pinned;
  const { counts, tally } = await store.plans.totals(run.planOf ?? run.sync);
  const emailsChanged = tally.email_moved ?? 0;
  const roles = { restricted: tally['role:restricted'] ?? 0, regular: tally['role:regular'] ?? 0 };
  const needsActive = counts.terminated + counts.created + emailsChanged + roles.restricted + roles.regular > 0;
  const [activeOwned, { appliedPlan, ...baselines }] = await Promise.all([
    needsActive ? countActive(store, run) : 0,
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
      emailsChanged,
      roles,
      outOfScope: tally['ended:out_of_scope'] ?? 0,
      fillCounts: fillCountsIn(tally) ?? { people: 0, attributes: {} },
      appliedFillCounts: applied && fillCountsIn(applied.tally),
      announcedLeavers,
    },
    settings,
  );
  const toApply = counts.created + counts.updated + counts.restored + counts.terminated;
  return { counts, toApply, unidentified, guards };
}

/** Leavers may be owned by any data source, every other plan is about one. */
async function countActive(store: TenantWriter, run: SyncRun): Promise<number> {
  if (run.scope === 'leavers') return (await store.users.countByState()).active;
  return store.plans.countActiveOwned(run.pinned.source);
}
