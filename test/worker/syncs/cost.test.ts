import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { Post } from './post.ts';
import { countsOf, MAPPING, people, Road } from './road.ts';

describe('what a sync costs', () => {
  test('of three thousand people: four rows a new user, none an unchanged one, two a changed one', async () => {
    const road = await Road.open();
    const created = await road.sync(people(3000));
    expect(countsOf(created)).toEqual({ created: 3000 });
    expect(created.cost.rowsWritten).toBeGreaterThan(3 * 3000);
    expect(created.cost.rowsWritten).toBeLessThanOrEqual(4.01 * 3000 + 40);
    expect(created.cost.d1Calls).toBeLessThanOrEqual(40);

    const unchanged = await road.sync(people(3000));
    expect(countsOf(unchanged)).toEqual({ skipped: 3000 });
    expect(unchanged.cost.rowsWritten).toBeLessThanOrEqual(0.01 * 3000 + 20);
    expect(unchanged.cost.d1Calls).toBeLessThanOrEqual(40);
    expect(unchanged.cost.messages).toBeLessThanOrEqual(8);

    const changed = await road.sync(people(3000).map((one) => ({ ...one, title: 'Lead' })));
    expect(countsOf(changed)).toEqual({ updated: 3000 });
    expect(changed.cost.rowsWritten).toBeGreaterThan(3000);
    expect(changed.cost.rowsWritten).toBeLessThanOrEqual(2.5 * 3000 + 40);
  });

  test('nothing that D1 is handed is larger than it takes, with a thousand fat records', async () => {
    const road = await Road.open();
    const standard = { ...MAPPING.standard, location: { expression: 'fat', null_policy: 'clear' } };
    await road.store.mappings.save(
      { source: 'http-api', body: { ...MAPPING, standard }, note: null, createdBy: 'test', createdAt: 2 },
      [],
      1,
    );
    const bound: number[] = [];
    const prepare = env.DB.prepare.bind(env.DB);
    const watched = (statement: D1PreparedStatement): D1PreparedStatement =>
      new Proxy(statement, {
        get: (target, key) => {
          if (key !== 'bind') return Reflect.get(target, key);
          return (...values: unknown[]) => {
            for (const value of values) if (typeof value === 'string') bound.push(Buffer.byteLength(value));
            return target.bind(...values);
          };
        },
      });
    const post = await Post.hold(road.store.tenant.id);
    const feed = people(1000).map((one, at) => ({ ...one, fat: `${at}${'å'.repeat(700)}${'x'.repeat(1500)}` }));
    await road.serve(JSON.stringify(feed));
    const started = await road.start();
    if (!started.ok) throw new Error(started.fault.message);
    Object.defineProperty(env.DB, 'prepare', { value: (sql: string) => watched(prepare(sql)), configurable: true });
    try {
      await post.passAll();
    } finally {
      Reflect.deleteProperty(env.DB, 'prepare');
    }
    const sync = await road.ended(started.value.id);
    expect(countsOf(sync)).toEqual({ created: 1000 });
    expect(Math.max(...bound)).toBeGreaterThan(400_000);
    expect(Math.max(...bound)).toBeLessThan(1_900_000);
    const [record] = await road.store.records.list(sync, { after: 998, limit: 1 });
    expect(record?.changes.find(({ attribute }) => attribute === 'location')?.after).toBe(feed[999]?.fat);
  });
});
