import { type Fault, fault } from '../domain/fault.ts';
import { emailKey, employeeKey } from '../domain/user/keys.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { PersonKey } from '../sources/source.ts';
import type { StepStore } from '../store/open.ts';
import type { RecordView } from '../store/record-row.ts';
import type { SyncView } from '../store/sync-row.ts';
import type { UserView } from '../store/users.ts';
import { payloadOf } from './payload-of.ts';

const MOST_ROWS = 20;

/** A person's row, and as of when it counts. */
export interface AppliedRow {
  bytes: Uint8Array;
  /** Milliseconds since the epoch; null: it is what the user was last made from, so nothing newer is known. */
  asOf: number | null;
}

const never = fault(
  'person_not_found',
  'This data source gives files of everybody, and none of them has been applied yet. Sync everybody first.',
);
const notIn = ({ id }: SyncView): Fault =>
  fault(
    'person_not_found',
    `This data source gives files of everybody, and the last one that was applied, in sync ${id}, does not have this person. Nobody was changed or terminated.`,
    { sync_id: id },
  );
const several = ({ id }: SyncView, found: number): Fault =>
  fault(
    'person_ambiguous',
    `The last applied file, in sync ${id}, has ${found} rows that fit. Nobody was changed. Ask with the employee ID.`,
    { sync_id: id, found },
  );
const gone = ({ id }: SyncView): Fault =>
  fault('person_not_found', `The row of this person in sync ${id} is no longer kept. Sync everybody.`, { sync_id: id });

/** Takes one person's row from the last applied snapshot of a source. Faults `person_not_found`, `person_ambiguous`. */
export async function lastApplied(store: StepStore, kind: string, key: PersonKey): Promise<Result<AppliedRow, Fault>> {
  const sync = await store.syncHistory.lastApplied(kind);
  if (!sync) return fail(never);
  const user = await userOf(store, key);
  const rows = user ? await rowsOf(store, sync, user) : await strangersOf(store, sync, key);
  const [row] = rows;
  if (!row) return fail(notIn(sync));
  if (rows.length > 1) return fail(several(sync, rows.length));
  const payload = await payloadOf(store, sync, row);
  if (!payload.ok) return fail(gone(sync));
  const bytes = new TextEncoder().encode(payload.value.text);
  return ok({ bytes, asOf: (await madeFrom(store, sync, user)) ? null : sync.fetchStartedAt });
}

async function userOf(store: StepStore, { employee_id, email }: PersonKey): Promise<UserView | null> {
  const keys = { employeeKey: employeeKey(employee_id), emailKey: emailKey(email), fingerprint: '' };
  const [found] = await store.finding.find([keys], '');
  const user = keys.employeeKey === null ? found?.byEmail : found?.byEmployee;
  return user ? store.users.get(user.id) : null;
}

/** Rows that are of this user; of several of one person, the one that counted. */
async function rowsOf(store: StepStore, sync: SyncView, { id }: UserView): Promise<RecordView[]> {
  const rows = await store.records.list(sync, { limit: MOST_ROWS }, { userId: id });
  return rows.filter(({ payload, reason }) => payload !== null && reason !== 'secondary_row');
}

/** Rows of somebody who is no user, because they failed: known by the e-mail in their label. */
async function strangersOf(store: StepStore, sync: SyncView, { email }: PersonKey): Promise<RecordView[]> {
  const wanted = emailKey(email);
  if (wanted === null) return [];
  const rows = await store.recordSearch.people(sync, wanted, { limit: MOST_ROWS });
  return rows.filter(
    ({ user, label, payload }) => !user && payload !== null && emailKey(label?.email ?? null) === wanted,
  );
}

/** Nothing happened to the user since, but syncs of this very row: it is not older than what it made. */
async function madeFrom(store: StepStore, applied: SyncView, user: UserView | null): Promise<boolean> {
  if (!user || user.lastSyncId === null) return user === null;
  if (user.lastSyncId === applied.id) return true;
  const last = await store.syncs.get(user.lastSyncId);
  return last !== null && last.scope === 'single' && last.source === applied.source && last.id > applied.id;
}
