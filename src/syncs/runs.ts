import { type Pinned, pinnedSchema } from '../domain/sync/pinned.ts';
import type { Step } from '../domain/sync/states.ts';
import { type Counts, noCounts, OUTCOMES, type Scope } from '../domain/sync/words.ts';
import { addCost, type Cost, noCost } from '../store/meter.ts';

/** A sync that runs now, as the coordinator knows it. */
export interface Run {
  sync: number;
  scope: Scope;
  step: Step;
  attempt: number;
  pinned: Pinned;
  persisted: boolean;
  /** The sync whose plan this one applies; null for its own. */
  planOf: number | null;
  startedAt: number;
  /** When anything last moved; the watchdog resumes what went quiet. */
  movedAt: number;
  /** Null until a fetch has taken its lease. */
  fetchStartedAt: number | null;
  fetched: boolean;
  records: number;
  bytes: number;
  tries: number;
  counts: Counts;
  /** Records applied so far, of those to apply. */
  applied: number;
  toApply: number;
  /** A guard holds the terminations: everything else is applied. */
  holdsTerminations: boolean;
  cost: Cost;
}

export interface Chunk {
  chunk: number;
  first: number;
  records: number;
}

const addCounts = (a: Counts, b: Counts): Counts => {
  const sum = noCounts();
  for (const outcome of OUTCOMES) sum[outcome] = a[outcome] + b[outcome];
  return sum;
};

/** The coordinator's own tables. Everything here is synchronous, so check-and-set needs no lock. */
export class Runs {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`
      create table if not exists counters (name text primary key, next integer not null);
      create table if not exists runs (sync integer primary key, body text not null);
      create table if not exists chunks (sync integer, attempt integer, chunk integer, first integer not null, records integer not null,
        planned integer not null default 0, sent_at integer not null, primary key (sync, attempt, chunk)) without rowid;
      create table if not exists blocks (sync integer, attempt integer, chunk integer, first integer not null, size integer not null,
        primary key (sync, attempt, chunk)) without rowid;
    `);
  }

  /** Hands out `count` numbers in a row. @returns the first */
  take(counter: 'sync' | 'user', count: number): number {
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

  /** Moves a counter past what is already in use. */
  raise(counter: 'sync' | 'user', used: number): void {
    this.#sql.exec(
      'insert into counters (name, next) values (?, ?) on conflict (name) do update set next = max(next, excluded.next)',
      counter,
      used + 1,
    );
  }

  /** A block of user IDs, remembered per chunk, so that a second delivery gets the same ones. */
  block(sync: number, attempt: number, chunk: number, size: number): number {
    const known = this.#sql
      .exec<{ first: number; size: number }>(
        'select first, size from blocks where sync = ? and attempt = ? and chunk = ?',
        sync,
        attempt,
        chunk,
      )
      .toArray()[0];
    if (known && known.size >= size) return known.first;
    const first = this.take('user', size);
    this.#sql.exec('insert or replace into blocks values (?, ?, ?, ?, ?)', sync, attempt, chunk, first, size);
    return first;
  }

  /** The full sync (or the leavers' job) that runs, or null: there is one at a time. */
  full(): Run | null {
    return this.all().find((run) => run.scope !== 'single') ?? null;
  }

  all(): Run[] {
    return this.#sql
      .exec<{ body: string }>('select body from runs order by sync')
      .toArray()
      .map((row) => read(row.body));
  }

  get(sync: number): Run | null {
    const row = this.#sql.exec<{ body: string }>('select body from runs where sync = ?', sync).toArray()[0];
    return row ? read(row.body) : null;
  }

  put(run: Run): void {
    this.#sql.exec('insert or replace into runs values (?, ?)', run.sync, JSON.stringify(run));
  }

  remove(sync: number): void {
    this.#sql.exec('delete from runs where sync = ?', sync);
    this.#sql.exec('delete from chunks where sync = ?', sync);
    this.#sql.exec('delete from blocks where sync = ?', sync);
  }

  addChunks(sync: number, attempt: number, chunks: readonly Chunk[], now: number): void {
    for (const { chunk, first, records } of chunks) {
      this.#sql.exec(
        'insert into chunks (sync, attempt, chunk, first, records, sent_at) values (?, ?, ?, ?, ?, ?) on conflict do nothing',
        sync,
        attempt,
        chunk,
        first,
        records,
        now,
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

  /** Chunks not planned yet that were sent before a moment; all of them without one. */
  unplanned(sync: number, attempt: number, sentBefore = Number.MAX_SAFE_INTEGER): Chunk[] {
    return this.#sql
      .exec<{ chunk: number; first: number; records: number }>(
        'select chunk, first, records from chunks where sync = ? and attempt = ? and planned = 0 and sent_at < ?',
        sync,
        attempt,
        sentBefore,
      )
      .toArray();
  }

  markSent(sync: number, attempt: number, now: number): void {
    this.#sql.exec('update chunks set sent_at = ? where sync = ? and attempt = ? and planned = 0', now, sync, attempt);
  }

  chunkTotals(sync: number, attempt: number): { chunks: number; planned: number; records: number } {
    return this.#sql
      .exec<{ chunks: number; planned: number; records: number }>(
        `select count(*) as chunks, coalesce(sum(planned), 0) as planned, coalesce(sum(planned * records), 0) as records
         from chunks where sync = ? and attempt = ?`,
        sync,
        attempt,
      )
      .one();
  }
}

export const newRun = (
  run: Pick<Run, 'sync' | 'scope' | 'step' | 'pinned' | 'persisted'> & { planOf?: number | null },
  now: number,
): Run => ({
  sync: run.sync,
  scope: run.scope,
  step: run.step,
  pinned: run.pinned,
  persisted: run.persisted,
  planOf: run.planOf ?? null,
  attempt: 0,
  startedAt: now,
  movedAt: now,
  fetchStartedAt: null,
  fetched: false,
  records: 0,
  bytes: 0,
  tries: 0,
  counts: noCounts(),
  applied: 0,
  toApply: 0,
  holdsTerminations: false,
  cost: noCost(),
});

/** A run that has moved on, with what that piece of work found and cost. */
export const moved = (run: Run, now: number, counts: Counts = noCounts(), cost: Cost = noCost()): Run => ({
  ...run,
  movedAt: now,
  tries: 0,
  counts: addCounts(run.counts, counts),
  cost: addCost(run.cost, cost),
});

const read = (body: string): Run => {
  const run: Run = JSON.parse(body);
  return { ...run, pinned: pinnedSchema.parse(run.pinned) };
};
