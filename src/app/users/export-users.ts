import { localDay } from '../../domain/sync/schedule.ts';
import { exportCells, exportColumns } from '../../domain/user/export-columns.ts';
import { describeFilter, type UserFilter } from '../../domain/user/filter/filter.ts';
import { BYTE_ORDER_MARK, csvRow } from '../../lib/csv-cell.ts';
import { zeroCost } from '../../store/cost.ts';
import { openTenantForWriting } from '../../store/open-for-writing.ts';
import type { Tenant } from '../../store/tenants/reader.ts';

/** With attributes of a few KB each, far below the memory of an isolate. */
const USERS_PER_READ = 1000;

export interface UserExport {
  name: string;
  body: ReadableStream<Uint8Array>;
}

/**
 * CSV, by ID. It is entered in the audit log, with the number of matching users, before its first byte is sent, so that
 * an aborted export is there too.
 * @param cost is charged with what the export costs, also while it is read
 */
export async function exportUsers(
  env: Env,
  tenant: Tenant,
  filter: UserFilter,
  by: string,
  cost = zeroCost(),
): Promise<UserExport> {
  const store = openTenantForWriting(env, tenant, cost);
  const { users } = store;
  const now = Date.now();
  const [definitions, count] = await Promise.all([store.mappings.definitions(), users.count(filter)]);
  const columns = exportColumns(definitions, tenant.settings.export_without);
  await store.audit.record(by, 'users_exported', { users: count, filter: describeFilter(filter) }, now);
  const encoder = new TextEncoder();
  let after: number | undefined;
  const body = new ReadableStream<Uint8Array>(
    {
      start: (controller) => controller.enqueue(encoder.encode(BYTE_ORDER_MARK + csvRow(columns.header))),
      // Called only when the consumer has room: one read is in memory at a time.
      async pull(controller) {
        const page = { limit: USERS_PER_READ, ...(after !== undefined && { after }) };
        const rows = await users.list(page, filter);
        after = rows.at(-1)?.id;
        if (rows.length > 0) {
          controller.enqueue(encoder.encode(rows.map((user) => csvRow(exportCells(user, columns))).join('')));
        }
        if (rows.length < USERS_PER_READ) controller.close();
      },
    },
    { highWaterMark: 1 },
  );
  return { name: `${tenant.slug}-users-${localDay(tenant.timeZone, now)}.csv`, body };
}
