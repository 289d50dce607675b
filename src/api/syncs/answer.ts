import type { Context } from 'hono';
import type { TenantEnv } from '../../auth/actor.ts';
import type { Fault } from '../../domain/fault.ts';
import type { Result } from '../../lib/result.ts';
import type { SyncView } from '../../store/sync-row.ts';
import { progressOf } from '../../syncs/progress-of.ts';
import { urlOf } from '../links.ts';
import { problem } from '../problem/problem.ts';
import { showSync } from './show.ts';

/** A sync with how it gets on. */
export const fullSync = async (c: Context<TenantEnv>, sync: SyncView) =>
  showSync(sync, await progressOf(c.env, c.var.store.tenant, sync));

/** Answers with what a verb made of a sync: 202 and where it is when it goes on by itself. */
export async function answerSync(c: Context<TenantEnv>, result: Result<SyncView, Fault>, status: 200 | 202) {
  if (!result.ok) return problem(c, result.fault);
  if (status === 202) c.header('Location', urlOf(c, `/syncs/${result.value.id}`));
  return c.json(await fullSync(c, result.value), status);
}
