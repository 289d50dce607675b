import { ordinalsOf } from '../domain/sync/bucket.ts';
import { Bindings } from './bindings.ts';
import { bucketOf } from './ids.ts';
import type { RecordView } from './record-row.ts';
import { recordsOf } from './records.ts';
import type { StoreScope } from './scope.ts';
import type { SyncView } from './sync-row.ts';
import { textFirst } from './text-first.ts';
import { usersOf } from './users.ts';
import { lowered, loweredSql } from './without-case.ts';

/** More users than these matching a search are too many to look at: the search wants another letter. */
const MOST_USERS = 50;

/** Looks for people in one sync of a tenant. */
export const recordSearchOf = (scope: StoreScope) => {
  const { db, base, tenantId } = scope;
  const users = usersOf(scope);
  const records = recordsOf(scope);

  /** Where records of users with these names, e-mails or employee IDs are. */
  async function ofUsers(sync: SyncView, search: string): Promise<number[]> {
    const found = await users.list({ limit: MOST_USERS }, { search });
    if (found.length === 0) return [];
    const rows = await db.all<{ bucket: number; pack: string }>(
      'select bucket, pack from record_buckets where bucket in (select value from json_each(?)) and sync_id = ?',
      JSON.stringify([...new Set(found.map(({ id }) => bucketOf(tenantId, id)))]),
      base + (sync.planOf ?? sync.id),
    );
    const packs = new Map(rows.map(({ bucket, pack }) => [bucket, pack]));
    return found.flatMap(({ id }) => ordinalsOf(packs.get(bucketOf(tenantId, id)) ?? '', id));
  }

  /**
   * Where people are whom nobody matched, by the name and e-mail that their payload gave. A created record keeps them in
   * what it will write; looking at that as text first spares most rows their JSON.
   */
  async function ofStrangers(sync: SyncView, search: string, after: number, limit: number): Promise<number[]> {
    const bindings = new Bindings();
    const wanted = bindings.add(lowered(search.trim()));
    const has = (sql: string): string => `instr(${loweredSql(sql, [search], bindings)}, ${wanted})`;
    const inNext = ['full_name', 'email', 'employee_id'].map((key) => has(`(next->'attributes'->>'${key}')`));
    const called = `outcome = 'created' and ${textFirst('next', search.trim(), bindings)} and (${inNext.join(' or ')})`;
    const rows = await db.all<{ ordinal: number }>(
      `select ordinal from user_records where sync_id = ${bindings.add(base + (sync.planOf ?? sync.id))}
         and ordinal > ${bindings.add(after)} and (${has('label')} or (${called})) order by ordinal limit ${bindings.add(limit)}`,
      ...bindings.values,
    );
    return rows.map(({ ordinal }) => ordinal);
  }

  return {
    /** People by a part of a name, an e-mail (old ones too) or an employee ID, those that nobody matched included. */
    async people(sync: SyncView, search: string, page: { after?: number; limit: number }): Promise<RecordView[]> {
      const after = page.after ?? -1;
      const [known, strangers] = await Promise.all([
        ofUsers(sync, search),
        ofStrangers(sync, search, after, page.limit),
      ]);
      const ordinals = [...new Set([...known.filter((ordinal) => ordinal > after), ...strangers])];
      return records.pick(sync, ordinals.sort((a, b) => a - b).slice(0, page.limit));
    },
  };
};
