/** What a piece of work cost in the units that the platform bills. */
export interface Cost {
  d1Calls: number;
  rowsRead: number;
  rowsWritten: number;
  r2Operations: number;
  messages: number;
}

export const zeroCost = (): Cost => ({ d1Calls: 0, rowsRead: 0, rowsWritten: 0, r2Operations: 0, messages: 0 });

export const addCost = (a: Cost, b: Cost): Cost => ({
  d1Calls: a.d1Calls + b.d1Calls,
  rowsRead: a.rowsRead + b.rowsRead,
  rowsWritten: a.rowsWritten + b.rowsWritten,
  r2Operations: a.r2Operations + b.r2Operations,
  messages: a.messages + b.messages,
});

/** D1 that counts its calls and rows into a cost. Only what the store uses of D1 is there. */
export class MeteredD1 {
  readonly cost: Cost;
  readonly #d1: D1Database;

  constructor(d1: D1Database, cost: Cost) {
    this.#d1 = d1;
    this.cost = cost;
  }

  prepare(sql: string): D1PreparedStatement {
    return this.#d1.prepare(sql);
  }

  /** One transaction and one round trip. */
  async batch(statements: D1PreparedStatement[]): Promise<D1Result<Record<string, unknown>>[]> {
    this.cost.d1Calls += 1;
    const results = await this.#d1.batch<Record<string, unknown>>(statements);
    for (const result of results) this.#count(result.meta);
    return results;
  }

  async all<Row = Record<string, unknown>>(sql: string, ...values: unknown[]): Promise<Row[]> {
    this.cost.d1Calls += 1;
    const result = await this.#d1
      .prepare(sql)
      .bind(...values)
      .all<Row>();
    this.#count(result.meta);
    return result.results;
  }

  async first<Row = Record<string, unknown>>(sql: string, ...values: unknown[]): Promise<Row | null> {
    const rows = await this.all<Row>(sql, ...values);
    return rows[0] ?? null;
  }

  /** @returns how many rows the statement changed */
  async run(sql: string, ...values: unknown[]): Promise<number> {
    this.cost.d1Calls += 1;
    const result = await this.#d1
      .prepare(sql)
      .bind(...values)
      .run();
    this.#count(result.meta);
    return result.meta.changes;
  }

  #count(meta: D1Meta): void {
    this.cost.rowsRead += meta.rows_read;
    this.cost.rowsWritten += meta.rows_written;
  }
}
