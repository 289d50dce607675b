import { peakMemory } from './process.ts';
import { newTenant, startRig } from './rig.ts';
import { sync, wallOf } from './run.ts';

/* One sync in a workerd of its own, started with a capped V8 heap: how much memory that process had at its peak. */
const people = Number(process.argv[2]);

const rig = await startRig();
const store = await newTenant(rig, 'memory');
const before = peakMemory();
const run = await sync(rig, store, people, { persist: true });
const after = peakMemory();
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
