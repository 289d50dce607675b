import type { KeyClaim } from '../../domain/sync/reconcile.ts';
import type { TalliedRecord } from '../../domain/sync/tally.ts';
import { UNMAPPED_KEY_PREFIX } from '../../domain/sync/unmapped.ts';
import type { OutcomeCounts } from '../../domain/sync/vocabulary.ts';
import type { KnownUser } from '../../domain/user/matching.ts';
import { BUCKET_SIZE } from '../ids.ts';
import type { StoreScope } from '../scope.ts';
import { changedAtIgnoringWriters } from './match.ts';
import { jsonPages } from './writer.ts';

/** A planned chunk, as its marker keeps it. */
export interface PackedChunk {
  part: number;
  firstOrdinal: number;
  counts: Record<string, number>;
  pack: string;
}

const CHUNKS_PER_READ = 40;
const USERS_PER_READ = 20_000;
const RECORDS_PER_READ = 10_000;

interface TalliedRow {
  ordinal: number;
  moves: 0 | 1;
  changed: string;
}

/** What settling reads and writes. */
export const reconcileStore = ({ d1, base, tenantId }: StoreScope) => ({
  /** In which chunks a planned snapshot lies. */
  async layout(syncId: number): Promise<{ chunk: number; first: number; records: number }[]> {
    return d1.all<{ chunk: number; first: number; records: number }>(
      `select part as chunk, first_ordinal as first, records from step_markers where sync_id = ? and step = 'plan' order by part`,
      base + syncId,
    );
  },

  /** All chunks of a plan, in order. */
  async chunks(syncId: number): Promise<PackedChunk[]> {
    const chunks: PackedChunk[] = [];
    for (;;) {
      const rows = await d1.all<{ part: number; first_ordinal: number; counts: string; pack: string }>(
        `select part, first_ordinal, counts, pack from step_markers where sync_id = ? and step = 'plan' and part > ? order by part limit ?`,
        base + syncId,
        chunks.at(-1)?.part ?? -1,
        CHUNKS_PER_READ,
      );
      for (const row of rows) {
        chunks.push({
          part: row.part,
          firstOrdinal: row.first_ordinal,
          counts: JSON.parse(row.counts),
          pack: row.pack,
        });
      }
      if (rows.length < CHUNKS_PER_READ) return chunks;
    }
  },

  /** Employee IDs of users, for messages. */
  async employeeIds(userIds: readonly number[]): Promise<Map<number, string | null>> {
    const rows = await d1.all<{ id: number; employee_id: string | null }>(
      'select id - ?2 as id, employee_id from users where id in (select ?2 + value from json_each(?1))',
      JSON.stringify(userIds),
      base,
    );
    return new Map(rows.map((row) => [row.id, row.employee_id]));
  },

  /**
   * Users of this source that a complete snapshot may find absent: the active ones, and those that an admin ended by
   * hand while the source still had them.
   * @param writers as in finding.ts
   */
  async *owned(source: string, writers: readonly number[] = []): AsyncGenerator<OwnedUser[]> {
    let after = 0;
    for (;;) {
      const row = await d1.first<{ found: string; last: number | null; size: number }>(
        `select json_group_array(json_array(id - ?1, state = 'active', protected, ${changedAtIgnoringWriters('?6', 'owned')}, version, override, override_seen)) as found, max(id) - ?1 as last, count(*) as size
         from (select * from users where id > ?1 + ?2 and id < ?1 + 1073741824 and tenant_id = ?3 and owner_source = ?4
           and (state = 'active' or (override = 'terminated' and override_seen = 'active')) order by id limit ?5) owned`,
        base,
        after,
        tenantId,
        source,
        USERS_PER_READ,
        JSON.stringify(writers.map((id) => base + id)),
      );
      const found: [number, 0 | 1, 0 | 1, number, number, KnownUser['override'], KnownUser['overrideSeen']][] =
        JSON.parse(row?.found ?? '[]');
      if (found.length > 0) {
        yield found.map(([id, active, isProtected, changedAt, version, override, overrideSeen]) => ({
          id,
          state: active ? 'active' : 'terminated',
          protected: isProtected === 1,
          changedAt,
          version,
          override,
          overrideSeen,
          ownerSource: source,
          details: null,
        }));
      }
      if (found.length < USERS_PER_READ || !row?.last) return;
      after = row.last;
    }
  },

  /** Statements that write where each user's records are. @param entries packed by bucket */
  bucketStatements(syncId: number, buckets: Iterable<{ bucket: number; pack: string }>): D1PreparedStatement[] {
    const rows = [...buckets].map(({ bucket, pack }) => JSON.stringify([bucket, pack]));
    return [...jsonPages(rows)].map((page) =>
      d1
        .prepare(
          'insert into record_buckets (bucket, sync_id, pack) select value->>0, ?1, value->>1 from json_each(?2) where true on conflict do nothing',
        )
        .bind(base + syncId, page),
    );
  },

  bucketOf: (userId: number): number => Math.floor((base + userId) / BUCKET_SIZE),

  /** What of some planned records is counted, to be taken back. */
  async tallied(syncId: number, ordinals: readonly number[]): Promise<Map<number, TalliedRecord>> {
    const found = new Map<number, TalliedRecord>();
    for (let at = 0; at < ordinals.length; at += RECORDS_PER_READ) {
      const rows = await d1.all<Pick<TalliedRecord, 'outcome' | 'reason' | 'role'> & TalliedRow>(
        `select r.ordinal, r.outcome, r.reason, r.email_key is not null as moves,
           (select json_group_array(c.value->>'attribute') from json_each(r.changes) c) as changed,
           (select c.value->>'after' from json_each(r.changes) c where c.value->>'attribute' = 'role') as role
         from user_records r where r.sync_id = ? and r.ordinal in (select value from json_each(?))`,
        base + syncId,
        JSON.stringify(ordinals.slice(at, at + RECORDS_PER_READ)),
      );
      for (const { ordinal, moves, changed, ...row } of rows) {
        found.set(ordinal, { ...row, changesEmail: moves === 1, changed: JSON.parse(changed) });
      }
    }
    return found;
  },

  /** Sets hand-over groups on records. */
  handoverStatement(syncId: number, groups: readonly { ordinal: number; group: number }[]): D1PreparedStatement {
    return d1
      .prepare(
        `update user_records set handover = j.value->>1 from json_each(?2) j where user_records.sync_id = ?1 and user_records.ordinal = j.value->>0`,
      )
      .bind(base + syncId, JSON.stringify(groups.map(({ ordinal, group }) => [ordinal, group])));
  },

  /** Corrects the counts of chunks in which settling changed outcomes. */
  recountStatement(
    syncId: number,
    counts: readonly { part: number; counts: Record<string, number> }[],
  ): D1PreparedStatement {
    return d1
      .prepare(
        `update step_markers set counts = j.value->>1 from json_each(?2) j
         where step_markers.sync_id = ?1 and step_markers.step = 'plan' and step_markers.part = j.value->>0`,
      )
      .bind(base + syncId, JSON.stringify(counts.map((chunk) => [chunk.part, chunk.counts])));
  },

  /** Counts of a plan as the markers say, summed over its chunks and absences. */
  async totals(syncId: number): Promise<{ counts: OutcomeCounts; tally: Record<string, number> }> {
    const rows = await d1.all<{ key: string; total: number }>(
      `select c.key, sum(c.value) as total from step_markers m, json_each(m.counts) c
       where m.sync_id = ? and m.step in ('plan', 'absent') and not c.key like '${UNMAPPED_KEY_PREFIX}%' group by c.key`,
      base + syncId,
    );
    const tally = Object.fromEntries(rows.map((row) => [row.key, row.total]));
    const of = (outcome: string) => tally[outcome] ?? 0;
    return {
      counts: {
        created: of('created'),
        updated: of('updated'),
        restored: of('restored'),
        terminated: of('terminated'),
        skipped: of('skipped'),
        failed: of('failed'),
      },
      tally,
    };
  },

  /** Active users that a source owns. */
  async activeOwned(source: string): Promise<number> {
    const row = await d1.first<{ n: number }>(
      `select count(*) as n from users where id > ?1 and id < ?1 + 1073741824 and owner_source = ?2 and state = 'active'`,
      base,
      source,
    );
    return row?.n ?? 0;
  },
});

/** A user who may be absent. */
export type OwnedUser = KnownUser;

/** A value of D1 holds 2 MB: a feed in which everybody comes twice has more claims than that. */
const CLAIMS_PER_READ = 10_000;

type ClaimRow = [
  ordinal: number,
  userId: number,
  employeeKey: string | null,
  emailKey: string | null,
  emailHolder: number | null,
  creates: 0 | 1,
];

/** ?1 sync ?2 base of IDs ?3 after this ordinal ?4 how many */
const CONFLICTING_CLAIMS = `with claims as materialized (select ordinal, user_id, outcome, employee_key, email_key, email_holder from user_records
    where sync_id = ?1 and outcome in ('created', 'updated', 'restored') and (email_key is not null or employee_key is not null)),
  chosen as materialized (
    select ordinal from claims where email_key in (select email_key from claims where email_key is not null group by email_key having count(*) > 1)
    union select ordinal from claims where employee_key in (select employee_key from claims where employee_key is not null group by employee_key having count(*) > 1)
    union select ordinal from claims where user_id in (select user_id from claims where employee_key is not null and outcome <> 'created' group by user_id having count(*) > 1)
    union select ordinal from claims where email_holder is not null
    union select ordinal from claims where user_id in (select email_holder from claims where email_holder is not null))
  select json_group_array(json_array(ordinal, user_id - ?2, employee_key, email_key, email_holder - ?2, outcome = 'created')) as found
  from (select * from claims where ordinal in chosen and ordinal > ?3 order by ordinal limit ?4)`;

/** Keys that the records of a plan take. */
export const keyConflicts = ({ d1, base }: StoreScope) => ({
  /** Records whose keys meet those of others: planned twice, or held by another user; and what those holders take. */
  async meeting(syncId: number): Promise<KeyClaim[]> {
    const claims: KeyClaim[] = [];
    for (;;) {
      const row = await d1.first<{ found: string }>(
        CONFLICTING_CLAIMS,
        base + syncId,
        base,
        claims.at(-1)?.ordinal ?? -1,
        CLAIMS_PER_READ,
      );
      const found: ClaimRow[] = JSON.parse(row?.found ?? '[]');
      for (const [ordinal, userId, employeeKey, emailKey, emailHolder, creates] of found) {
        claims.push({ ordinal, userId, employeeKey, emailKey, emailHolder, creates: creates === 1 });
      }
      if (found.length < CLAIMS_PER_READ) return claims;
    }
  },
});
