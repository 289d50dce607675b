import { issueToken } from '../src/auth/token.ts';
import { peakMemory } from './process.ts';
import { createBenchTenant, startRig } from './rig.ts';

/*
 * One export of everybody in a workerd of its own, started with a capped V8 heap, read over loopback: how long it took,
 * and how much memory that process had at its peak. The users are written by SQL, so that nothing before it needs memory.
 */
const people = Number(process.argv[2]);

const rig = await startRig();
const store = await createBenchTenant(rig, 'export');
const base = store.tenant.id * 2 ** 30;
const SLICE = 5000;
for (let from = 1; from <= people; from += SLICE) {
  await rig.env.DB.prepare(
    `insert into users (id, tenant_id, email_key, attributes, changed_at, created_at)
     with recursive n(i) as (select ?3 union all select i + 1 from n where i < ?4)
     select ?1 + i, ?2, 'p' || i || '@bench.example', json_object('full_name', 'Person ' || i, 'email', 'p' || i || '@bench.example',
       'picture_url', 'https://photos.northwind.example/e' || i || '.jpg', 'employee_id', 'E' || i, 'hire_date', '2011-09-08',
       'status', 'active', 'department', 'Customer Support', 'title', 'Senior Account Development Representative',
       'location', 'Zürich', 'manager', 'E1', 'cost_center', '530 Customer Support – Zürich', 'level', 10,
       'skills', json_array('Forecasting', 'Contract law')), 1, 1 from n`,
  )
    .bind(base, store.tenant.id, from, Math.min(people, from + SLICE - 1))
    .run();
}
const maker = { kind: 'person', label: 'bench', role: 'admin' } as const;
const { text: token } = await issueToken(rig.env, store.tenant, maker, { name: 'bench', role: 'viewer' }, Date.now());
const take = async (): Promise<{ rows: number; bytes: number; ms: number }> => {
  const start = performance.now();
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${rig.address}/export/api/v1/users.csv`, { headers });
  if (!response.ok || !response.body) throw new Error(`The export answered ${response.status}`);
  let bytes = 0;
  let rows = -1;
  for await (const block of response.body) {
    bytes += block.length;
    for (const byte of block) if (byte === 0x0a) rows += 1;
  }
  return { rows, bytes, ms: Math.round(performance.now() - start) };
};
const before = peakMemory();
const first = await take();
const after = peakMemory();
const second = await take();
console.log(
  JSON.stringify({
    case: 'export',
    people,
    v8_heap_cap_mb: 64,
    ...first,
    runs: [first.ms, second.ms],
    process_mb_before: Math.round(before),
    process_mb_peak: Math.round(after),
    grown_mb: Math.round(after - before),
  }),
);
await rig.close();
process.exit(0);
