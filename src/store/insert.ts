import { getTableColumns, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';

/** The condition is tested when the statement runs; drizzle's `values()` takes none. */
export function insertIf<Table extends SQLiteTable>(table: Table, row: Table['$inferInsert'], condition: SQL): SQL {
  const names: SQLWrapper[] = [];
  const values: SQLWrapper[] = [];
  for (const [key, value] of Object.entries(row)) {
    const column = getTableColumns(table)[key];
    if (column === undefined) continue;
    names.push(sql.identifier(column.name));
    values.push(sql.param(value, column));
  }
  return sql`insert into ${table} (${sql.join(names, sql`, `)}) select ${sql.join(values, sql`, `)} where ${condition}`;
}

export const excluded = (column: SQLiteColumn): SQL => sql`excluded.${sql.identifier(column.name)}`;
