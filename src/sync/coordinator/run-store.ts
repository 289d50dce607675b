import { parseRun, type SyncRun } from './run.ts';

export interface SnapshotChunk {
  chunk: number;
  /** Ordinal of its first record. */
  first: number;
  records: number;
}

/** The names of the tables are stored and stay. Synchronous, so check-and-set needs no lock. */
export class RunStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`
      create table if not exists counters (name text primary key, next integer not null);
      create table if not exists runs (sync integer primary key, body text not null);
      create table if not exists chunks (sync integer, attempt integer, chunk integer, first integer not null, records integer not null,
        planned integer not null default 0, primary key (sync, attempt, chunk)) without rowid;
      create table if not exists blocks (sync integer, attempt integer, chunk integer, first integer not null, size integer not null,
        primary key (sync, attempt, chunk)) without rowid;
    `);
  }

  /** @returns the first of `count` numbers in a row */
  reserve(counter: 'sync' | 'user', count: number): number {
    const row = this.#sql
      .exec<{ next: number }>(
        `insert into counters (name, next) values (?, ?) on conflict (name) do update set next = next + ? returning next`,
        counter,
        1 + count,
        count,
      )
      .one();
    return row.next - count;
  }

  raiseCounter(counter: 'sync' | 'user', used: number): void {
    this.#sql.exec(
      'insert into counters (name, next) values (?, ?) on conflict (name) do update set next = max(next, excluded.next)',
      counter,
      used + 1,
    );
  }

  /** A second delivery gets the same ones. @returns the first */
  reserveUserIds(sync: number, attempt: number, chunk: number, size: number): number {
    const known = this.#sql
      .exec<{ first: number; size: number }>(
        'select first, size from blocks where sync = ? and attempt = ? and chunk = ?',
        sync,
        attempt,
        chunk,
      )
      .toArray()[0];
    if (known && known.size >= size) return known.first;
    const first = this.reserve('user', size);
    this.#sql.exec('insert or replace into blocks values (?, ?, ?, ?, ?)', sync, attempt, chunk, first, size);
    return first;
  }

  /** Of scope full or leavers, of which one runs at a time. */
  runningFull(): SyncRun | null {
    return this.all().find((run) => run.scope !== 'single') ?? null;
  }

  all(): SyncRun[] {
    return this.#sql
      .exec<{ body: string }>('select body from runs order by sync')
      .toArray()
      .map((row) => parseRun(row.body));
  }

  /** Null once its end is decided. */
  get(sync: number): SyncRun | null {
    const row = this.#sql.exec<{ body: string }>('select body from runs where sync = ?', sync).toArray()[0];
    const run = row ? parseRun(row.body) : null;
    return run?.ending ? null : run;
  }

  put(run: SyncRun): void {
    this.#sql.exec('insert or replace into runs values (?, ?)', run.sync, JSON.stringify(run));
  }

  remove(sync: number): void {
    this.#sql.exec('delete from runs where sync = ?', sync);
    this.#sql.exec('delete from chunks where sync = ?', sync);
    this.#sql.exec('delete from blocks where sync = ?', sync);
  }

  addChunks(sync: number, attempt: number, chunks: readonly SnapshotChunk[]): void {
    for (const { chunk, first, records } of chunks) {
      this.#sql.exec(
        'insert into chunks (sync, attempt, chunk, first, records) values (?, ?, ?, ?, ?) on conflict do nothing',
        sync,
        attempt,
        chunk,
        first,
        records,
      );
    }
  }

  /** @returns false when that chunk was planned before */
  markPlanned(sync: number, attempt: number, chunk: number): boolean {
    return (
      this.#sql
        .exec(
          'update chunks set planned = 1 where sync = ? and attempt = ? and chunk = ? and planned = 0 returning chunk',
          sync,
          attempt,
          chunk,
        )
        .toArray().length > 0
    );
  }

  unplannedChunks(sync: number, attempt: number): SnapshotChunk[] {
    return this.#sql
      .exec<{ chunk: number; first: number; records: number }>(
        'select chunk, first, records from chunks where sync = ? and attempt = ? and planned = 0',
        sync,
        attempt,
      )
      .toArray();
  }

  /** `stored` counts chunks, planned or not. */
  chunkTotals(sync: number, attempt: number): { stored: number; recordsPlanned: number } {
    return this.#sql
      .exec<{ stored: number; recordsPlanned: number }>(
        `select count(*) as stored, coalesce(sum(planned * records), 0) as recordsPlanned
         from chunks where sync = ? and attempt = ?`,
        sync,
        attempt,
      )
      .one();
  }
}
