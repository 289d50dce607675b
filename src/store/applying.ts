import {
  ALIASES,
  CHANGES,
  DID_NOT_LAND,
  HANDED,
  IN_SLICE,
  KEYS_FREE,
  NEW_KEYS,
  NEW_USER,
  NOT_HANDED,
  overlay,
  PROTECTED_SINCE,
  SET,
  SPARED,
  STALE_GROUPS,
  STANDS,
  UNCHANGED_SINCE,
} from './applying-sql.ts';
import type { Marker } from './plans.ts';
import type { StoreScope } from './scope.ts';
import type { Slice } from './slice.ts';

/** Writes sealed plans to users, set-based: the number of statements does not grow with the number of people. */
export const applyingOf = ({ db, base, tenantId }: StoreScope) => {
  const bind = (sql: string, slice: Slice) =>
    db
      .prepare(sql)
      .bind(
        ...[
          base + slice.plan,
          slice.from,
          slice.to,
          tenantId,
          slice.source,
          slice.now,
          base + slice.sync,
          JSON.stringify(slice.except.map((id) => base + id)),
          'This user was changed after the plan was made, so the plan was not applied to them. Run a new sync.',
        ].slice(0, Math.max(...[...sql.matchAll(/\?(\d)/g)].map((found) => Number(found[1])))),
      );
  const marker = (step: Marker['step'], slice: Slice) =>
    db
      .prepare(
        'insert into step_markers (sync_id, step, part, first_ordinal, records, counts) values (?, ?, ?, ?, ?, ?)',
      )
      .bind(base + slice.sync, step, slice.part, slice.from, slice.to - slice.from, '{}');
  /** How many of each outcome did not land, before they are marked. */
  const missed = (step: Marker['step'], slice: Slice, where: string) =>
    bind(
      `update step_markers set counts = json_patch(counts, (select json_group_object(outcome, n) from (
         select r.outcome, count(*) as n from user_records r where ${IN_SLICE} and ${where} and ${DID_NOT_LAND} group by r.outcome)))
       where sync_id = ?7 and step = '${step}' and part = ${Math.trunc(slice.part)}`,
      slice,
    );

  return {
    /** Records with an outcome that apply writes, cut into parts. @returns the ordinal that ends each part */
    async boundaries(plan: number, outcomes: readonly string[], size: number): Promise<number[]> {
      const rows = await db.all<{ ordinal: number }>(
        `select ordinal + 1 as ordinal from (select ordinal, row_number() over (order by ordinal) as n from user_records
           where sync_id = ? and outcome in (select value from json_each(?))) where n % ? = 0`,
        base + plan,
        JSON.stringify(outcomes),
        size,
      );
      return rows.map((row) => row.ordinal);
    },

    hasHandovers: async (plan: number): Promise<boolean> =>
      (await db.first(
        'select 1 as one from user_records where sync_id = ? and handover is not null limit 1',
        base + plan,
      )) !== null,

    /** E-mails that move between people: all addresses are freed first, in the same transaction. */
    handovers: (slice: Slice): D1PreparedStatement[] => [
      marker('handovers', slice),
      bind(
        `update step_markers set counts = (select json_group_object(outcome, n) from (select r.outcome, count(*) as n from user_records r
           where ${IN_SLICE} and ${HANDED} and ${STALE_GROUPS} group by r.outcome))
         where sync_id = ?7 and step = 'handovers' and part = 0`,
        slice,
      ),
      bind(overlay(`${HANDED} and ${STALE_GROUPS}`), slice),
      bind(`${ALIASES} where ${IN_SLICE} and ${HANDED} and ${CHANGES} and ${STANDS} on conflict do nothing`, slice),
      bind(
        `update users set email_key = 'handover:' || users.id from user_records r
         where ${IN_SLICE} and ${HANDED} and ${CHANGES} and ${STANDS} and ${UNCHANGED_SINCE}`,
        slice,
      ),
      bind(
        `update users set ${SET}, ${NEW_KEYS} from user_records r where ${IN_SLICE} and ${HANDED} and ${CHANGES} and ${STANDS} and ${UNCHANGED_SINCE}`,
        slice,
      ),
      bind(`${NEW_USER} where ${IN_SLICE} and ${HANDED} and r.outcome = 'created' and ${STANDS}`, slice),
    ],

    /** Created, updated and restored users of a slice; those that changed meanwhile are marked, not overwritten. */
    write: (slice: Slice): D1PreparedStatement[] => {
      const own = `${NOT_HANDED} and r.outcome in ('created', 'updated', 'restored')`;
      return [
        marker('write', slice),
        bind(`${NEW_USER} where ${IN_SLICE} and ${NOT_HANDED} and r.outcome = 'created' on conflict do nothing`, slice),
        bind(
          `update users set ${SET} from user_records r where ${IN_SLICE} and ${NOT_HANDED} and ${CHANGES} and r.email_key is null and r.employee_key is null
             and ${UNCHANGED_SINCE}`,
          slice,
        ),
        bind(
          `${ALIASES} where ${IN_SLICE} and ${NOT_HANDED} and ${CHANGES} and r.email_key is not null and ${KEYS_FREE} on conflict do nothing`,
          slice,
        ),
        bind(
          `update users set ${SET}, ${NEW_KEYS} from user_records r where ${IN_SLICE} and ${NOT_HANDED} and ${CHANGES}
             and (r.email_key is not null or r.employee_key is not null) and ${UNCHANGED_SINCE} and ${KEYS_FREE}`,
          slice,
        ),
        missed('write', slice, own),
        bind(`${overlay(`${own} and ${DID_NOT_LAND}`)}`, slice),
      ];
    },

    /** Terminations of a slice: access ends, everything else stays. */
    end: (slice: Slice): D1PreparedStatement[] => {
      const lost = `r.outcome = 'terminated' and not ${PROTECTED_SINCE}`;
      return [
        marker('end', slice),
        bind(
          `update step_markers set counts = json_object('protected', (select count(*) from user_records r
             where ${IN_SLICE} and r.outcome = 'terminated' and ${PROTECTED_SINCE}))
           where sync_id = ?7 and step = 'end' and part = ${Math.trunc(slice.part)}`,
          slice,
        ),
        bind(SPARED, slice),
        bind(
          `update users set state = 'terminated', terminated_at = ?6, override = null, override_seen = null, version = users.version + 1,
             last_sync_id = ?7, changed_at = ?6 from user_records r
           where ${IN_SLICE} and r.outcome = 'terminated' and ${UNCHANGED_SINCE} and users.protected = 0`,
          slice,
        ),
        missed('end', slice, lost),
        bind(overlay(`${lost} and ${DID_NOT_LAND}`), slice),
      ];
    },

    /** What did not land, over all slices of a sync. */
    async missed(sync: number): Promise<Record<string, number>> {
      const rows = await db.all<{ key: string; n: number }>(
        `select c.key, sum(c.value) as n from step_markers m, json_each(m.counts) c
         where m.sync_id = ? and m.step in ('handovers', 'write', 'end') group by c.key`,
        base + sync,
      );
      return Object.fromEntries(rows.map((row) => [row.key, row.n]));
    },

    /** People of a plan whom an admin left out, and how many of them it would have ended. */
    async leftOut(plan: number, except: readonly number[]): Promise<{ people: number; terminated: number }> {
      if (except.length === 0) return { people: 0, terminated: 0 };
      const row = await db.first<{ people: number; terminated: number }>(
        `select count(*) as people, coalesce(sum(outcome = 'terminated'), 0) as terminated from user_records
         where sync_id = ? and outcome in ('created', 'updated', 'restored', 'terminated') and user_id in (select value from json_each(?))`,
        base + plan,
        JSON.stringify(except.map((id) => base + id)),
      );
      return row ?? { people: 0, terminated: 0 };
    },

    /** How far a sync has applied its plan, by ordinal. */
    async reach(sync: number): Promise<{ write: number; end: number; handovers: boolean }> {
      const rows = await db.all<{ step: string; reach: number }>(
        `select step, max(first_ordinal + records) as reach from step_markers where sync_id = ? and step in ('write', 'end', 'handovers') group by step`,
        base + sync,
      );
      const of = (step: string) => rows.find((row) => row.step === step)?.reach ?? 0;
      return { write: of('write'), end: of('end'), handovers: of('handovers') > 0 };
    },

    /** Parts of a step that are done. */
    async partsDone(sync: number, step: 'write' | 'end'): Promise<Set<number>> {
      const rows = await db.all<{ part: number }>(
        'select part from step_markers where sync_id = ? and step = ?',
        base + sync,
        step,
      );
      return new Set(rows.map((row) => row.part));
    },
  };
};
