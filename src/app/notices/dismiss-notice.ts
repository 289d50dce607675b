import { openTenantForWriting } from '../../store/open-for-writing.ts';
import type { Tenant } from '../../store/tenants/reader.ts';

/** @returns false when there is no such notice, or it was dismissed before */
export const dismissNotice = (env: Env, tenant: Tenant, id: number, by: string): Promise<boolean> =>
  openTenantForWriting(env, tenant).notices.dismiss(id, by, Date.now());
