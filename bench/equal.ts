import { isDeepStrictEqual } from 'node:util';
import type { UserRecord } from '../src/store/records/stored.ts';
import type { Sync } from '../src/store/syncs/reader.ts';
import type { newTenant } from './rig.ts';

const PAGE = 2000;

/** What must be the same in a dry run and a live sync of one snapshot: everything but who was written, and when. */
const shown = ({ ordinal, outcome, reason, changes, errors }: UserRecord) => ({
  ordinal,
  outcome,
  reason,
  changes,
  errors,
});

/** How many records of two syncs differ. */
export async function differences(store: Awaited<ReturnType<typeof newTenant>>, a: Sync, b: Sync): Promise<number> {
  let different = Math.abs(a.records - b.records);
  for (let after = -1; ; ) {
    const [left, right] = await Promise.all([
      store.records.list(a, { after, limit: PAGE }),
      store.records.list(b, { after, limit: PAGE }),
    ]);
    left.forEach((record, index) => {
      const other = right[index];
      if (!other || !isDeepStrictEqual(shown(record), shown(other))) different += 1;
    });
    const last = left.at(-1);
    if (!last || left.length < PAGE) return different;
    after = last.ordinal;
  }
}
