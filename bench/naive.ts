import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { DrizzleD1Database } from 'drizzle-orm/d1';
import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { search } from 'jmespath';
import { mapping } from '../tools/hr/mapping.ts';

/*
 * The version that one writes first: for each person one select, one insert or update and one record, through the ORM,
 * with the mapping parsed each time.
 */
const people = sqliteTable('naive_people', {
  id: integer().primaryKey({ autoIncrement: true }),
  employeeId: text('employee_id').notNull().unique(),
  email: text().notNull().unique(),
  attributes: text({ mode: 'json' }).notNull(),
  hash: text().notNull(),
});

const records = sqliteTable(
  'naive_records',
  {
    sync: integer().notNull(),
    userId: integer('user_id').notNull(),
    outcome: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.sync, t.userId] })],
);

export const NAIVE_TABLES = [
  'create table naive_people (id integer primary key autoincrement, employee_id text not null unique, email text not null unique, attributes text not null, hash text not null)',
  'create table naive_records (sync integer not null, user_id integer not null, outcome text not null, primary key (sync, user_id)) without rowid',
];

interface Entry {
  Employee_ID: string;
}

export const parseNaively = (report: string): Entry[] => JSON.parse(report).Report_Entry;

const expressions = [
  ...Object.entries(mapping.standard).map(([key, { expression }]) => [key, expression] as const),
  ...mapping.custom.map(({ key, expression }) => [key, expression] as const),
];

export async function syncNaively(db: DrizzleD1Database, entries: readonly Entry[], sync: number) {
  const counts = { created: 0, updated: 0, skipped: 0 };
  for (const entry of entries) {
    const attributes: Record<string, unknown> = {};
    for (const [key, expression] of expressions) attributes[key] = search(entry, expression);
    const hash = createHash('sha256').update(JSON.stringify(attributes)).digest('hex');
    const email = String(attributes.email);
    const [known] = await db.select().from(people).where(eq(people.employeeId, entry.Employee_ID));
    const outcome = !known ? 'created' : known.hash === hash ? 'skipped' : 'updated';
    const [row] = known
      ? await db
          .update(people)
          .set({ email, attributes, hash })
          .where(eq(people.id, known.id))
          .returning({ id: people.id })
      : await db
          .insert(people)
          .values({ employeeId: entry.Employee_ID, email, attributes, hash })
          .returning({ id: people.id });
    await db.insert(records).values({ sync, userId: row?.id ?? 0, outcome });
    counts[outcome] += 1;
  }
  return counts;
}
