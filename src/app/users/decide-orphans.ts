import type { TenantReader } from '../../store/open.ts';
import { openTenantForWriting } from '../../store/open-for-writing.ts';
import type { Orphan, OrphanDecision, OrphanSelection } from '../../store/orphans/reader.ts';
import type { Tenant } from '../../store/tenants/reader.ts';

/** Bounds one request; the caller repeats it for the rest. */
const MAX_SLICES = 20;

/** Orphans: users whose data source is off and whom the one in use does not know. */
export interface OrphanPage {
  /** The source in use; null when all are off, and nobody is an orphan. */
  source: string | null;
  /** False while the source in use has applied no full sync: then nobody is listed yet. */
  known: boolean;
  count: { all: number; protected: number };
  list: Orphan[];
}

/** @param after only users with a later ID */
export async function readOrphans(store: TenantReader, after: number, limit: number): Promise<OrphanPage> {
  const source = (await store.dataSources.enabledPull())?.kind ?? null;
  const known = source !== null && (await store.orphans.areKnown(source));
  if (!known) return { source, known, count: { all: 0, protected: 0 }, list: [] };
  const [count, list] = await Promise.all([store.orphans.count(), store.orphans.list(after, limit)]);
  return { source, known, count, list };
}

/** Cheap where no data source was ever switched. */
export async function countOrphans(store: TenantReader): Promise<number> {
  const sources = await store.dataSources.list();
  const switched = sources.some(({ kind, enabled, firstAppliedAt }) => !enabled && kind !== 'scim' && firstAppliedAt);
  const source = sources.find(({ kind, enabled }) => enabled && kind !== 'scim');
  if (!switched || !source || !(await store.orphans.areKnown(source.kind))) return 0;
  return (await store.orphans.count()).all;
}

export interface OrphanDecisionResult {
  decided: number;
  /** Orphans that are still there: protected ones, or more than one request decides. */
  left: number;
}

/** Idempotent; the audit log names each user. */
export async function decideOrphans(
  env: Env,
  tenant: Tenant,
  selection: OrphanSelection,
  decision: OrphanDecision,
  by: string,
): Promise<OrphanDecisionResult> {
  const store = openTenantForWriting(env, tenant);
  const { known } = await readOrphans(store, 0, 1);
  if (!known) return { decided: 0, left: 0 };
  let decided = 0;
  for (let slice = 0; slice < MAX_SLICES; slice++) {
    const count = await store.orphans.decide(selection, decision, by, Date.now());
    decided += count;
    if (count === 0) break;
  }
  return { decided, left: (await store.orphans.count()).all };
}
