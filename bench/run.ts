import { startSync } from '../src/app/syncs/start-sync.ts';
import { describeFault } from '../src/domain/shared/fault.ts';
import type { Sync } from '../src/store/syncs/reader.ts';
import { cpuTime } from './process.ts';
import { connect, type newTenant, type Rig } from './rig.ts';

type Store = Awaited<ReturnType<typeof newTenant>>;

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Milliseconds that some work takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** A sync that ended, and the CPU milliseconds it took in all of workerd, simulators included. */
export type Done = Sync & { cpu: number };

/** Runs one sync of a report to its end. */
export async function sync(
  rig: Rig,
  store: Store,
  people: number,
  options: { persist: boolean; changed?: number },
): Promise<Done> {
  const changed = options.changed ?? 0;
  await fetch(`${rig.feed}/report?people=${people}&changed=${changed}&prepare`);
  await connect(rig, store, people, changed);
  return ended(rig, store, options.persist);
}

/** Runs one sync of whatever data source is enabled to its end. */
export const ended = (rig: Rig, store: Store, persist: boolean): Promise<Done> =>
  following(store, () => startSync(rig.env, store.tenant, { trigger: 'manual', persist, createdBy: 'bench' }));

/** Starts something, and waits until its sync has ended. */
export async function following(store: Store, start: () => ReturnType<typeof startSync>): Promise<Done> {
  const before = cpuTime();
  const started = await start();
  if (!started.ok) throw new Error(describeFault(started.fault));
  for (;;) {
    const now = await store.syncs.get(started.value.id);
    if (now?.state === 'completed') return { ...now, cpu: cpuTime() - before };
    if (now && now.state !== 'running') throw new Error(`Sync ended as ${now.state}: ${now.reason}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export const wallOf = (run: Sync): number => (run.finishedAt ?? 0) - run.createdAt;

/** What a sync cost, per user and per thousand users, from its own counters. */
export function countersOf(run: Sync) {
  const { d1Calls, rowsWritten, rowsRead, r2Operations, messages } = run.cost;
  const per = (count: number, unit: number) => Number(((count / run.records) * unit).toFixed(4));
  return {
    rows_written_per_user: per(rowsWritten, 1),
    d1_calls_per_1000: per(d1Calls, 1000),
    r2_operations_per_1000: per(r2Operations, 1000),
    messages_per_1000: per(messages, 1000),
    rows_read_per_user: per(rowsRead, 1),
    counts: Object.fromEntries(Object.entries(run.counts).filter(([, count]) => count > 0)),
  };
}
