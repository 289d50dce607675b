import { peakMemory } from './process.ts';
import { connectDelivery, createBenchTenant, startRig } from './rig.ts';
import { runSync, wallMs } from './run-sync.ts';
import { feedDeliveries, hrDeliveries, startHrProcess } from './sources.ts';

/*
 * One first sync in a workerd of its own, started with a capped V8 heap: how much memory that process had at its peak.
 * Arguments: people, and one of the names in bench/sources.ts.
 */
const people = Number(process.argv[2]);
const source = process.argv[3] ?? 'workday json';

const rig = await startRig({ wrapper: source === 'custom Worker' });
const store = await createBenchTenant(rig, 'memory');
const fromFeed = feedDeliveries(rig.feed, people)[source];
const hr = fromFeed ? null : await startHrProcess(people);
const delivery = fromFeed ?? (hr && hrDeliveries(hr.address)[source]);
if (!delivery) throw new Error(`There is no ${source}`);
if (delivery.prepare) await fetch(delivery.prepare);
await connectDelivery(store, delivery);
const before = peakMemory();
const run = await runSync(rig, store, true);
const after = peakMemory();
console.log(
  JSON.stringify({
    case: 'memory',
    source,
    records: run.records,
    v8_heap_cap_mb: 128,
    state: run.state,
    ms: wallMs(run),
    process_mb_before: Math.round(before),
    process_mb_peak: Math.round(after),
    grown_mb: Math.round(after - before),
  }),
);
hr?.stop();
await rig.close();
process.exit(0);
