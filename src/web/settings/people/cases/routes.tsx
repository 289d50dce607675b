import { type Context, Hono } from 'hono';
import type { TenantEnv } from '../../../../auth/actor.ts';
import { describeFault } from '../../../../domain/fault.ts';
import type { SourceKind } from '../../../../domain/sync/words.ts';
import { pinCase } from '../../../../syncs/mapping/pin-case.ts';
import { notFoundPage } from '../../../errors/answers.ts';
import { showPart, wantsPart } from '../../../frame/show.tsx';
import { verbStatus } from '../../../frame/words.ts';
import { showIntegrations } from '../../show.tsx';
import { fieldsOf, integrationsAt } from '../address.ts';
import { type Fields, readForm } from '../mapping/form.ts';
import { sourceKind } from '../read.ts';
import { readTesterRequest, triedOn } from '../try/request.ts';
import { Cases } from './cases.tsx';

/** `/{tenant}/settings/integrations/cases…`: people pinned to a mapping. What is typed in the form beside them stays. */
export const casePages = new Hono<TenantEnv>();

async function show(
  c: Context<TenantEnv>,
  source: SourceKind,
  typed: Fields,
  problem: string | null = null,
  status: 200 | 404 | 409 | 422 = 200,
) {
  if (!wantsPart(c)) {
    const tester = readTesterRequest(typed);
    return showIntegrations(c, { source, mapping: { form: readForm(typed) }, tester, problem }, status);
  }
  const cases = await c.var.store.mappingCases.list(source);
  return showPart(c, <Cases base={integrationsAt(c)} cases={cases} problem={problem} />, status);
}

casePages.get('/cases', (c) => c.redirect(`${integrationsAt(c)}#people`, 303));

casePages.post('/cases', async (c) => {
  const typed = await fieldsOf(c);
  const source = sourceKind(typed.source);
  if (source === undefined) return notFoundPage(c);
  const on = triedOn(readTesterRequest(typed));
  const pinned = await pinCase(c.var.store, source, on, null, c.var.actor.label);
  if (pinned.ok) return show(c, source, typed);
  return show(c, source, typed, describeFault(pinned.fault), verbStatus(pinned.fault.code));
});

casePages.post('/cases/:id/remove', async (c) => {
  const typed = await fieldsOf(c);
  const source = sourceKind(typed.source);
  if (source === undefined) return notFoundPage(c);
  // One that somebody else has just removed is gone all the same.
  await c.var.store.mappingCases.remove(Number(c.req.param('id')) || 0);
  return show(c, source, typed);
});
