import {
  and,
  asc,
  desc,
  eq,
  getTableName,
  gt,
  inArray,
  isNotNull,
  lt,
  lte,
  min,
  notExists,
  type SQL,
  sql,
} from 'drizzle-orm';
import { alias, unionAll } from 'drizzle-orm/sqlite-core';
import { unpackRecords } from '../../domain/sync/pack.ts';
import type { AttributeChange } from '../../domain/user/changes.ts';
import { inList } from '../columns.ts';
import type { StoreScope } from '../scope.ts';
import type { Sync } from '../syncs/reader.ts';
import { stepMarkers, userRecords } from './tables.ts';

const { ordinal, userId, outcome, reason, label, handover, chunk, offset, length, payload, changes, errors, next } =
  userRecords;
const columns = {
  ordinal,
  userId,
  outcome,
  reason,
  label,
  handover,
  chunk,
  offset,
  length,
  payload,
  changes,
  errors,
  next,
};
type RecordRow = Pick<typeof userRecords.$inferSelect, keyof typeof columns>;

export interface StoredRecord extends Pick<RecordRow, 'ordinal' | 'userId' | 'outcome' | 'reason' | 'label'> {
  syncId: number;
  handover: boolean;
  changes: AttributeChange[];
  errors: NonNullable<RecordRow['errors']>;
  /** Null for an absent user, and where it was removed. */
  payload: { inline: string } | { chunk: number; offset: number; length: number } | null;
}

export interface RecordFilter {
  outcome?: RecordRow['outcome'] | undefined;
  userId?: number | undefined;
  /** An attribute that changed. */
  changed?: string | undefined;
  error?: string | undefined;
}

const TABLE = getTableName(userRecords);
const MAX_ORDINAL = 2 ** 40;

const chunkColumns = {
  part: stepMarkers.part,
  firstOrdinal: stepMarkers.firstOrdinal,
  records: stepMarkers.records,
  pack: sql`${stepMarkers.pack}`.mapWith(String).as('pack'),
};
type PackedChunkRow = Pick<typeof stepMarkers.$inferSelect, 'part' | 'firstOrdinal' | 'records'> & { pack: string };

/**
 * Reads records as they are stored: a row, or — plain *unchanged* — an entry of its chunk's pack. A sync that applies
 * another's plan shows that plan's records, under whatever it marked itself.
 */
export const storedRecords = ({ db, rowId }: StoreScope) => {
  const planId = (sync: Sync) => rowId(sync.planOf ?? sync.id);

  /** Rows of the plan with the applying sync's own marks over them, called `user_records` as if they were the table. */
  function rowsOf(sync: Sync) {
    const own = db
      .select(columns)
      .from(userRecords)
      .where(eq(userRecords.syncId, rowId(sync.id)));
    if (sync.planOf === null) return own.as(TABLE);
    const mark = alias(userRecords, 'mark');
    const marked = db
      .select({ ordinal: mark.ordinal })
      .from(mark)
      .where(and(eq(mark.syncId, rowId(sync.id)), eq(mark.ordinal, ordinal)));
    const planned = db
      .select(columns)
      .from(userRecords)
      .where(and(eq(userRecords.syncId, rowId(sync.planOf)), notExists(marked)));
    return unionAll(planned, own).as(TABLE);
  }

  const select = (sync: Sync, where: SQL | undefined) => db.select(columns).from(rowsOf(sync)).where(where);

  return { listRows, listRowsBefore, listWithPacked, listWithPackedBefore, readAt };

  async function listRows(sync: Sync, after: number, limit: number, filter: RecordFilter): Promise<StoredRecord[]> {
    const start = Math.max(after, await firstCounted(sync, after, filter));
    const rows = await select(sync, and(gt(ordinal, start), matchesFilter(filter)))
      .orderBy(asc(ordinal))
      .limit(limit);
    return rows.map((row) => toStoredRecord(row, sync.id));
  }

  /** Where the first chunk begins that has any of what is looked for: those before it are not read at all. */
  async function firstCounted(sync: Sync, after: number, { outcome, changed, error }: RecordFilter): Promise<number> {
    const key = changed ? `changed:${changed}` : error ? `error:${error}` : outcome;
    const isCounted = sync.planOf === null && error !== 'changed_since_plan' && !(changed && outcome === 'created');
    const from = await db
      .select({ first: min(stepMarkers.firstOrdinal) })
      .from(stepMarkers)
      .where(
        and(
          eq(stepMarkers.syncId, planId(sync)),
          inArray(stepMarkers.step, ['plan', 'absent']),
          sql`${stepMarkers.firstOrdinal} + ${stepMarkers.records} > ${after}`,
          isCounted ? sql`${stepMarkers.counts}->>${`$."${key?.replaceAll('"', '')}"`} > 0` : undefined,
        ),
      )
      .get();
    return (from?.first ?? (sync.persisted ? 0 : MAX_ORDINAL)) - 1;
  }

  async function listRowsBefore(sync: Sync, before: number, limit: number, filter: RecordFilter) {
    const rows = await select(sync, and(lt(ordinal, before), matchesFilter(filter)))
      .orderBy(desc(ordinal))
      .limit(limit);
    return rows.map((row) => toStoredRecord(row, sync.id)).reverse();
  }

  /** Ordinals are dense, so the page before begins about so many earlier; among skipped ones, further back. */
  async function listWithPackedBefore(sync: Sync, before: number, limit: number, skippedOnly: boolean) {
    for (let reach = limit; ; reach *= 4) {
      const from = Math.max(-1, before - reach - 1);
      const window = await listWithPacked(sync, from, reach, skippedOnly);
      const found = window.filter((record) => record.ordinal < before);
      if (found.length >= limit || from < 0) return found.slice(-limit);
    }
  }

  async function listWithPacked(
    sync: Sync,
    after: number,
    limit: number,
    skippedOnly: boolean,
  ): Promise<StoredRecord[]> {
    const found: StoredRecord[] = [];
    let at = after;
    for (;;) {
      const packed = await db
        .select(chunkColumns)
        .from(stepMarkers)
        .where(
          and(
            eq(stepMarkers.syncId, planId(sync)),
            eq(stepMarkers.step, 'plan'),
            sql`${stepMarkers.firstOrdinal} + ${stepMarkers.records} > ${at + 1}`,
            isNotNull(stepMarkers.pack),
            skippedOnly ? sql`${stepMarkers.counts}->>'skipped' > 0` : undefined,
          ),
        )
        .orderBy(asc(stepMarkers.part))
        .limit(1)
        .get();
      const end = packed ? packed.firstOrdinal + packed.records : MAX_ORDINAL;
      const rows = await select(
        sync,
        and(gt(ordinal, at), lt(ordinal, end), skippedOnly ? eq(outcome, 'skipped') : undefined),
      )
        .orderBy(asc(ordinal))
        .limit(limit - found.length);
      const unchanged = packed ? await packedIn(sync, packed, at, end) : [];
      const both = [...rows.map((row) => toStoredRecord(row, sync.id)), ...unchanged];
      found.push(...both.sort((a, b) => a.ordinal - b.ordinal).slice(0, limit - found.length));
      if (found.length >= limit || !packed) return found;
      at = end - 1;
    }
  }

  /** Without those that have a row. */
  async function packedIn(sync: Sync, packed: PackedChunkRow, after: number, end: number): Promise<StoredRecord[]> {
    const rows = await db
      .select({ ordinal })
      .from(userRecords)
      .where(and(inArray(userRecords.syncId, [rowId(sync.id), planId(sync)]), gt(ordinal, after), lt(ordinal, end)));
    const taken = new Set(rows.map((row) => row.ordinal));
    return unpackChunk(sync, packed).filter((record) => record.ordinal > after && !taken.has(record.ordinal));
  }

  /** In order of ordinal. */
  async function readAt(sync: Sync, ordinals: readonly number[]): Promise<StoredRecord[]> {
    const rows = await select(sync, inList(ordinal, ordinals)).orderBy(asc(ordinal));
    const found = rows.map((row) => toStoredRecord(row, sync.id));
    const missing = new Set(ordinals);
    for (const { ordinal } of found) missing.delete(ordinal);
    for (const place of missing) {
      const packed = await db
        .select(chunkColumns)
        .from(stepMarkers)
        .where(
          and(
            eq(stepMarkers.syncId, planId(sync)),
            eq(stepMarkers.step, 'plan'),
            isNotNull(stepMarkers.pack),
            lte(stepMarkers.firstOrdinal, place),
            sql`${stepMarkers.firstOrdinal} + ${stepMarkers.records} > ${place}`,
          ),
        )
        .get();
      const record = packed && unpackChunk(sync, packed).find((one) => one.ordinal === place);
      if (record) found.push(record);
    }
    return found.sort((a, b) => a.ordinal - b.ordinal);
  }
};

const matchesFilter = (filter: RecordFilter) =>
  and(
    filter.outcome && eq(outcome, filter.outcome),
    filter.changed === undefined
      ? undefined
      : sql`exists (select 1 from json_each(${changes}) c where c.value->>'attribute' = ${filter.changed})`,
    filter.error === undefined
      ? undefined
      : sql`exists (select 1 from json_each(${errors}) e where e.value->>'code' = ${filter.error})`,
  );

function toStoredRecord(row: RecordRow, syncId: number): StoredRecord {
  const { ordinal, userId, outcome, reason, label, handover, changes, errors, next } = row;
  return {
    syncId,
    ordinal,
    userId,
    label: label ?? labelFromNext(next),
    outcome,
    reason,
    handover: handover !== null,
    changes: changes ?? createdValues(outcome, next),
    errors: errors ?? [],
    payload: payloadPlace(row),
  };
}

function labelFromNext(next: RecordRow['next']): StoredRecord['label'] {
  if (next === null) return null;
  const { full_name, email } = next.attributes;
  return {
    full_name: typeof full_name === 'string' ? full_name : null,
    email: typeof email === 'string' ? email : null,
  };
}

const createdValues = (outcome: RecordRow['outcome'], next: RecordRow['next']): AttributeChange[] =>
  outcome !== 'created' || next === null
    ? []
    : Object.entries(next.attributes).map(([attribute, after]) => ({ attribute, before: null, after }));

function payloadPlace({ payload, chunk, offset, length }: RecordRow): StoredRecord['payload'] {
  if (payload !== null) return { inline: payload };
  return chunk === null || offset === null || length === null ? null : { chunk, offset, length };
}

function unpackChunk(sync: Sync, chunk: PackedChunkRow): StoredRecord[] {
  const records: StoredRecord[] = [];
  let offset = 0;
  let ordinal = chunk.firstOrdinal;
  for (const { hasRow, userId, length } of unpackRecords(chunk.pack)) {
    if (!hasRow) {
      records.push({
        syncId: sync.id,
        ordinal,
        userId: userId || null,
        label: null,
        outcome: 'skipped',
        reason: 'unchanged',
        handover: false,
        changes: [],
        errors: [],
        payload: { chunk: chunk.part, offset, length },
      });
    }
    ordinal += 1;
    offset += length + 1;
  }
  return records;
}
