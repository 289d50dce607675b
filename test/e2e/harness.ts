import { resolve } from 'node:path';
import { createTestHarness } from 'wrangler';

const root = resolve(import.meta.dirname, '../..');

/** Secrets of a Worker under test; the tests' data sources are on this machine, which a deployment would refuse. */
export const secrets = {
  SEAL_KEYS: JSON.stringify({ current: 'k1', keys: { k1: Buffer.alloc(32, 1).toString('base64url') } }),
  BOOTSTRAP_SECRET: 'e2e-bootstrap-secret',
};

/** Starts the Worker as it would be deployed, on a free port, with empty storage and migrated tables. */
export async function startRollcall() {
  const harness = createTestHarness({
    root,
    workers: [{ configPath: './wrangler.toml', vars: { ALLOW_PRIVATE_HOSTS: 'yes' }, secrets }],
  });
  const { url } = await harness.listen();
  const worker = harness.getWorker<Env>();
  await worker.applyD1Migrations('DB');
  return {
    /** Without a slash at the end. */
    address: url.origin,
    worker,
    /** What the Worker logged, for a failing test. */
    logs: () => JSON.stringify(harness.getLogs(), null, 1),
    close: () => harness.close(),
  };
}
