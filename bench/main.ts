import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { mapping } from '../tools/hr/mapping.ts';
import { differences } from './equal.ts';
import { signIn, timePages } from './pages.ts';
import { everybodyChanged, preview, saveChange } from './preview.ts';
import { cpuTime } from './process.ts';
import { newTenant, startRig } from './rig.ts';
import { countersOf, type Done, median, sync, timed, wallOf } from './run.ts';
import { DELIVERIES } from './sources.ts';
import { timeTester } from './tester.ts';

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

const say = (line: Record<string, unknown>) => console.log(JSON.stringify(line));
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
const yCpu = (median(parseCpu) * people) / SAMPLE;
const y = (median(parses) * people) / SAMPLE;
say({
  case: 'Y',
  what: `JSON.parse(await response.text()) of ${SAMPLE} people in workerd, scaled to ${people}`,
  bytes,
  ms: Math.round(y),
  cpu_ms: Math.round(yCpu),
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
say({
  case: 'csv',
  what: `${SAMPLE * 10} rows of 25 columns, downloaded and split into records in workerd`,
  rows_per_cpu_s: Math.round((SAMPLE * 10) / (median(csvCpu) / 1000)),
  cpu_ms: csvCpu.map(Math.round),
});

const naive = async (run: number) => {
  const feed = encodeURIComponent(`${rig.feed}/report?people=${naivePeople}`);
  return (
    naivePeople /
    ((await timed(async () => (await rig.yardstick.fetch(`http://bench/naive?sync=${run}&feed=${feed}`)).text())) /
      1000)
  );
};
const naiveInitial = await naive(1);
const naiveUnchanged = await naive(2);
say({
  case: 'naive',
  people: naivePeople,
  initial_users_per_s: Math.round(naiveInitial),
  unchanged_users_per_s: Math.round(naiveUnchanged),
});

const report = (name: string, done: readonly Done[], naiveRate: number | null) => {
  const walls = done.map(wallOf);
  const ms = median(walls);
  const rate = people / (ms / 1000);
  const last = done.at(-1);
  say({
    case: name,
    people,
    ms,
    users_per_s: Math.round(rate),
    in_y: Number((ms / y).toFixed(2)),
    cpu_us_per_user: Math.round((median(done.map((run) => run.cpu)) * 1000) / people),
    cpu_in_y: Number((median(done.map((run) => run.cpu)) / yCpu).toFixed(2)),
    ...(naiveRate === null ? {} : { times_naive: Number((rate / naiveRate).toFixed(1)) }),
    ...(last ? countersOf(last) : {}),
    runs: walls,
  });
};

const initial: Done[] = [];
const dry: Done[] = [];
let store = await newTenant(rig, 'bench-0');
for (let run = 1; run <= runs; run++) {
  if (run > 1) store = await newTenant(rig, `bench-${run}`);
  dry.push(await sync(rig, store, people, { persist: false }));
  initial.push(await sync(rig, store, people, { persist: true }));
}
report('dry run', dry, naiveInitial);
report('initial', initial, naiveInitial);
const [lastDry, lastInitial] = [dry.at(-1), initial.at(-1)];
if (lastDry && lastInitial)
  say({ case: 'dry run against live', records: people, different: await differences(store, lastDry, lastInitial) });

const unchanged: Done[] = [];
const changed: Done[] = [];
for (let run = 0; run < runs; run++) unchanged.push(await sync(rig, store, people, { persist: true }));
report('unchanged', unchanged, naiveUnchanged);
for (let run = 0; run < runs; run++)
  changed.push(await sync(rig, store, people, { persist: true, changed: run % 2 === 0 ? 1 : 0 }));
report('1 % changed', changed, null);

const previews: Done[] = [];
for (let run = 0; run < runs; run++) previews.push(await preview(rig, store, everybodyChanged(run)));
report('preview that changes everybody', previews, null);
// What it stands for: the same mapping, saved, and tried by a dry run that fetches.
await saveChange(store, everybodyChanged(0));
const compared: Done[] = [];
for (let run = 0; run < runs; run++) compared.push(await sync(rig, store, people, { persist: false }));
report('dry run that changes everybody', compared, null);
await saveChange(store, mapping);

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
for (const line of await timePages(rig, store, cookie, pages)) say(line);
if (latest) say(await timeTester(rig, store, cookie, latest.id, people));
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
