import { and, gt, lt, type SQL, sql } from 'drizzle-orm';
import { customType, type SQLiteColumn } from 'drizzle-orm/sqlite-core';
import { z } from 'zod';
import { ID_SPAN } from './ids.ts';

/**
 * Checked against its schema when it is written and when it is read; a mismatch is thrown.
 * @param name the column's, where the key in the table is not the same
 */
export const jsonColumn = <Schema extends z.ZodType>(schema: Schema, name = '') =>
  customType<{ data: z.output<Schema>; driverData: string }>({
    dataType: () => 'text',
    toDriver: (value) => {
      schema.parse(value);
      return JSON.stringify(value);
    },
    fromDriver: (text) => schema.parse(JSON.parse(text)),
  })(name);

export const enumColumn = <const Values extends readonly string[]>(values: Values, name = '') => {
  const schema = z.enum(values);
  return customType<{ data: Values[number]; driverData: string }>({
    dataType: () => 'text',
    toDriver: (value) => schema.parse(value),
    fromDriver: (text) => schema.parse(text),
  })(name);
};

/**
 * The ID of a tenant's user or sync. In the row it is `tenant × 2^30 + counter`; read, it is the counter, all that is seen
 * outside the store. Written and compared with, it is what `scope.rowId(counter)` gives: a bare counter is refused.
 */
export const localId = (name = '') =>
  customType<{ data: number; driverData: number }>({
    dataType: () => 'integer',
    toDriver: (rowId) => {
      if (rowId < ID_SPAN) throw new Error(`${rowId} is a tenant's counter, not the ID of a row`);
      return rowId;
    },
    fromDriver: (rowId) => rowId % ID_SPAN,
  })(name);

/** For joins of tables that both have a column of this name. */
export const aliased = <Column extends SQLiteColumn>(column: Column, name: string) =>
  sql<Column['_']['data']>`${column}`.mapWith(column).as(name);

/** Bound as one value, since D1 binds at most a hundred. IDs are row IDs. */
export const inList = (column: SQLiteColumn, values: readonly (string | number)[]): SQL =>
  sql`${column} in (select value from json_each(${JSON.stringify([...new Set(values)])}))`;

export const ownRows = (column: SQLiteColumn, base: number): SQL | undefined =>
  and(gt(column, base), lt(column, base + ID_SPAN));
