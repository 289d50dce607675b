/** A turn lasts longer than a token URL is waited for; who holds one for longer is gone. */
const LEASE_MS = 180_000;
/** What a refresh token was exchanged for is remembered so long, for whoever still holds the old one. */
const SUCCESSOR_RETENTION_MS = 7 * 86_400_000;

/** What somebody gets who wants to exchange a refresh token. */
export type TokenLease =
  | { is: 'yours'; holder: string }
  | { is: 'taken' }
  /** It was exchanged before; sealed is what for. */
  | { is: 'done'; sealed: string };

/**
 * Who may exchange a refresh token, and what became of those that were: one asker at a time and data source, because a
 * refresh token may be void once it was used. Synchronous, so check-and-set needs no lock.
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

  /** @param used hash of a refresh token @param anew what it was exchanged for before is of no use any more */
  take(source: string, used: string, anew: boolean, now: number): TokenLease {
    const sealed = anew ? null : this.successor(source, used);
    if (sealed !== null) return { is: 'done', sealed };
    const held = this.#sql
      .exec<{ holder: string }>('select holder from turns where source = ? and until > ?', source, now)
      .toArray();
    if (held.length > 0) return { is: 'taken' };
    const holder = crypto.randomUUID();
    this.#sql.exec('insert or replace into turns values (?, ?, ?)', source, holder, now + LEASE_MS);
    return { is: 'yours', holder };
  }

  /** Ends a turn. @param sealed what the token was exchanged for; null when nothing came of it */
  end(source: string, holder: string, used: string, sealed: string | null, now: number): void {
    // Kept also of somebody whose turn was over: the token is used up all the same.
    if (sealed !== null)
      this.#sql.exec('insert or replace into renewals values (?, ?, ?, ?)', source, used, sealed, now);
    this.#sql.exec('delete from renewals where at < ?', now - SUCCESSOR_RETENTION_MS);
    this.#sql.exec('delete from turns where source = ? and holder = ?', source, holder);
  }

  /** What a refresh token was exchanged for, sealed; null when it was not, as far as is remembered. */
  successor(source: string, used: string): string | null {
    const found = this.#sql
      .exec<{ sealed: string }>('select sealed from renewals where source = ? and used = ?', source, used)
      .toArray();
    return found[0]?.sealed ?? null;
  }
}
