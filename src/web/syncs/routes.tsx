import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { TenantEnv } from '../../auth/actor.ts';
import { requireSession } from '../../auth/identify.ts';
import { type Fault, fault } from '../../domain/fault.ts';
import type { Result } from '../../lib/result.ts';
import type { SyncView } from '../../store/sync-row.ts';
import { applySync, cancelSync, rejectSync } from '../../syncs/act.ts';
import { startSync } from '../../syncs/start.ts';
import { notFoundPage } from '../errors/answers.ts';
import { ask, goTo, type Question } from '../frame/dialog.tsx';
import { showPage, showPart, wantsPart } from '../frame/show.tsx';
import { verbStatus } from '../frame/words.ts';
import { applyQuestion, cancelQuestion, reviewQuestion, startQuestion } from './dialogs.tsx';
import { SyncListPart, SyncUsersButton } from './page.tsx';
import { SyncRow } from './parts.tsx';
import { readSyncs, syncOf, syncsAt, watch } from './read.ts';
import { isRunning } from './words.ts';

const MOST_LEAVING = 50;

const persistSchema = z.object({ persist: z.literal('on').optional().catch(undefined) });
const approvalSchema = z.object({
  terminations: z.literal('on').optional().catch(undefined),
  leave_out: z.literal('on').optional().catch(undefined),
  except: z
    .preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(z.coerce.number().int().positive()))
    .catch([]),
});

/** `/{tenant}/syncs`: for admins only; a viewer sees 404. */
export const syncPages = new Hono<TenantEnv>();

syncPages.use(requireSession('admin'));

syncPages.get('/', async (c) => {
  const list = await readSyncs(c);
  if (wantsPart(c)) return showPart(c, <SyncListPart {...list} />);
  const page = {
    title: 'People Integration Syncs',
    section: 'syncs',
    context: 'What came in from the data source, what changed, and why.',
    actions: (
      <>
        <a class="button" href={`/${c.var.store.tenant.slug}/settings/integrations#people`}>
          People Integration Settings
        </a>
        <SyncUsersButton base={list.base} />
      </>
    ),
  } as const;
  return showPage(c, page, <SyncListPart {...list} />);
});

syncPages.get('/new', async (c) => {
  const source = await c.var.store.dataSources.enabledPull();
  const missing = fault('source_missing', 'No data source is enabled. Set one up and enable it first.');
  return ask(c, startQuestion(syncsAt(c), false, source ? null : missing));
});

syncPages.post('/', async (c) => {
  const { tenant } = c.var.store;
  const persist = persistSchema.parse(await c.req.parseBody()).persist === 'on';
  const started = await startSync(c.env, tenant, { trigger: 'manual', persist, createdBy: c.var.actor.label });
  if (!started.ok) return ask(c, startQuestion(syncsAt(c), persist, started.fault), verbStatus(started.fault.code));
  return done(c, `Sync ${started.value.id} started`);
});

/** One row, for a row that counts while its sync runs. */
syncPages.get('/:id/row', async (c) => {
  const sync = await syncOf(c);
  if (!sync) return notFoundPage(c);
  // Its end may have put others on the list, and moves a bar above it.
  if (!isRunning(sync)) c.header('HX-Trigger', 'syncs:changed');
  return showPart(c, <SyncRow {...(await watch(c, sync))} base={syncsAt(c)} now={Date.now()} />);
});

type Asking = (c: Context<TenantEnv>, sync: SyncView, fault: Fault | null) => Question | Promise<Question>;

const cancelling: Asking = async (c, sync, fault) => {
  const { progress } = await watch(c, sync);
  return cancelQuestion(syncsAt(c), sync, progress, fault);
};
const applying: Asking = (c, sync, fault) => applyQuestion(syncsAt(c), sync, fault);
const reviewing: Asking = async (c, sync, fault) => {
  const leaving = await c.var.store.records.list(sync, { limit: MOST_LEAVING }, { outcome: 'terminated' });
  return reviewQuestion(syncsAt(c), sync, leaving, fault);
};

const question = (asking: Asking) => async (c: Context<TenantEnv>) => {
  const sync = await syncOf(c);
  return sync ? ask(c, await asking(c, sync, null)) : notFoundPage(c);
};

syncPages.get('/:id/cancel', question(cancelling));
syncPages.get('/:id/apply', question(applying));
syncPages.get('/:id/review', question(reviewing));

type Act = (c: Context<TenantEnv>, id: number) => Promise<Result<SyncView, Fault>>;

/** Runs a verb; after a refusal the question stands again, with the reason. */
const answer = (act: Act, asking: Asking, words: (sync: SyncView) => string) => async (c: Context<TenantEnv>) => {
  const sync = await syncOf(c);
  if (!sync) return notFoundPage(c);
  const acted = await act(c, sync.id);
  if (acted.ok) return done(c, words(acted.value), acted.value.id);
  return ask(c, await asking(c, sync, acted.fault), verbStatus(acted.fault.code));
};

const approve: Act = async (c, id) => {
  const { terminations, leave_out, except } = approvalSchema.parse(await c.req.parseBody({ all: true }));
  const applies = c.req.path.endsWith('/apply');
  const approval = { terminations: applies ? leave_out !== 'on' : terminations === 'on', except };
  return applySync(c.env, c.var.store.tenant, id, approval, c.var.actor.label);
};
const reject: Act = (c, id) => rejectSync(c.env, c.var.store.tenant, id, c.var.actor.label);
const cancel: Act = (c, id) => cancelSync(c.env, c.var.store.tenant, id, c.var.actor.label);

syncPages.post(
  '/:id/cancel',
  answer(cancel, cancelling, ({ id }) => `Sync ${id} cancelled`),
);
syncPages.post(
  '/:id/apply',
  answer(approve, applying, ({ id }) => `Sync ${id} applies the plan`),
);
syncPages.post(
  '/:id/approve',
  answer(approve, reviewing, ({ id }) => `Sync ${id} goes on`),
);
syncPages.post(
  '/:id/reject',
  answer(reject, reviewing, ({ id }) => `Sync ${id} rejected`),
);

/** On the list itself the dialog closes and the list takes it in; from elsewhere one goes to see it. */
function done(c: Context<TenantEnv>, message: string, id?: number): Response {
  const current = c.req.header('HX-Current-URL');
  const list = syncsAt(c);
  const here = current && URL.canParse(current) ? new URL(current) : null;
  if (here?.pathname === list && here.search === '') {
    const events = { 'dialog:close': {}, 'syncs:changed': {}, toast: { message } };
    return c.body(null, 200, { 'HX-Trigger': JSON.stringify(events), 'HX-Reswap': 'none' });
  }
  return goTo(c, id === undefined ? list : `${list}/${id}/records`);
}
