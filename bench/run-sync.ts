import { isDeepStrictEqual } from 'node:util';
import { previewMapping } from '../src/app/mapping/preview-mapping.ts';
import { startSync } from '../src/app/syncs/start-sync.ts';
import { describeFault } from '../src/domain/shared/fault.ts';
import type { UserRecord } from '../src/store/records/reader.ts';
import type { Sync } from '../src/store/syncs/reader.ts';
import { mapping } from '../tools/hr/mapping.ts';
import { cpuTime } from './process.ts';
import { type BenchStore, connectReport, type Rig } from './rig.ts';

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Wall-clock milliseconds of some work. */
export async function timeMs(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** A completed sync; `cpu` in milliseconds, of all of workerd, simulators included. */
export type FinishedSync = Sync & { cpu: number };

/** Runs one sync of a report to its end. */
export async function syncReport(
  rig: Rig,
  store: BenchStore,
  people: number,
  options: { persist: boolean; changed?: number },
): Promise<FinishedSync> {
  const changed = options.changed ?? 0;
  await fetch(`${rig.feed}/report?people=${people}&changed=${changed}&prepare`);
  await connectReport(rig, store, people, changed);
  return runSync(rig, store, options.persist);
}

/** Runs one sync of whatever data source is enabled to its end. */
export const runSync = (rig: Rig, store: BenchStore, persist: boolean): Promise<FinishedSync> =>
  runToEnd(store, () => startSync(rig.env, store.tenant, { trigger: 'manual', persist, createdBy: 'bench' }));

/** Starts a sync and waits until it has completed; throws when it ends otherwise. */
export async function runToEnd(store: BenchStore, start: () => ReturnType<typeof startSync>): Promise<FinishedSync> {
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

export const wallMs = (run: Sync): number => (run.finishedAt ?? 0) - run.createdAt;

/** What a sync cost, per user and per thousand users, from its own counters. */
export function costPerUser(run: Sync) {
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

const COMPARE_PAGE = 2000;

/** What must be the same in a dry run and a live sync of one snapshot: everything but who was written, and when. */
const comparable = ({ ordinal, outcome, reason, changes, errors }: UserRecord) => ({
  ordinal,
  outcome,
  reason,
  changes,
  errors,
});

/** How many records of two syncs differ. */
export async function countDifferences(store: BenchStore, a: Sync, b: Sync): Promise<number> {
  let different = Math.abs(a.records - b.records);
  for (let after = -1; ; ) {
    const [left, right] = await Promise.all([
      store.records.list(a, { after, limit: COMPARE_PAGE }),
      store.records.list(b, { after, limit: COMPARE_PAGE }),
    ]);
    left.forEach((record, index) => {
      const other = right[index];
      if (!other || !isDeepStrictEqual(comparable(record), comparable(other))) different += 1;
    });
    const last = left.at(-1);
    if (!last || left.length < COMPARE_PAGE) return different;
    after = last.ordinal;
  }
}

/** The demo's mapping, by which everybody gets another title. */
export const changeEveryTitle = (run: number): object => ({
  ...mapping,
  standard: {
    ...mapping.standard,
    title: { expression: `join(', ', [Job_group[0].Title, '${run}'])`, null_policy: 'clear' },
  },
});

/** Runs one preview of a mapping that is not saved to its end. */
export async function runPreview(rig: Rig, store: BenchStore, body: object): Promise<FinishedSync> {
  return runToEnd(store, () => previewMapping(rig.env, store.tenant, { source: 'workday', body }, 'bench'));
}
