import { DAY_MS } from '../../lib/time.ts';

/** Longer than a token URL is waited for: who holds a lease for longer is gone. */
const LEASE_MS = 180_000;
/** For so long the successor of a refresh token is known to whoever still holds the old one. */
const SUCCESSOR_RETENTION_MS = 7 * DAY_MS;

/** The answer to somebody who wants to exchange a refresh token. */
export type TokenLease =
  | { is: 'yours'; holder: string }
  | { is: 'taken' }
  /** It was exchanged before; `sealed` is its successor. */
  | { is: 'done'; sealed: string };

/**
 * Leases for exchanging refresh tokens, one at a time and data source, because a refresh token may be void once it was
 * used; and the successors of those that were. Synchronous, so check-and-set needs no lock. The tables are stored: their
 * names stay.
 */
export class TokenLeases {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`
      create table if not exists turns (source text primary key, holder text not null, until integer not null);
      create table if not exists renewals (source text, used text, sealed text not null, at integer not null,
        primary key (source, used)) without rowid;
    `);
  }

  /**
   * @param used hash of a refresh token
   * @param again exchange it once more: what its successor gave has run out
   */
  acquire(source: string, used: string, again: boolean, now: number): TokenLease {
    const sealed = again ? null : this.successor(source, used);
    if (sealed !== null) return { is: 'done', sealed };
    const held = this.#sql
      .exec<{ holder: string }>('select holder from turns where source = ? and until > ?', source, now)
      .toArray();
    if (held.length > 0) return { is: 'taken' };
    const holder = crypto.randomUUID();
    this.#sql.exec('insert or replace into turns values (?, ?, ?)', source, holder, now + LEASE_MS);
    return { is: 'yours', holder };
  }

  /** @param sealed the successor of the token; null when the exchange failed */
  release(source: string, holder: string, used: string, sealed: string | null, now: number): void {
    // Kept also from a holder whose lease has run out: the token is used up all the same.
    if (sealed !== null)
      this.#sql.exec('insert or replace into renewals values (?, ?, ?, ?)', source, used, sealed, now);
    this.#sql.exec('delete from renewals where at < ?', now - SUCCESSOR_RETENTION_MS);
    this.#sql.exec('delete from turns where source = ? and holder = ?', source, holder);
  }

  /** The sealed successor of a refresh token, or null when none is remembered. */
  successor(source: string, used: string): string | null {
    const [found] = this.#sql
      .exec<{ sealed: string }>('select sealed from renewals where source = ? and used = ?', source, used)
      .toArray();
    return found?.sealed ?? null;
  }
}
