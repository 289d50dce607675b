import type { StoreScope } from '../scope.ts';

/** What an admin decides about one user. */
export const usersWriter = ({ d1, base, tenantId }: StoreScope) => ({
  /** Keeps a user from being terminated by a sync, also by a plan made before. @returns false when it was so already */
  async protect(id: number, on: boolean): Promise<boolean> {
    const where = 'where id = ?2 and tenant_id = ?3 and protected <> ?1';
    return (await d1.run(`update users set protected = ?1 ${where}`, Number(on), base + id, tenantId)) === 1;
  },

  /** Keeps somebody's personal data beyond the deprovisioning delay. @returns false when it was so already */
  async hold(id: number, on: boolean): Promise<boolean> {
    const where = 'where id = ?2 and tenant_id = ?3 and legal_hold <> ?1 and anonymised_at is null';
    return (await d1.run(`update users set legal_hold = ?1 ${where}`, Number(on), base + id, tenantId)) === 1;
  },

  /**
   * An admin's own hand: ends or restores access, visibly, until the data source's own state changes. Taking that back
   * leaves the user as the source has them, so nothing is overridden any more.
   * @returns false when the user is already so
   */
  async override(id: number, override: 'terminated' | 'restored', now: number): Promise<boolean> {
    const state = override === 'terminated' ? 'terminated' : 'active';
    const changed = await d1.run(
      `update users set state = ?3, override = case when override is null then ?4 end,
         override_seen = case when override is not null then null when state = 'active' then 'active' else 'gone' end,
         terminated_at = case when ?3 = 'terminated' then ?5 else null end, version = version + 1, changed_at = ?5
       where id = ?1 and tenant_id = ?2 and state <> ?3 and anonymised_at is null`,
      base + id,
      tenantId,
      state,
      override,
      now,
    );
    return changed === 1;
  },
});
