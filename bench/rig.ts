import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { createTestHarness } from 'wrangler';
import { mappingSchema } from '../src/domain/mapping/mapping.ts';
import { describeFault } from '../src/domain/shared/fault.ts';
import type { SourceKind } from '../src/domain/shared/source-kinds.ts';
import { sourceOf } from '../src/sources/registry.ts';
import { openTenantForWriting } from '../src/store/open-for-writing.ts';
import { createSealer } from '../src/store/sources/seal.ts';
import { createTenant } from '../src/store/tenants/writer.ts';
import { mapping } from '../tools/hr/mapping.ts';
import { NAIVE_TABLES } from './naive.ts';
import type { Delivery } from './sources.ts';

const root = resolve(import.meta.dirname, '..');
const BENCH_SECRETS = {
  SEAL_KEYS: JSON.stringify({ current: 'k1', keys: { k1: Buffer.alloc(32, 1).toString('base64url') } }),
  BOOTSTRAP_SECRET: 'bench',
};

export type Rig = Awaited<ReturnType<typeof startRig>>;

/**
 * The app's configuration with one binding more: to the Worker that is a wrapper. A service that is not there would stop
 * the app, so the file in use has none.
 */
function configWithWrapper(): string {
  const file = resolve(root, '.wrangler/bench.toml');
  const config = readFileSync(resolve(root, 'wrangler.toml'), 'utf8').replace(
    /^(main|directory|migrations_dir) = "/gm,
    '$1 = "../',
  );
  const service = '[[services]]\nbinding = "WRAPPER_NORTHWIND_WORKER"\nservice = "rollcall-wrapper-northwind"\n';
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${config}\n${service}`);
  return file;
}

/**
 * The app as deployed, the bench's own Worker, and a data source in a process of its own.
 * @param wrapper also the example of a wrapper that is a Worker, bound to the app
 */
export async function startRig({ wrapper = false } = {}) {
  const feed = await startFeed();
  const harness = createTestHarness({
    root,
    workers: [
      {
        configPath: wrapper ? configWithWrapper() : './wrangler.toml',
        vars: { ALLOW_PRIVATE_HOSTS: 'yes' },
        secrets: BENCH_SECRETS,
      },
      { configPath: './bench/wrangler.toml' },
      ...(wrapper ? [{ configPath: './examples/wrapper-worker/wrangler.toml' }] : []),
    ],
  });
  const { url } = await harness.listen();
  const app = harness.getWorker<Env>('rollcall');
  await app.applyD1Migrations('DB');
  const env = await app.getEnv();
  const yardstick = harness.getWorker<{ DB: D1Database }>('rollcall-bench');
  const benchEnv = await yardstick.getEnv();
  for (const table of NAIVE_TABLES) await benchEnv.DB.prepare(table).run();
  return {
    address: url.origin,
    env,
    yardstick,
    feed: feed.address,
    logs: () => harness.getLogs(),
    close: async () => {
      feed.process.kill();
      await harness.close();
    },
  };
}

/** A tenant of its own for a case, with the demo's mapping of fifteen expressions and no guard in the way. */
export async function createBenchTenant(rig: Rig, slug: string) {
  const tenant = await createTenant(rig.env, slug, slug, Date.now());
  if (!tenant) throw new Error(`${slug} is taken`);
  const store = openTenantForWriting(rig.env, tenant);
  await saveMapping(store, mapping);
  return store;
}

export type BenchStore = Awaited<ReturnType<typeof createBenchTenant>>;

/** Saves a mapping as the version in force. */
export async function saveMapping(store: BenchStore, body: object, source: SourceKind = 'workday'): Promise<void> {
  const current = (await store.mappings.current(source))?.version ?? 0;
  await store.mappings.save(
    { source, body: mappingSchema.parse(body), note: null, createdBy: 'bench', createdAt: Date.now() },
    [],
    current,
  );
}

/** Sets a data source up, as `PUT /data-sources/{kind}` would, and its mapping. */
export async function connectDelivery(store: BenchStore, { kind, body, mapping }: Delivery): Promise<void> {
  const accepted = sourceOf(kind)?.parseBody(body, null);
  if (!accepted?.ok) throw new Error((accepted && describeFault(accepted.fault)) ?? `There is no ${kind}`);
  await saveSource(store, kind, accepted.value.settings, accepted.value.secrets);
  await saveMapping(store, mapping, kind);
}

/** Points a tenant's Workday at a report of the bench's feed. @param changed percent of people with another title */
export async function connectReport(rig: Rig, store: BenchStore, people: number, changed: number): Promise<void> {
  const settings = {
    all_people_url: `${rig.feed}/report?people=${people}&changed=${changed}`,
    single_person_url: null,
    format: 'json',
    auth: { type: 'basic', username: 'hr' },
  };
  await saveSource(store, 'workday', settings, { password: 'hr-secret' });
}

async function saveSource(
  store: BenchStore,
  kind: SourceKind,
  settings: Record<string, unknown>,
  secrets: object,
): Promise<void> {
  const context = `tenant ${store.tenant.id} / ${kind}`;
  const sealed = await createSealer(BENCH_SECRETS.SEAL_KEYS).seal(JSON.stringify(secrets), context);
  await store.dataSources.save({ kind, enabled: true, settings, sealed }, Date.now());
}

async function startFeed(): Promise<{ process: ChildProcess; address: string }> {
  const child = fork(resolve(import.meta.dirname, 'feed.ts'), { execArgv: ['--max-old-space-size=4096'] });
  const [message] = await once(child, 'message');
  return { process: child, address: `http://127.0.0.1:${message.port}` };
}
