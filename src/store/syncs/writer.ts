import { and, eq } from 'drizzle-orm';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import type { Statement } from '../d1.ts';
import type { StoreScope } from '../scope.ts';
import { type Sync, syncsReader } from './reader.ts';
import { mappingDrafts, syncs } from './tables.ts';

type RequiredColumn =
  | 'id'
  | 'trigger'
  | 'scope'
  | 'persisted'
  | 'state'
  | 'phase'
  | 'pinned'
  | 'createdBy'
  | 'createdAt';
type OptionalColumn = 'reason' | 'planOf' | 'snapshotOf' | 'retryOf' | 'personKey' | 'userId';

/** Its source, mapping version and day are taken from `pinned`. */
export interface NewSync extends Pick<Sync, RequiredColumn>, Partial<Pick<Sync, OptionalColumn>> {
  /** The unsaved mapping that a preview tries. */
  draft?: Mapping;
}

type ChangeableColumn =
  | 'state'
  | 'phase'
  | 'persisted'
  | 'pinned'
  | 'fetchStartedAt'
  | 'attempt'
  | 'records'
  | 'bytes'
  | 'complete'
  | 'counts'
  | 'unidentified'
  | 'ended'
  | 'reason'
  | 'reasonCode'
  | 'guards'
  | 'finishedAt'
  | 'approvedAt'
  | 'appliedAt'
  | 'userId'
  | 'cost'
  | 'exchanges'
  | 'feed';

export type SyncPatch = Partial<Pick<Sync, ChangeableColumn>>;

export const syncsWriter = (scope: StoreScope) => {
  const { db, rowId, tenantId } = scope;
  const toRowId = (id: number | null | undefined) => (id == null ? null : rowId(id));

  return {
    ...syncsReader(scope),

    async insert({ draft, ...sync }: NewSync): Promise<void> {
      const { source, mappingVersion, today } = sync.pinned;
      const statements: Statement[] = [
        db.insert(syncs).values({
          ...sync,
          id: rowId(sync.id),
          tenantId,
          source,
          mappingVersion,
          today,
          planOf: toRowId(sync.planOf),
          snapshotOf: toRowId(sync.snapshotOf),
          retryOf: toRowId(sync.retryOf),
          userId: toRowId(sync.userId),
          finishedAt: sync.state === 'not_run' ? sync.createdAt : null,
        }),
      ];
      if (draft) statements.push(db.insert(mappingDrafts).values({ syncId: rowId(sync.id), body: draft }));
      await db.batch(statements);
    },

    async update(id: number, patch: SyncPatch): Promise<void> {
      await this.updateFrom(null, id, patch);
    },

    /**
     * In one statement, so that of two concurrent actions one is refused.
     * @param from null for any state
     * @returns false when the sync is in another state
     */
    async updateFrom(from: Sync['state'] | null, id: number, { userId, ...patch }: SyncPatch): Promise<boolean> {
      const changes = { ...patch, ...(userId != null && { userId: rowId(userId) }) };
      if (Object.values(changes).every((value) => value === undefined)) return true;
      const { meta } = await db
        .update(syncs)
        .set(changes)
        .where(and(eq(syncs.id, rowId(id)), from === null ? undefined : eq(syncs.state, from)));
      return meta.changes === 1;
    },
  };
};
