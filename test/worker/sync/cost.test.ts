import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { mappingSchema } from '../../../src/domain/mapping/mapping.ts';
import { describeFault } from '../../../src/domain/shared/fault.ts';
import { HeldQueues } from '../harness/held-queues.ts';
import { nonZeroCounts, type Person, PLAIN_MAPPING, people, SyncHarness } from '../harness/sync-harness.ts';

describe('the cost of a sync', () => {
  test('is four rows a new user, none an unchanged one, two a changed one', async () => {
    const harness = await SyncHarness.open();
    const created = await harness.sync(people(3000));
    expect(nonZeroCounts(created)).toEqual({ created: 3000 });
    expect(created.cost.rowsWritten).toBeGreaterThan(3 * 3000);
    expect(created.cost.rowsWritten).toBeLessThanOrEqual(4.01 * 3000 + 40);
    expect(created.cost.d1Calls).toBeLessThanOrEqual(40);

    const unchanged = await harness.sync(people(3000));
    expect(nonZeroCounts(unchanged)).toEqual({ skipped: 3000 });
    expect(unchanged.cost.rowsWritten).toBeLessThanOrEqual(0.01 * 3000 + 20);
    expect(unchanged.cost.d1Calls).toBeLessThanOrEqual(40);
    expect(unchanged.cost.messages).toBeLessThanOrEqual(8);

    const changed = await harness.sync(people(3000).map((one) => ({ ...one, title: 'Lead' })));
    expect(nonZeroCounts(changed)).toEqual({ updated: 3000 });
    expect(changed.cost.rowsWritten).toBeGreaterThan(3000);
    expect(changed.cost.rowsWritten).toBeLessThanOrEqual(2.5 * 3000 + 40);
  });

  test('stays within the value size of D1, with a thousand large records', async () => {
    const harness = await SyncHarness.open();
    const standard = { ...PLAIN_MAPPING.standard, location: { expression: 'fat', null_policy: 'clear' } };
    const body = mappingSchema.parse({ ...PLAIN_MAPPING, standard });
    await harness.store.mappings.save({ source: 'http-api', body, note: null, createdBy: 'test', createdAt: 2 }, [], 1);
    const post = await HeldQueues.hold(harness.store.tenant.id);
    const run = async (feed: Person[]) => {
      await harness.serveFeed(JSON.stringify(feed));
      const started = await harness.start();
      if (!started.ok) throw new Error(describeFault(started.fault));
      const largest = await largestValue(() => post.deliverAll());
      expect(largest).toBeGreaterThan(100_000);
      expect(largest).toBeLessThan(1_900_000);
      return harness.waitForSync(started.value.id);
    };
    const feed = people(1000).map((one, at) => ({ ...one, fat: `${at}${'å'.repeat(700)}${'x'.repeat(1500)}` }));
    const sync = await run(feed);
    expect(nonZeroCounts(sync)).toEqual({ created: 1000 });
    const [record] = await harness.store.records.list(sync, { after: 998, limit: 1 });
    expect(record?.changes.find(({ attribute }) => attribute === 'location')?.after).toBe(feed[999]?.fat);
    // Thin payloads of fat users: a full chunk of them, and all their old values come back to be compared.
    expect(nonZeroCounts(await run(people(1000)))).toEqual({ updated: 1000 });
  });
});

/** The longest text that went to D1 or came back while something ran, in bytes. */
async function largestValue(what: () => Promise<unknown>): Promise<number> {
  let largest = 0;
  const look = (values: unknown[]) => {
    for (const value of values) if (typeof value === 'string') largest = Math.max(largest, Buffer.byteLength(value));
  };
  const watched = (statement: D1PreparedStatement): D1PreparedStatement => {
    const bind = statement.bind.bind(statement);
    const all = statement.all.bind(statement);
    const own = {
      bind: (...values: unknown[]) => {
        look(values);
        return watched(bind(...values));
      },
      all: async () => {
        const answer = await all();
        for (const row of answer.results) look(Object.values(row));
        return answer;
      },
    };
    return Object.assign(statement, own);
  };
  const prepare = env.DB.prepare.bind(env.DB);
  Object.defineProperty(env.DB, 'prepare', { value: (sql: string) => watched(prepare(sql)), configurable: true });
  try {
    await what();
  } finally {
    Reflect.deleteProperty(env.DB, 'prepare');
  }
  return largest;
}
