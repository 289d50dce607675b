import type { Context } from 'hono';
import type { TenantEnv } from '../../../../auth/actor.ts';
import { wrappersFor } from '../../../../syncs/sources/wrappers.ts';
import { csvSftpForm } from './csv-sftp.ts';
import { customForm } from './custom.ts';
import type { SourceForm } from './fields.ts';
import { httpApiForm } from './http-api.ts';
import { workdayForm } from './workday.ts';

const FORMS: ReadonlyMap<string, SourceForm> = new Map([
  ['workday', workdayForm],
  ['http-api', httpApiForm],
  ['csv-sftp', csvSftpForm],
]);

/** Whether a kind of data source can be set up here. */
export const hasForm = (kind: string): boolean => kind === 'custom' || FORMS.has(kind);

/** The form of a kind of data source, or null for one that cannot be set up here. */
export async function formOf(c: Context<TenantEnv>, kind: string): Promise<SourceForm | null> {
  // Which settings a wrapper takes, it says itself.
  if (kind === 'custom') return customForm(await wrappersFor(c.env, c.var.store.tenant));
  return FORMS.get(kind) ?? null;
}
