import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { newTenant, startRig } from './rig.ts';
import { sync, wallOf } from './run.ts';

/* One sync in a workerd of its own, started with a capped V8 heap: how much memory that process had at its peak. */
const people = Number(process.argv[2]);

const workerd = (): string => {
  const children = execFileSync('pgrep', ['-P', String(process.pid), 'workerd'])
    .toString()
    .trim()
    .split('\n');
  return children[0] ?? '';
};
const peak = (pid: string): number =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;

const rig = await startRig();
const store = await newTenant(rig, 'memory');
const before = peak(workerd());
const run = await sync(rig, store, people, { persist: true });
const after = peak(workerd());
console.log(
  JSON.stringify({
    case: 'memory',
    people,
    v8_heap_cap_mb: 128,
    state: run.state,
    ms: wallOf(run),
    process_mb_before: Math.round(before),
    process_mb_peak: Math.round(after),
    grown_mb: Math.round(after - before),
  }),
);
await rig.close();
process.exit(0);
