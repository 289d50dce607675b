import type { StoreScope } from '../scope.ts';

/** A data source as configured. Secrets are sealed; only a sync opens them. */
export interface DataSource {
  kind: string;
  enabled: boolean;
  settings: unknown;
  sealed: string | null;
  firstAppliedAt: number | null;
  changedAt: number;
  reviewedAt: number | null;
}

interface Row {
  kind: string;
  enabled: number;
  settings: string;
  sealed: string | null;
  first_applied_at: number | null;
  changed_at: number;
  reviewed_at: number | null;
}

const fromRow = (row: Row): DataSource => ({
  kind: row.kind,
  enabled: row.enabled === 1,
  settings: JSON.parse(row.settings),
  sealed: row.sealed,
  firstAppliedAt: row.first_applied_at,
  changedAt: row.changed_at,
  reviewedAt: row.reviewed_at,
});

/** Data sources of one tenant. */
export const dataSourcesReader = ({ db, tenantId }: StoreScope) => ({
  async get(kind: string): Promise<DataSource | null> {
    const row = await db.first<Row>('select * from data_sources where tenant_id = ? and kind = ?', tenantId, kind);
    return row && fromRow(row);
  },

  async list(): Promise<DataSource[]> {
    const rows = await db.all<Row>('select * from data_sources where tenant_id = ? order by kind', tenantId);
    return rows.map(fromRow);
  },

  /** The pull source that is enabled, or null. SCIM pushes and is none. */
  async enabledPull(): Promise<DataSource | null> {
    const row = await db.first<Row>(
      `select * from data_sources where tenant_id = ? and enabled = 1 and kind <> 'scim' order by changed_at desc limit 1`,
      tenantId,
    );
    return row && fromRow(row);
  },

  /**
   * Saves settings; enabling one pull source turns the others off, in the same transaction.
   * @param replaces the sealed secrets that the new ones were made from; without it, whatever is there
   * @returns false, and nothing is changed, when the source renewed its secrets meanwhile
   */
  async save(
    source: Pick<DataSource, 'kind' | 'enabled' | 'settings' | 'sealed'>,
    now: number,
    replaces?: string | null,
  ): Promise<boolean> {
    const always = Number(replaces === undefined);
    const save = db
      .prepare(
        `insert into data_sources (tenant_id, kind, enabled, settings, sealed, changed_at) values (?1, ?2, ?3, ?4, ?5, ?6)
         on conflict (tenant_id, kind) do update set enabled = excluded.enabled, settings = excluded.settings, sealed = excluded.sealed,
           changed_at = excluded.changed_at where ?7 = 1 or data_sources.sealed is ?8`,
      )
      .bind(
        tenantId,
        source.kind,
        Number(source.enabled),
        JSON.stringify(source.settings),
        source.sealed,
        now,
        always,
        replaces ?? null,
      );
    const others = db
      .prepare(
        `update data_sources set enabled = 0 where tenant_id = ?1 and kind not in (?2, 'scim') and enabled = 1 and ?3 = 1
           and exists (select 1 from data_sources where tenant_id = ?1 and kind = ?2 and sealed is ?4)`,
      )
      .bind(tenantId, source.kind, Number(source.enabled), source.sealed);
    const [saved] = await db.batch([save, others]);
    return saved?.meta.changes === 1;
  },

  /**
   * Replaces sealed secrets that a source renewed by itself: no change of settings, so no new review is asked for.
   * @param before what is replaced. @returns false, and nothing is changed, when it is no longer that.
   */
  async reseal(kind: string, before: string | null, after: string): Promise<boolean> {
    const row = await db.first<{ kind: string }>(
      'update data_sources set sealed = ? where tenant_id = ? and kind = ? and sealed is ? returning kind',
      after,
      tenantId,
      kind,
      before,
    );
    return row !== null;
  },

  /** What the source kept of its last sync, or null. */
  async recall(kind: string): Promise<unknown> {
    const row = await db.first<{ memory: string | null }>(
      'select memory from data_sources where tenant_id = ? and kind = ?',
      tenantId,
      kind,
    );
    return row?.memory == null ? null : JSON.parse(row.memory);
  },

  /** Keeps something of this sync for the next one: no change of settings. */
  async keep(kind: string, memory: object): Promise<void> {
    await db.run(
      'update data_sources set memory = ? where tenant_id = ? and kind = ?',
      JSON.stringify(memory),
      tenantId,
      kind,
    );
  },

  /**
   * An admin applied a full sync of this source: from now on the schedule may write, if no settings changed since that
   * plan was begun.
   */
  async markApplied(kind: string, planBegunAt: number, now: number): Promise<void> {
    await db.run(
      `update data_sources set first_applied_at = coalesce(first_applied_at, ?1),
         reviewed_at = case when changed_at <= ?2 then ?1 else reviewed_at end where tenant_id = ?3 and kind = ?4`,
      now,
      planBegunAt,
      tenantId,
      kind,
    );
  },

  /** An admin looked at a dry run made with the settings in force. */
  async markReviewed(kind: string, syncStartedAt: number, now: number): Promise<void> {
    await db.run(
      'update data_sources set reviewed_at = ? where tenant_id = ? and kind = ? and changed_at <= ? and coalesce(reviewed_at, 0) < changed_at',
      now,
      tenantId,
      kind,
      syncStartedAt,
    );
  },
});
