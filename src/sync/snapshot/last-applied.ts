import { type Fault, fault } from '../../domain/shared/fault.ts';
import { emailKey, employeeKey } from '../../domain/user/matching.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { PersonLookup } from '../../sources/source.ts';
import type { TenantReader } from '../../store/open.ts';
import type { TenantWriter } from '../../store/open-for-writing.ts';
import type { UserRecord } from '../../store/records/reader.ts';
import type { Sync } from '../../store/syncs/reader.ts';
import type { User } from '../../store/users/reader.ts';
import { findPayload } from './find-payload.ts';

const MAX_ROWS = 20;

export interface AppliedRow {
  bytes: Uint8Array;
  /** The time of its data, in milliseconds since the epoch; null when the user was last written from this very row. */
  asOf: number | null;
}

const noneApplied = fault('person_not_found', { case: 'no_file' });
const personNotInFile = ({ id }: Sync): Fault =>
  fault('person_not_found', { case: 'not_in_file', sync: id }, { sync_id: id });
const severalRows = ({ id }: Sync, found: number): Fault =>
  fault('person_ambiguous', { case: 'file', sync: id, found }, { sync_id: id, found });
const rowNotKept = ({ id }: Sync): Fault =>
  fault('person_not_found', { case: 'row_not_kept', sync: id }, { sync_id: id });

/** Faults `person_not_found`, `person_ambiguous`. */
export async function findLastAppliedRow(
  store: TenantWriter,
  kind: string,
  key: PersonLookup,
): Promise<Result<AppliedRow, Fault>> {
  const sync = await store.syncs.lastApplied(kind);
  if (!sync) return fail(noneApplied);
  const user = await findUser(store, key);
  const rows = user ? await rowsOfUser(store, sync, user) : await rowsByEmail(store, sync, key);
  const [row] = rows;
  if (!row) return fail(personNotInFile(sync));
  if (rows.length > 1) return fail(severalRows(sync, rows.length));
  const payload = await findPayload(store, sync, row);
  if (!payload.ok) return fail(rowNotKept(sync));
  const bytes = new TextEncoder().encode(payload.value.text);
  return ok({ bytes, asOf: (await isWrittenFromRow(store, sync, user)) ? null : sync.fetchStartedAt });
}

async function findUser(store: TenantWriter, { employee_id, email }: PersonLookup): Promise<User | null> {
  const keys = { employeeKey: employeeKey(employee_id), emailKey: emailKey(email), fingerprint: '' };
  const [found] = await store.plans.matchUsers([keys], '');
  const user = keys.employeeKey === null ? found?.byEmail : found?.byEmployee;
  return user ? store.users.get(user.id) : null;
}

/** Of several rows of one person only the selected one. */
async function rowsOfUser(store: TenantReader, sync: Sync, { id }: User): Promise<UserRecord[]> {
  const rows = await store.records.list(sync, { limit: MAX_ROWS }, { userId: id });
  return rows.filter(({ payload, reason }) => payload !== null && reason !== 'secondary_row');
}

/** Failed rows have no user; they are found by the e-mail in their label. */
async function rowsByEmail(store: TenantReader, sync: Sync, { email }: PersonLookup): Promise<UserRecord[]> {
  const wanted = emailKey(email);
  if (wanted === null) return [];
  const rows = await store.records.search(sync, wanted, { limit: MAX_ROWS });
  return rows.filter(
    ({ user, label, payload }) => !user && payload !== null && emailKey(label?.email ?? null) === wanted,
  );
}

/** Whether only syncs of this very row have written to the user since, so that it is not older than the user. */
async function isWrittenFromRow(store: TenantReader, applied: Sync, user: User | null): Promise<boolean> {
  if (!user || user.lastSyncId === null) return user === null;
  if (user.lastSyncId === applied.id) return true;
  const last = await store.syncs.get(user.lastSyncId);
  return last !== null && last.scope === 'single' && last.source === applied.source && last.id > applied.id;
}
