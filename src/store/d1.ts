import type { Query, SQL, SQLWrapper } from 'drizzle-orm';
import { NoopCache } from 'drizzle-orm/cache/core';
import { D1PreparedQuery } from 'drizzle-orm/d1';
import { NoopLogger } from 'drizzle-orm/logger';
import { BaseSQLiteDatabase, SQLiteAsyncDialect, SQLiteSession } from 'drizzle-orm/sqlite-core';
import { z } from 'zod';
import { type Cost, zeroCost } from './cost.ts';

export class MeteredD1 {
  readonly #d1: D1Database;
  readonly #cost: Cost;

  constructor(d1: D1Database, cost: Cost) {
    this.#d1 = d1;
    this.#cost = cost;
  }

  prepare(sql: string): D1PreparedStatement {
    return this.#d1.prepare(sql);
  }

  async batch(statements: D1PreparedStatement[]): Promise<D1Result<Record<string, unknown>>[]> {
    this.#cost.d1Calls += 1;
    const results = await this.#d1.batch<Record<string, unknown>>(statements);
    for (const { meta } of results) this.#count(meta);
    return results;
  }

  async execute(sql: string, values: readonly unknown[]): Promise<D1Result<Record<string, unknown>>> {
    this.#cost.d1Calls += 1;
    const result = await this.#d1
      .prepare(sql)
      .bind(...values)
      .all<Record<string, unknown>>();
    this.#count(result.meta);
    return result;
  }

  #count(meta: D1Meta): void {
    this.#cost.rowsRead += meta.rows_read;
    this.#cost.rowsWritten += meta.rows_written;
  }
}

export type Statement = SQLWrapper;

export class Database extends BaseSQLiteDatabase<'async', D1Result> {
  readonly #d1: MeteredD1;
  readonly #dialect: SQLiteAsyncDialect;

  constructor(d1: MeteredD1) {
    const dialect = new SQLiteAsyncDialect();
    super('async', dialect, new MeteredSession(d1, dialect), undefined);
    this.#d1 = d1;
    this.#dialect = dialect;
  }

  /**
   * One transaction and one round trip: all statements, or none.
   * @returns how many rows each statement changed
   */
  async batch(statements: readonly Statement[]): Promise<number[]> {
    const results = await this.#d1.batch(statements.map((statement) => this.#prepared(statement)));
    return results.map(({ meta }) => meta.changes);
  }

  async rows<Schema extends z.ZodType>(row: Schema, statement: SQL): Promise<z.output<Schema>[]> {
    return z.array(row).parse(await this.all(statement));
  }

  #prepared(statement: Statement): D1PreparedStatement {
    const { sql, params } = bindOnce(this.#dialect.sqlToQuery(statement.getSQL()));
    return this.#d1.prepare(sql).bind(...params);
  }
}

/** For the few tables that are of no tenant's own. */
export const openDatabase = (d1: D1Database): Database => new Database(new MeteredD1(d1, zeroCost()));

type NoSchema = Record<string, never>;
type PrepareQuery = Parameters<SQLiteSession<'async', D1Result, NoSchema, NoSchema>['prepareQuery']>;

class MeteredSession extends SQLiteSession<'async', D1Result, NoSchema, NoSchema> {
  readonly #d1: MeteredD1;

  constructor(d1: MeteredD1, dialect: SQLiteAsyncDialect) {
    super(dialect);
    this.#d1 = d1;
  }

  override prepareQuery(...query: PrepareQuery): D1PreparedQuery {
    return new MeteredQuery(this.#d1, query);
  }

  override transaction(): Promise<never> {
    throw new Error('D1 has no transactions that stay open: use batch().');
  }
}

/**
 * Drizzle's own reads rows by `raw()`, for which D1 gives nothing to count, and puts the values of a failed query into the
 * message of its error. By `all()` D1 names the values of a row by column, so two of one name would be one.
 */
class MeteredQuery extends D1PreparedQuery {
  readonly #d1: MeteredD1;
  readonly #columns: number | null;

  constructor(d1: MeteredD1, [query, fields, method, arrays, mapper]: PrepareQuery) {
    super(
      d1.prepare(query.sql),
      query,
      new NoopLogger(),
      new NoopCache(),
      undefined,
      undefined,
      fields,
      method,
      arrays,
      mapper,
    );
    this.#d1 = d1;
    this.#columns = fields?.length ?? null;
  }

  override run(): Promise<D1Result<Record<string, unknown>>> {
    const { sql, params } = bindOnce(this.query);
    return this.#d1.execute(sql, params);
  }

  override async all(): Promise<unknown> {
    const result = await this.run();
    if (this.#columns === null) return result.results;
    const names = Object.keys(result.results[0] ?? {});
    if (names.length > 0 && (names.length !== this.#columns || names.some((name) => /^\d+$/.test(name)))) {
      throw new Error(`Every selected column needs a name of its own, and no number: ${this.query.sql}`);
    }
    return this.mapAllResult(result, true);
  }

  override async get(): Promise<unknown> {
    const rows = await this.all();
    return Array.isArray(rows) ? rows[0] : undefined;
  }

  override values(): Promise<never> {
    throw new Error('D1 gives no count for raw values: use all() or a select.');
  }
}

/**
 * Drizzle binds a value each time that it is mentioned. D1 binds at most a hundred, and a list of keys may be large, so equal
 * values are bound once.
 */
function bindOnce({ sql, params }: Query): { sql: string; params: unknown[] } {
  const values = [...new Set(params)];
  if (values.length === params.length) return { sql, params };
  let next = 0;
  return { sql: sql.replaceAll('?', () => `?${values.indexOf(params[next++]) + 1}`), params: values };
}
