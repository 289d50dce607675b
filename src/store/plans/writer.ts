import type { RecordError } from '../../domain/shared/record-error.ts';
import type { NextUser } from '../../domain/sync/decision.ts';
import type { Outcome } from '../../domain/sync/vocabulary.ts';
import type { AttributeChange } from '../../domain/user/changes.ts';
import type { StoreScope } from '../scope.ts';

/** D1 takes values up to 2 MB in production, and does not enforce it locally: larger lists are split. */
const MAX_PAGE_CHARACTERS = 450_000;

/**
 * JSON arrays of rows, each small enough for one bound parameter.
 * @param rows each already JSON text
 */
export function* jsonPages(rows: Iterable<string>, most = MAX_PAGE_CHARACTERS): Generator<string> {
  let page: string[] = [];
  let size = 0;
  for (const row of rows) {
    if (page.length > 0 && size + row.length > most) {
      yield `[${page.join(',')}]`;
      page = [];
      size = 0;
    }
    page.push(row);
    size += row.length + 1;
  }
  if (page.length > 0) yield `[${page.join(',')}]`;
}

/** A user record to be written. IDs are the tenant's own. */
export interface PlannedRecord {
  ordinal: number;
  userId: number | null;
  outcome: Outcome;
  reason: string | null;
  label: { full_name: string | null; email: string | null } | null;
  employeeKey: string | null;
  emailKey: string | null;
  emailHolder: number | null;
  handover: number | null;
  chunk: number | null;
  offset: number | null;
  length: number | null;
  payload: string | null;
  changes: AttributeChange[];
  errors: RecordError[];
  next: NextUser | null;
  baseVersion: number | null;
}

/** A record about nothing but a user and what becomes of them: what it does not say is null. */
export const blankRecord = (ordinal: number, userId: number | null, outcome: Outcome): PlannedRecord => ({
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

/** What a step leaves behind beside its records. */
export interface StepMarker {
  step: 'plan' | 'judge' | 'absent' | 'buckets' | 'handovers' | 'write' | 'end';
  part: number;
  firstOrdinal: number;
  records: number;
  counts: Record<string, number>;
  pack: string | null;
}

/** Order of the columns in a row's JSON. */
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

const INSERT_RECORDS = `insert or replace into user_records (sync_id, ordinal, user_id, outcome, reason, label, employee_key, email_key, email_holder,
    handover, chunk, "offset", length, payload, changes, errors, next, base_version)
  select ?1, value->>0, ?3 + (value->>1), value->>2, value->>3, value->>4, value->>5, value->>6, ?3 + (value->>7), value->>8, value->>9,
    value->>10, value->>11, value->>12, value->>13, value->>14, value->>15, value->>16 from json_each(?2)`;

/*
 * Created records are most of a first sync, and every extraction from JSON costs SQLite about two microseconds a row: they
 * have a narrower statement of their own. Their label and changes are read from `next`.
 */
const createdRecordJson = (row: PlannedRecord): string =>
  JSON.stringify([row.ordinal, row.userId, row.employeeKey, row.emailKey, row.offset, row.length, row.next]);

const INSERT_CREATED_RECORDS = `insert or replace into user_records (sync_id, ordinal, user_id, outcome, employee_key, email_key, chunk, "offset", length, next)
  select ?1, value->>0, ?3 + (value->>1), 'created', value->>2, value->>3, ?4, value->>4, value->>5, value->>6 from json_each(?2)`;

/** A created record that says nothing beyond its values. */
const isPlainCreated = (row: PlannedRecord): boolean =>
  row.outcome === 'created' && row.payload === null && row.errors.length === 0 && row.emailHolder === null;

/** A UNIQUE fault on the marker: this step was done before. */
const isDuplicateMarker = (breakage: unknown): boolean =>
  breakage instanceof Error && breakage.message.includes('UNIQUE constraint failed: step_markers');

/** Writes what a step decided, once. */
export const plansWriter = ({ d1, base }: StoreScope) => ({
  /**
   * Writes a marker and records in one transaction.
   * @returns false when that step was done before; nothing was written then
   */
  async save(syncId: number, marker: StepMarker, records: readonly PlannedRecord[]): Promise<boolean> {
    const statements = [this.markerStatement(syncId, marker), ...this.recordStatements(syncId, records)];
    return this.once(statements);
  },

  /** Runs a batch whose first statement inserts a marker. @returns false when it was there before */
  async once(statements: D1PreparedStatement[]): Promise<boolean> {
    try {
      await d1.batch(statements);
      return true;
    } catch (breakage) {
      if (isDuplicateMarker(breakage)) return false;
      throw breakage;
    }
  },

  markerStatement(syncId: number, marker: StepMarker): D1PreparedStatement {
    return d1
      .prepare(
        'insert into step_markers (sync_id, step, part, first_ordinal, records, counts, pack) values (?, ?, ?, ?, ?, ?, ?)',
      )
      .bind(
        base + syncId,
        marker.step,
        marker.part,
        marker.firstOrdinal,
        marker.records,
        JSON.stringify(marker.counts),
        marker.pack,
      );
  },

  recordStatements(syncId: number, records: readonly PlannedRecord[]): D1PreparedStatement[] {
    const created = records.filter(isPlainCreated);
    const others = created.length === 0 ? records : records.filter((record) => !isPlainCreated(record));
    const chunk = created[0]?.chunk ?? null;
    return [
      ...[...jsonPages(created.map(createdRecordJson))].map((page) =>
        d1.prepare(INSERT_CREATED_RECORDS).bind(base + syncId, page, base, chunk),
      ),
      ...[...jsonPages(others.map(recordJson))].map((page) =>
        d1.prepare(INSERT_RECORDS).bind(base + syncId, page, base),
      ),
    ];
  },

  /** Records that settling corrects: those that have a row keep who they are about, plain skips get a row. */
  correctionStatements(syncId: number, records: readonly PlannedRecord[]): D1PreparedStatement[] {
    return [...jsonPages(records.map(recordJson))].map((page) =>
      d1
        .prepare(
          `${INSERT_RECORDS.replace('insert or replace', 'insert')} where true on conflict (sync_id, ordinal) do update set user_id = excluded.user_id,
             outcome = excluded.outcome, reason = excluded.reason, errors = excluded.errors, employee_key = null, email_key = null,
             email_holder = null, changes = null, next = null, base_version = null`,
        )
        .bind(base + syncId, page, base),
    );
  },

  /** @returns the counts of a step that is done, or null */
  async done(syncId: number, step: StepMarker['step'], part: number): Promise<Record<string, number> | null> {
    const row = await d1.first<{ counts: string }>(
      'select counts from step_markers where sync_id = ? and step = ? and part = ?',
      base + syncId,
      step,
      part,
    );
    return row ? JSON.parse(row.counts) : null;
  },
});
