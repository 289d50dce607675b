import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { applySync } from '../../../src/app/syncs/apply-sync.ts';
import { protectUser } from '../../../src/app/users/overrides.ts';
import { describeFault } from '../../../src/domain/shared/fault.ts';
import { nonZeroCounts, people, SyncHarness } from '../harness/sync-harness.ts';

const idOf = async (harness: SyncHarness, employee: string): Promise<number> => {
  const user = (await harness.users()).get(employee);
  if (!user) throw new Error(`No user ${employee}`);
  return user.id;
};

describe('a protected user', () => {
  test('is never terminated by a sync until an admin lifts the protection', async () => {
    const harness = await SyncHarness.open();
    await harness.sync(people(20));
    const id = await idOf(harness, 'E1');
    await protectUser(env, harness.store.tenant, id, true, 'ada@acme.example');
    const sync = await harness.sync(people(20).slice(1));
    expect(nonZeroCounts(sync)).toEqual({ skipped: 20 });
    expect((await harness.records(sync)).find(({ user }) => user?.id === id)).toMatchObject({ reason: 'protected' });
    await protectUser(env, harness.store.tenant, id, false, 'ada@acme.example');
    expect(nonZeroCounts(await harness.sync(people(20).slice(1)))).toEqual({ skipped: 19, terminated: 1 });
  });

  test('is left out of a plan that was made before, and the counts say so', async () => {
    const harness = await SyncHarness.open();
    await harness.sync(people(20));
    const dry = await harness.sync(people(20).slice(2), { persist: false });
    expect(nonZeroCounts(dry)).toEqual({ skipped: 18, terminated: 2 });
    const id = await idOf(harness, 'E1');
    await protectUser(env, harness.store.tenant, id, true, 'ada@acme.example');
    const applied = await applySync(
      env,
      harness.store.tenant,
      dry.id,
      { terminations: true, except: [] },
      'ada@acme.example',
    );
    if (!applied.ok) throw new Error(describeFault(applied.fault));
    const live = await harness.waitForSync(applied.value.id);
    expect(live).toMatchObject({ state: 'completed', ended: 1 });
    expect(nonZeroCounts(live)).toEqual({ skipped: 19, terminated: 1 });
    const users = await harness.users();
    expect(users.get('E1')).toMatchObject({ state: 'active' });
    expect(users.get('E2')).toMatchObject({ state: 'terminated' });
    expect((await harness.records(live)).find(({ user }) => user?.id === id)).toMatchObject({
      outcome: 'skipped',
      reason: 'protected',
    });
    // What the dry run said stays as it was.
    expect((await harness.records(dry)).find(({ user }) => user?.id === id)).toMatchObject({ outcome: 'terminated' });
  });
});
