import { sql } from 'drizzle-orm';
import { packBucket } from '../../domain/sync/snapshot-index.ts';
import type { OutcomeCounts } from '../../domain/sync/vocabulary.ts';
import type { Statement } from '../d1.ts';
import { stepMarkers, type userRecords } from '../records/tables.ts';
import type { StoreScope } from '../scope.ts';
import type { Leaver } from '../users/reader.ts';
import { applyStatements } from './apply.ts';
import type { StepMarker } from './markers.ts';
import { plansReader } from './reader.ts';

/** D1 takes values up to 2 MB in production, and does not enforce it locally: larger lists are split. */
const MAX_PAGE_CHARACTERS = 450_000;

/** Each small enough for one bound parameter. @param rows each already JSON text */
function* jsonPages(rows: Iterable<string>): Generator<string> {
  let page: string[] = [];
  let size = 0;
  for (const row of rows) {
    if (page.length > 0 && size + row.length > MAX_PAGE_CHARACTERS) {
      yield `[${page.join(',')}]`;
      page = [];
      size = 0;
    }
    page.push(row);
    size += row.length + 1;
  }
  if (page.length > 0) yield `[${page.join(',')}]`;
}

type RecordColumns = typeof userRecords.$inferSelect;

/** IDs are the tenant's own. */
export interface PlannedRecord extends Omit<RecordColumns, 'syncId' | 'changes' | 'errors'> {
  changes: NonNullable<RecordColumns['changes']>;
  errors: NonNullable<RecordColumns['errors']>;
}

export const blankRecord = (
  ordinal: number,
  userId: number | null,
  outcome: RecordColumns['outcome'],
): PlannedRecord => ({
  ordinal,
  userId,
  outcome,
  reason: null,
  label: null,
  employeeKey: null,
  emailKey: null,
  emailHolder: null,
  handover: null,
  chunk: null,
  offset: null,
  length: null,
  payload: null,
  changes: [],
  errors: [],
  next: null,
  baseVersion: null,
});

/** In the order of `RECORD_COLUMNS`. */
const recordJson = (row: PlannedRecord): string =>
  JSON.stringify([
    row.ordinal,
    row.userId,
    row.outcome,
    row.reason,
    row.label,
    row.employeeKey,
    row.emailKey,
    row.emailHolder,
    row.handover,
    row.chunk,
    row.offset,
    row.length,
    row.payload,
    // A created user's changes are its values: they are read from `next`.
    row.outcome === 'created' || row.changes.length === 0 ? null : row.changes,
    row.errors.length === 0 ? null : row.errors,
    row.next,
    row.baseVersion,
  ]);

const RECORD_COLUMNS = sql`(sync_id, ordinal, user_id, outcome, reason, label, employee_key, email_key, email_holder, handover,
  chunk, "offset", length, payload, changes, errors, next, base_version)`;

const recordValues = (syncRowId: number, base: number, page: string) => sql`select ${syncRowId}, value->>0,
    ${base} + (value->>1), value->>2, value->>3, value->>4, value->>5, value->>6, ${base} + (value->>7), value->>8, value->>9,
    value->>10, value->>11, value->>12, value->>13, value->>14, value->>15, value->>16
  from json_each(${page})`;

/*
 * Created records are most of a first sync, and every extraction from JSON costs SQLite about two microseconds a row: they
 * have a narrower statement. Their label and changes are read from `next`.
 */
const createdRecordJson = (row: PlannedRecord): string =>
  JSON.stringify([row.ordinal, row.userId, row.employeeKey, row.emailKey, row.offset, row.length, row.next]);

const isPlainCreated = (row: PlannedRecord): boolean =>
  row.outcome === 'created' && row.payload === null && row.errors.length === 0 && row.emailHolder === null;

const isDuplicateMarker = (breakage: unknown): boolean =>
  breakage instanceof Error && breakage.message.includes('UNIQUE constraint failed: step_markers');

/** Each step in one transaction, whose first statement inserts its marker. */
export const plansWriter = (scope: StoreScope) => {
  const { db, base, rowId } = scope;
  const reader = plansReader(scope);
  return {
    ...reader,
    ...applyStatements(scope),
    save,
    runOnce,
    saveLeavers,
    markerStatement,
    recordStatements,
    correctionStatements,
    bucketStatements,
    handoverGroupStatement,
    recountStatement,
  };

  /** @returns false when that step was done before; nothing was written then */
  async function save(syncId: number, marker: StepMarker, records: readonly PlannedRecord[]): Promise<boolean> {
    return runOnce([markerStatement(syncId, marker), ...recordStatements(syncId, records)]);
  }

  /** The first statement inserts a marker. @returns false when it was there before; nothing was written then */
  async function runOnce(statements: readonly Statement[]): Promise<boolean> {
    try {
      await db.batch(statements);
      return true;
    } catch (breakage) {
      if (isDuplicateMarker(breakage)) return false;
      throw breakage;
    }
  }

  /** Coming twice is harmless. */
  async function saveLeavers(syncId: number, leavers: readonly Leaver[], counts: OutcomeCounts): Promise<void> {
    const records = leavers.map(({ id, version }, ordinal) => ({
      ...blankRecord(ordinal, id, 'terminated'),
      changes: [{ attribute: 'state', before: 'active', after: 'terminated' }],
      baseVersion: version,
    }));
    const buckets = Map.groupBy(
      leavers.map(({ id }, ordinal) => ({ userId: id, ordinal })),
      (entry) => reader.bucketOf(entry.userId),
    );
    const packed = buckets.entries().map(([bucket, entries]) => ({ bucket, pack: packBucket(entries) }));
    const marker = { step: 'plan', part: 0, firstOrdinal: 0, records: leavers.length, counts, pack: null } as const;
    await runOnce([
      markerStatement(syncId, marker),
      ...recordStatements(syncId, records),
      ...bucketStatements(syncId, packed),
    ]);
  }

  function markerStatement(syncId: number, marker: StepMarker): Statement {
    return db.insert(stepMarkers).values({ syncId: rowId(syncId), ...marker });
  }

  function recordStatements(syncId: number, records: readonly PlannedRecord[]): Statement[] {
    const created = records.filter(isPlainCreated);
    const others = created.length === 0 ? records : records.filter((record) => !isPlainCreated(record));
    const chunk = created[0]?.chunk ?? null;
    const syncRowId = rowId(syncId);
    return [
      ...jsonPages(created.map(createdRecordJson)).map(
        (page) => sql`insert or replace into user_records
            (sync_id, ordinal, user_id, outcome, employee_key, email_key, chunk, "offset", length, next)
          select ${syncRowId}, value->>0, ${base} + (value->>1), 'created', value->>2, value->>3, ${chunk}, value->>4,
            value->>5, value->>6
          from json_each(${page})`,
      ),
      ...jsonPages(others.map(recordJson)).map(
        (page) => sql`insert or replace into user_records ${RECORD_COLUMNS} ${recordValues(syncRowId, base, page)}`,
      ),
    ];
  }

  /** Those that have a row keep who they are about, plain skips get a row. */
  function correctionStatements(syncId: number, records: readonly PlannedRecord[]): Statement[] {
    return [
      ...jsonPages(records.map(recordJson)).map(
        (page) => sql`insert into user_records ${RECORD_COLUMNS} ${recordValues(rowId(syncId), base, page)} where true
          on conflict (sync_id, ordinal) do update set user_id = excluded.user_id, outcome = excluded.outcome,
            reason = excluded.reason, errors = excluded.errors, employee_key = null, email_key = null, email_holder = null,
            changes = null, next = null, base_version = null`,
      ),
    ];
  }

  function bucketStatements(syncId: number, buckets: Iterable<{ bucket: number; pack: string }>): Statement[] {
    const rows = [...buckets].map(({ bucket, pack }) => JSON.stringify([bucket, pack]));
    return [
      ...jsonPages(rows).map(
        (page) => sql`insert into record_buckets (bucket, sync_id, pack)
          select value->>0, ${rowId(syncId)}, value->>1 from json_each(${page}) where true on conflict do nothing`,
      ),
    ];
  }

  function handoverGroupStatement(syncId: number, groups: readonly { ordinal: number; group: number }[]): Statement {
    const list = JSON.stringify(groups.map(({ ordinal, group }) => [ordinal, group]));
    return sql`update user_records set handover = j.value->>1 from json_each(${list}) j
      where user_records.sync_id = ${rowId(syncId)} and user_records.ordinal = j.value->>0`;
  }

  function recountStatement(syncId: number, chunks: readonly Pick<StepMarker, 'part' | 'counts'>[]): Statement {
    const list = JSON.stringify(chunks.map(({ part, counts }) => [part, counts]));
    return sql`update step_markers set counts = j.value->>1 from json_each(${list}) j
      where step_markers.sync_id = ${rowId(syncId)} and step_markers.step = 'plan' and step_markers.part = j.value->>0`;
  }
};
