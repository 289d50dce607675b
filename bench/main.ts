import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { mapping } from '../tools/hr/mapping.ts';
import { signIn, timePages, timeTester } from './pages.ts';
import { cpuTime } from './process.ts';
import { createBenchTenant, saveMapping, startRig } from './rig.ts';
import {
  changeEveryTitle,
  costPerUser,
  countDifferences,
  type FinishedSync,
  median,
  runPreview,
  syncReport,
  timeMs,
  wallMs,
} from './run-sync.ts';
import { DELIVERIES } from './sources.ts';

/*
 * npm run bench: one JSON line a case. Wall against wall, all in one workerd of this machine: the absolute numbers are the
 * machine's, the ratios are ours.
 */
const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '100000' },
    naive: { type: 'string', default: '5000' },
    runs: { type: 'string', default: '3' },
    /** People from every data source under a capped heap. */
    sources: { type: 'string', default: '200000' },
  },
});
const people = Number(values.people);
const naivePeople = Number(values.naive);
const runs = Number(values.runs);
const fromEverySource = Number(values.sources);
const SAMPLE = 20_000;
const parsedSchema = z.object({ ms: z.number() });
const csvSchema = z.object({ records: z.number(), columns: z.number() });

const printCase = (line: Record<string, unknown>) => console.log(JSON.stringify(line));
const rig = await startRig();

const sampleUrl = `${rig.feed}/report?people=${SAMPLE}`;
const bytes = Number(await (await fetch(`${sampleUrl}&prepare`)).text());
const parses: number[] = [];
const parseCpu: number[] = [];
for (let run = 0; run < Math.max(5, runs); run++) {
  const before = cpuTime();
  const answer = await rig.yardstick.fetch(`http://bench/parse?feed=${encodeURIComponent(sampleUrl)}`);
  parses.push(parsedSchema.parse(await answer.json()).ms);
  parseCpu.push(cpuTime() - before);
}
const yardstickCpu = (median(parseCpu) * people) / SAMPLE;
const yardstickMs = (median(parses) * people) / SAMPLE;
printCase({
  case: 'Y',
  what: `JSON.parse(await response.text()) of ${SAMPLE} people in workerd, scaled to ${people}`,
  bytes,
  ms: Math.round(yardstickMs),
  cpu_ms: Math.round(yardstickCpu),
  runs: parses.map(Math.round),
});

const csvUrl = `${rig.feed}/report?people=${SAMPLE * 10}&format=csv`;
await fetch(`${csvUrl}&prepare`);
const csvCpu: number[] = [];
for (let run = 0; run < 3; run++) {
  const before = cpuTime();
  const answer = await rig.yardstick.fetch(`http://bench/csv?feed=${encodeURIComponent(csvUrl)}`);
  const { records, columns } = csvSchema.parse(await answer.json());
  if (records !== SAMPLE * 10 || columns !== 25) throw new Error(`${records} rows of ${columns} columns`);
  csvCpu.push(cpuTime() - before);
}
printCase({
  case: 'csv',
  what: `${SAMPLE * 10} rows of 25 columns, downloaded and split into records in workerd`,
  rows_per_cpu_s: Math.round((SAMPLE * 10) / (median(csvCpu) / 1000)),
  cpu_ms: csvCpu.map(Math.round),
});

const naive = async (run: number) => {
  const feed = encodeURIComponent(`${rig.feed}/report?people=${naivePeople}`);
  return (
    naivePeople /
    ((await timeMs(async () => (await rig.yardstick.fetch(`http://bench/naive?sync=${run}&feed=${feed}`)).text())) /
      1000)
  );
};
const naiveInitial = await naive(1);
const naiveUnchanged = await naive(2);
printCase({
  case: 'naive',
  people: naivePeople,
  initial_users_per_s: Math.round(naiveInitial),
  unchanged_users_per_s: Math.round(naiveUnchanged),
});

const report = (name: string, done: readonly FinishedSync[], naiveRate: number | null) => {
  const walls = done.map(wallMs);
  const ms = median(walls);
  const rate = people / (ms / 1000);
  const last = done.at(-1);
  printCase({
    case: name,
    people,
    ms,
    users_per_s: Math.round(rate),
    in_y: Number((ms / yardstickMs).toFixed(2)),
    cpu_us_per_user: Math.round((median(done.map((run) => run.cpu)) * 1000) / people),
    cpu_in_y: Number((median(done.map((run) => run.cpu)) / yardstickCpu).toFixed(2)),
    ...(naiveRate === null ? {} : { times_naive: Number((rate / naiveRate).toFixed(1)) }),
    ...(last ? costPerUser(last) : {}),
    runs: walls,
  });
};

const initial: FinishedSync[] = [];
const dry: FinishedSync[] = [];
let store = await createBenchTenant(rig, 'bench-0');
for (let run = 1; run <= runs; run++) {
  if (run > 1) store = await createBenchTenant(rig, `bench-${run}`);
  dry.push(await syncReport(rig, store, people, { persist: false }));
  initial.push(await syncReport(rig, store, people, { persist: true }));
}
report('dry run', dry, naiveInitial);
report('initial', initial, naiveInitial);
const [lastDry, lastInitial] = [dry.at(-1), initial.at(-1)];
if (lastDry && lastInitial)
  printCase({
    case: 'dry run against live',
    records: people,
    different: await countDifferences(store, lastDry, lastInitial),
  });

const unchanged: FinishedSync[] = [];
const changed: FinishedSync[] = [];
for (let run = 0; run < runs; run++) unchanged.push(await syncReport(rig, store, people, { persist: true }));
report('unchanged', unchanged, naiveUnchanged);
for (let run = 0; run < runs; run++)
  changed.push(await syncReport(rig, store, people, { persist: true, changed: run % 2 === 0 ? 1 : 0 }));
report('1 % changed', changed, null);

const previews: FinishedSync[] = [];
for (let run = 0; run < runs; run++) previews.push(await runPreview(rig, store, changeEveryTitle(run)));
report('preview that changes everybody', previews, null);
// What it stands for: the same mapping, saved, and tried by a dry run that fetches.
await saveMapping(store, changeEveryTitle(0));
const compared: FinishedSync[] = [];
for (let run = 0; run < runs; run++) compared.push(await syncReport(rig, store, people, { persist: false }));
report('dry run that changes everybody', compared, null);
await saveMapping(store, mapping);

const middle = Math.floor(people / 2);
const latest = unchanged.at(-1);
const [someone] = latest ? await store.records.list(latest, { after: middle, limit: 1 }) : [];
const one = someone?.user?.id;
const pages = {
  Syncs: '/syncs',
  'User Records': `/syncs/${lastInitial?.id}/records`,
  'User Records, middle': `/syncs/${lastInitial?.id}/records?after=${middle}`,
  'User Records of a dry-run-like sync, skipped': `/syncs/${latest?.id}/records?outcome=skipped`,
  'filter on one user': `/syncs/${latest?.id}/records?user=${one}`,
  'filter on an outcome that nobody has': `/syncs/${lastInitial?.id}/records?outcome=failed`,
  Users: '/users',
  'Users, search': '/users?q=nowak',
  'Users, filter that few match': '/users?where=title:contains:nobody',
  Profile: `/users/${one}`,
  Integrations: '/settings/integrations',
};
const cookie = await signIn(rig, store);
for (const line of await timePages(rig, store, cookie, pages)) printCase(line);
if (latest) printCase(await timeTester(rig, store, cookie, latest.id, people));
await rig.close();

/** A case of its own process, whose isolates may hold so many MB. */
const capped = (megabytes: number, file: string, ...args: string[]) => {
  const line = execFileSync(process.execPath, [file, ...args], {
    env: { ...process.env, MINIFLARE_WORKERD_V8_FLAGS: `--max-heap-size=${megabytes}` },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  console.log(line.toString().trim());
};
const memory = (size: number, source: string) =>
  capped(128, resolve(import.meta.dirname, 'memory.ts'), String(size), source);
for (const size of [SAMPLE, people]) memory(size, 'workday json');
if (fromEverySource > 0) for (const source of DELIVERIES) memory(fromEverySource, source);
for (const size of [SAMPLE, people]) capped(64, resolve(import.meta.dirname, 'export.ts'), String(size));
process.exit(0);
