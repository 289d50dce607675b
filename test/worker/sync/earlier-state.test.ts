import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeAll, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { applySync } from '../../../src/app/syncs/apply-sync.ts';
import { isFinalState } from '../../../src/domain/sync/vocabulary.ts';
import { openTenant } from '../../../src/store/open.ts';
import { findTenant } from '../../../src/store/tenants/reader.ts';
import { coordinatorOf } from '../../../src/sync/coordinator/stub.ts';
import stored from '../../fixtures/earlier-state/state.json?raw';

const rowSchema = z.record(z.string(), z.union([z.string(), z.number(), z.object({ hex: z.string() })]));
const stateSchema = z.object({
  name: z.string(),
  at: z.number(),
  tenant: z.number(),
  sync: z.number().nullable(),
  feed: z.tuple([z.string(), z.string()]),
  queued: z.array(
    z.object({ queue: z.enum(['FETCH_QUEUE', 'CHUNK_QUEUE', 'SINGLE_QUEUE', 'HOUSEKEEPING_QUEUE']), body: z.any() }),
  ),
  expected: z.object({
    state: z.string().optional(),
    reason: z.string().nullish(),
    counts: z.record(z.string(), z.number()).optional(),
    users: z.array(z.unknown()),
  }),
  coordinator: z.record(z.string(), z.array(rowSchema)),
  objects: z.record(z.string(), z.string()),
  rows: z.record(z.string(), z.array(rowSchema)),
});
type State = z.output<typeof stateSchema>;
type Row = z.output<typeof rowSchema>;

const states = z
  .array(stateSchema)
  .parse(JSON.parse(stored.replaceAll('http://feeds.invalid', inject('feeds'))))
  .map((state) => [state.name, state] as const);

/** As if it had been stored a second ago: all times move up by the same. */
const shiftTime = (name: string, value: Row[string], by: number) =>
  typeof value === 'number' && /(?:_at|At|^at|^until)$/.test(name) ? value + by : value;

const shiftRunTimes = (body: string, by: number): string =>
  JSON.stringify(JSON.parse(body), (key, value) => shiftTime(key, value, by));

function insertStatement(
  table: string,
  row: Row,
  by: number,
): { sql: string; values: (string | number | ArrayBuffer)[] } {
  const names = Object.keys(row);
  const sql = `insert or replace into ${table} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`;
  const values = Object.entries(row).map(([name, value]) => {
    const now = table === 'runs' && name === 'body' ? shiftRunTimes(String(value), by) : shiftTime(name, value, by);
    return typeof now === 'object' ? Uint8Array.from(Buffer.from(now.hex, 'hex')).buffer : now;
  });
  return { sql, values };
}

async function restoreState({ tenant, at, rows, objects, coordinator, feed: [path, body] }: State): Promise<void> {
  const by = Date.now() - at - 1000;
  await env.DB.batch(
    Object.entries(rows).flatMap(([table, all]) =>
      all.map((row) => {
        const { sql, values } = insertStatement(table, row, by);
        return env.DB.prepare(sql).bind(...values);
      }),
    ),
  );
  for (const [key, text] of Object.entries(objects)) await env.PAYLOADS.put(key, text);
  await runInDurableObject(coordinatorOf(env, tenant), (_, { storage }) => {
    for (const [table, all] of Object.entries(coordinator))
      for (const row of all) {
        const { sql, values } = insertStatement(table, row, by);
        storage.sql.exec(sql, ...values);
      }
  });
  await fetch(new URL(path, inject('feeds')), { method: 'PUT', body });
}

/** What an admin, the watchdog or the queues do next. @returns the sync to wait for */
async function resume({ name, tenant, sync, queued }: State): Promise<number | null> {
  for (const { queue, body } of queued) await env[queue].send(body);
  if (name === 'ending') await coordinatorOf(env, tenant).watch(Date.now());
  if (name !== 'held' && name !== 'dry run') return sync;
  const found = await findTenant(env, `left-${tenant - 7000}`);
  if (!found || sync === null) throw new Error(`Tenant ${tenant} is not there`);
  const applied = await applySync(env, found, sync, { terminations: true, except: [] }, 'ada@acme.example');
  if (!applied.ok) throw new Error(applied.fault.code);
  return applied.value.id;
}

const readOutcome = async (tenant: number, sync: number | null) => {
  const view = sync === null ? null : await openTenant(env, { id: tenant }).syncs.get(sync);
  const { results } = await env.DB.prepare('select * from users where tenant_id = ? order by id').bind(tenant).all();
  const users = results.map((row) => [
    row.employee_key,
    row.state,
    row.version,
    z.object({ title: z.string().optional() }).parse(JSON.parse(String(row.attributes))).title ?? null,
  ]);
  return view ? { state: view.state, reason: view.reason, counts: view.counts, users } : { users };
};

const hasFinished = async (tenant: number, sync: number | null): Promise<boolean> => {
  if (sync !== null) {
    const view = await openTenant(env, { id: tenant }).syncs.get(sync);
    return view !== null && isFinalState(view.state);
  }
  const { objects } = await env.PAYLOADS.list({ prefix: `tenants/${tenant}/` });
  const texts = await Promise.all(objects.map(async ({ key }) => (await env.PAYLOADS.get(key))?.text()));
  return !texts.join('').includes('Person 1"');
};

beforeAll(async () => {
  await Promise.all(states.map(([, state]) => restoreState(state)));
}, 30_000);

test('the stored state has a sync in each step, and a message for each of them', () => {
  expect(states.flatMap(([, { queued }]) => queued.map(({ body }) => body.job))).toEqual(
    expect.arrayContaining(['fetch', 'plan', 'settle', 'leavers', 'apply', 'finish', 'single', 'deprovision']),
  );
});

test.each(states)('what an earlier commit left opens and goes on: %s', async (_, state) => {
  const sync = await resume(state);
  await expect.poll(() => hasFinished(state.tenant, sync), { timeout: 15_000 }).toBe(true);
  expect(await readOutcome(state.tenant, sync)).toEqual(state.expected);
});

test('a refresh token that an earlier commit exchanged is known to have a successor', async () => {
  const { tenant } = states.find(([name]) => name === 'ending')?.[1] ?? { tenant: 0 };
  expect(await coordinatorOf(env, tenant).tokenSuccessor('http-api', 'used')).toBe('sealed successor');
});
