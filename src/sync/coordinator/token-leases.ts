import { DAY_MS } from '../../lib/time.ts';

/** Longer than any request to a token URL may take: whoever holds a lease for longer has died. */
const LEASE_MS = 180_000;
/** How long the successor of a refresh token is remembered, for whoever still holds the old one. */
const SUCCESSOR_RETENTION_MS = 7 * DAY_MS;

export type TokenLease =
  | { status: 'acquired'; holder: string }
  | { status: 'busy' }
  /** `sealed` is the successor of the token. */
  | { status: 'exchanged'; sealed: string };

/**
 * One lease at a time for each data source, because a refresh token may be void once it was used. Synchronous, so
 * check-and-set needs no lock. The tables are stored: their names stay.
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

  /** @param ignoreSuccessor exchange the token although it has a successor, whose access token has expired */
  acquire(source: string, tokenHash: string, ignoreSuccessor: boolean, now: number): TokenLease {
    const sealed = ignoreSuccessor ? null : this.successor(source, tokenHash);
    if (sealed !== null) return { status: 'exchanged', sealed };
    const held = this.#sql
      .exec<{ holder: string }>('select holder from turns where source = ? and until > ?', source, now)
      .toArray();
    if (held.length > 0) return { status: 'busy' };
    const holder = crypto.randomUUID();
    this.#sql.exec('insert or replace into turns values (?, ?, ?)', source, holder, now + LEASE_MS);
    return { status: 'acquired', holder };
  }

  /** @param sealed the successor of the token; null when the exchange failed */
  release(source: string, holder: string, tokenHash: string, sealed: string | null, now: number): void {
    // Kept also from a holder whose lease has run out: the token is used up all the same.
    if (sealed !== null) {
      this.#sql.exec('insert or replace into renewals values (?, ?, ?, ?)', source, tokenHash, sealed, now);
    }
    this.#sql.exec('delete from renewals where at < ?', now - SUCCESSOR_RETENTION_MS);
    this.#sql.exec('delete from turns where source = ? and holder = ?', source, holder);
  }

  /** Sealed; null when none is remembered. */
  successor(source: string, tokenHash: string): string | null {
    const [found] = this.#sql
      .exec<{ sealed: string }>('select sealed from renewals where source = ? and used = ?', source, tokenHash)
      .toArray();
    return found?.sealed ?? null;
  }
}
