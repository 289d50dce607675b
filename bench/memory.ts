import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { newTenant, startRig } from './rig.ts';
import { sync, wallOf } from './run.ts';

/* One sync in a workerd of its own, started with a capped V8 heap: how much memory that process had at its peak. */
const people = Number(process.argv[2]);

/** Every workerd below this process: the app, the bench's own Worker and the simulators share them. */
const workerds = (): string[] =>
  execFileSync('pgrep', ['-f', 'workerd serve']).toString().trim().split('\n').filter(isOurs);
const isOurs = (pid: string): boolean => {
  const parent = /PPid:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return parent === String(process.pid) || (parent !== undefined && parent !== '1' && isOurs(parent));
};
const peak = (): number => Math.max(...workerds().map(peakOf));
const peakOf = (pid: string): number =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;

const rig = await startRig();
const store = await newTenant(rig, 'memory');
const before = peak();
const run = await sync(rig, store, people, { persist: true });
const after = peak();
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
