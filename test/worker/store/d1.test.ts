import { env } from 'cloudflare:workers';
import { and, eq, gt, inArray, sql } from 'drizzle-orm';
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { aliased, enumColumn, jsonColumn, localId } from '../../../src/store/columns.ts';
import { zeroCost } from '../../../src/store/cost.ts';
import { Database, MeteredD1 } from '../../../src/store/d1.ts';

const people = sqliteTable('d1_people', {
  id: localId().primaryKey(),
  name: text().notNull(),
  state: enumColumn(['active', 'gone']).notNull(),
  isOwner: integer('is_owner', { mode: 'boolean' }).notNull().default(false),
  address: jsonColumn(z.strictObject({ city: z.string() })),
  bossId: localId('boss_id'),
});
const pets = sqliteTable('d1_pets', {
  id: integer().primaryKey(),
  name: text().notNull().unique(),
  ownerId: localId('owner_id').notNull(),
});

const BASE = 7 * 2 ** 30;
const opened = () => {
  const cost = zeroCost();
  const d1 = new MeteredD1(env.DB, cost);
  return { cost, d1, db: new Database(d1) };
};

beforeAll(async () => {
  await env.DB.batch([
    env.DB.prepare(
      'create table d1_people (id integer primary key, name text not null, state text not null, is_owner integer not null default 0, address text, boss_id integer)',
    ),
    env.DB.prepare(
      'create table d1_pets (id integer primary key, name text not null unique, owner_id integer not null)',
    ),
  ]);
  const { db } = opened();
  await db.insert(people).values([
    { id: BASE + 1, name: 'Ada', state: 'active', isOwner: true, address: { city: 'Oslo' } },
    { id: BASE + 2, name: 'Bob', state: 'gone', bossId: BASE + 1 },
  ]);
  await db.insert(pets).values({ name: 'Rex', ownerId: BASE + 1 });
});

afterAll(() => env.DB.batch([env.DB.prepare('drop table d1_people'), env.DB.prepare('drop table d1_pets')]));

describe('drizzle over a metered D1', () => {
  it('reads rows as they were written, IDs as counters, and counts call and rows', async () => {
    const { db, cost } = opened();
    const rows = await db.select().from(people).where(gt(people.id, BASE)).orderBy(people.id);
    expect(rows).toEqual([
      { id: 1, name: 'Ada', state: 'active', isOwner: true, address: { city: 'Oslo' }, bossId: null },
      { id: 2, name: 'Bob', state: 'gone', isOwner: false, address: null, bossId: 1 },
    ]);
    expect(cost).toMatchObject({ d1Calls: 1, rowsRead: 2, rowsWritten: 0 });
    expect(
      await db
        .select()
        .from(people)
        .where(eq(people.id, BASE + 9))
        .get(),
    ).toBeUndefined();
  });

  it('counts what a statement as text counts', async () => {
    const [one, other] = [opened(), opened()];
    await one.db
      .update(people)
      .set({ name: 'Adah' })
      .where(eq(people.id, BASE + 1));
    await other.d1.execute('update d1_people set name = ? where id = ?', ['Ada', BASE + 1]);
    expect(one.cost).toEqual(other.cost);
    expect(one.cost.rowsWritten).toBe(1);
  });

  it('gives right rows for a join whose columns have names of their own, and left joins', async () => {
    const { db, cost } = opened();
    const rows = await db
      .select({
        id: people.id,
        name: people.name,
        pet: { id: aliased(pets.id, 'pet_id'), name: aliased(pets.name, 'pet_name') },
      })
      .from(people)
      .leftJoin(pets, eq(pets.ownerId, people.id))
      .orderBy(people.id);
    expect(rows).toEqual([
      { id: 1, name: 'Ada', pet: { id: 1, name: 'Rex' } },
      { id: 2, name: 'Bob', pet: { id: null, name: null } },
    ]);
    expect(cost.d1Calls).toBe(1);
    expect(cost.rowsRead).toBeGreaterThan(2);
  });

  it('refuses a join of two columns with one name, and columns named by a number', async () => {
    const { db } = opened();
    const joined = db
      .select({ id: people.id, petId: pets.id })
      .from(people)
      .innerJoin(pets, eq(pets.ownerId, people.id));
    await expect(joined).rejects.toThrow('Every selected column needs a name of its own');
    await expect(db.select({ name: people.name, one: sql`1` }).from(people)).rejects.toThrow('no number');
    expect(
      await db
        .select({ name: people.name, one: sql<number>`1`.as('one') })
        .from(people)
        .limit(1),
    ).toEqual([{ name: 'Ada', one: 1 }]);
  });

  it('runs built queries and sql statements of a batch in one call and one transaction', async () => {
    const { db, cost } = opened();
    const changed = await db.batch([
      db
        .insert(pets)
        .values({ name: 'Tom', ownerId: BASE + 2 })
        .onConflictDoNothing(),
      sql`update ${pets} set name = ${'Tommy'} where ${and(eq(pets.name, 'Tom'), gt(pets.id, 0))}`,
      sql`update d1_pets set name = ${'Thomas'} where name = ${'Tommy'}`,
      db.delete(pets).where(eq(pets.name, 'Nobody')),
    ]);
    expect(changed).toEqual([1, 1, 1, 0]);
    expect(cost.d1Calls).toBe(1);
    const failing = db.batch([
      db.delete(pets),
      db.insert(pets).values([
        { name: 'A', ownerId: BASE + 1 },
        { name: 'A', ownerId: BASE + 1 },
      ]),
    ]);
    await expect(failing).rejects.toThrow(/^D1_ERROR: UNIQUE constraint failed: d1_pets.name/);
    expect(await db.select({ name: pets.name }).from(pets).orderBy(pets.id)).toEqual([
      { name: 'Rex' },
      { name: 'Thomas' },
    ]);
  });

  it('returns rows of an insert, and says of a failed one nothing of its values', async () => {
    const { db } = opened();
    const [made] = await db
      .insert(people)
      .values({ id: BASE + 3, name: 'Cy', state: 'active' })
      .returning();
    expect(made).toMatchObject({ id: 3, name: 'Cy' });
    await expect(db.insert(people).values({ id: BASE + 3, name: 'Secret', state: 'active' })).rejects.not.toThrow(
      'Secret',
    );
    expect(await db.all<{ n: number }>(sql`select count(*) as n from ${people}`)).toEqual([{ n: 3 }]);
    expect((await db.run(sql`delete from ${people} where ${people.id} = ${BASE + 3}`)).meta.changes).toBe(1);
  });

  it('holds JSON, words and IDs against what they may be, both ways', async () => {
    const { db, d1 } = opened();
    expect(() =>
      db
        .update(people)
        .set({ address: { city: 7 as unknown as string } })
        .toSQL(),
    ).toThrow();
    expect(() => db.select().from(people).where(eq(people.id, 1)).toSQL()).toThrow('counter');
    await d1.execute(`update d1_people set address = '{"town":"Oslo"}' where id = ?`, [BASE + 2]);
    await expect(
      db
        .select()
        .from(people)
        .where(eq(people.id, BASE + 2)),
    ).rejects.toThrow('city');
    await d1.execute(`update d1_people set address = null, state = 'odd' where id = ?`, [BASE + 2]);
    await expect(
      db
        .select()
        .from(people)
        .where(eq(people.id, BASE + 2)),
    ).rejects.toThrow('invalid_value');
  });

  it('gives rows of a sql statement by their schema, and binds a value that comes often once', async () => {
    const { db } = opened();
    const row = z.object({ total: z.number() });
    expect(await db.rows(row, sql`select count(*) as total from ${pets}`)).toEqual([{ total: 2 }]);
    await expect(db.rows(row, sql`select name as total from ${pets}`)).rejects.toThrow('"expected": "number"');
    const many = inArray(
      pets.name,
      Array.from({ length: 120 }, (_, at) => (at % 2 === 0 ? 'Rex' : 'Nobody')),
    );
    expect(await db.select({ name: pets.name }).from(pets).where(many)).toEqual([{ name: 'Rex' }]);
    expect(await db.batch([db.update(pets).set({ name: 'Rex' }).where(many)])).toEqual([1]);
  });

  it('refuses what could not be counted', async () => {
    const { db } = opened();
    await expect(async () => db.values(sql`select 1`)).rejects.toThrow('count');
    await expect(async () => db.transaction(async () => {})).rejects.toThrow('batch');
  });
});
