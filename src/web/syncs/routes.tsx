import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { applySync } from '../../app/syncs/apply-sync.ts';
import { startSync } from '../../app/syncs/start-sync.ts';
import { cancelSync, rejectSync } from '../../app/syncs/stop-sync.ts';
import type { TenantEnv } from '../../auth/actor.ts';
import { requireSession } from '../../auth/identify.ts';
import { type Fault, fault } from '../../domain/shared/fault.ts';
import type { Result } from '../../lib/result.ts';
import type { Sync } from '../../store/syncs/reader.ts';
import { type FormDialog, redirectTo, renderDialog } from '../frame/dialog.tsx';
import { faultStatus, notFoundPage } from '../frame/errors.tsx';
import { checkboxSchema } from '../frame/fields.tsx';
import { isFragmentRequest, renderFragment, renderPage } from '../frame/render.tsx';
import { applyPlanDialog, cancelSyncDialog, persistFormSchema, reviewSyncDialog, startSyncDialog } from './dialogs.tsx';
import { findSync, loadProgress, loadSyncs, syncsUrl } from './load-syncs.ts';
import { isRunning } from './sync-labels.ts';
import { SyncList, SyncUsersButton } from './sync-list.tsx';
import { SyncListRow } from './sync-row.tsx';

const MAX_LEAVERS = 50;

const approvalSchema = z.object({
  terminations: checkboxSchema,
  leave_out: checkboxSchema,
  except: z
    .preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(z.coerce.number().int().positive()))
    .catch([]),
});

export const syncPages = new Hono<TenantEnv>();

syncPages.use(requireSession('admin'));

syncPages.get('/', async (c) => {
  const list = await loadSyncs(c);
  if (isFragmentRequest(c)) return renderFragment(c, <SyncList {...list} />);
  const page = {
    title: 'People Integration Syncs',
    section: 'syncs',
    context: 'What came in from the data source, what changed, and why.',
    actions: (
      <>
        <a class="button" href={`${list.settingsPath}/integrations#people`}>
          People Integration Settings
        </a>
        <SyncUsersButton syncsPath={list.syncsPath} />
      </>
    ),
  } as const;
  return renderPage(c, page, <SyncList {...list} />);
});

syncPages.get('/new', async (c) => {
  const source = await c.var.store.dataSources.enabledPull();
  const missing = fault('source_missing', { reason: 'none_enabled' });
  return renderDialog(c, startSyncDialog(syncsUrl(c), false, source ? null : missing));
});

syncPages.post('/', async (c) => {
  const { tenant } = c.var.store;
  const { persist } = persistFormSchema.parse(await c.req.parseBody());
  const started = await startSync(c.env, tenant, { trigger: 'manual', persist, createdBy: c.var.actor.label });
  if (started.ok) return finishAction(c, `Sync ${started.value.id} started`);
  return renderDialog(c, startSyncDialog(syncsUrl(c), persist, started.fault), faultStatus(started.fault.code));
});

// A row polls this route while its sync runs.
syncPages.get('/:id/row', async (c) => {
  const sync = await findSync(c);
  if (!sync) return notFoundPage(c);
  // The list reloads too: the end of a sync changes the chart, and may have started other syncs.
  if (!isRunning(sync)) c.header('HX-Trigger', 'syncs:changed');
  return renderFragment(c, <SyncListRow {...(await loadProgress(c, sync))} syncsPath={syncsUrl(c)} />);
});

type DialogBuilder = (c: Context<TenantEnv>, sync: Sync, fault: Fault | null) => FormDialog | Promise<FormDialog>;

const cancelDialog: DialogBuilder = async (c, sync, fault) => {
  const { progress } = await loadProgress(c, sync);
  return cancelSyncDialog(syncsUrl(c), sync, progress, fault);
};
const applyDialog: DialogBuilder = (c, sync, fault) => applyPlanDialog(syncsUrl(c), sync, fault);
const reviewDialog: DialogBuilder = async (c, sync, fault) => {
  const leavers = await c.var.store.records.list(sync, { limit: MAX_LEAVERS }, { outcome: 'terminated' });
  return reviewSyncDialog(syncsUrl(c), sync, leavers, fault);
};

const dialogRoute = (build: DialogBuilder) => async (c: Context<TenantEnv>) => {
  const sync = await findSync(c);
  return sync ? renderDialog(c, await build(c, sync, null)) : notFoundPage(c);
};

syncPages.get('/:id/cancel', dialogRoute(cancelDialog));
syncPages.get('/:id/apply', dialogRoute(applyDialog));
syncPages.get('/:id/review', dialogRoute(reviewDialog));

type Action = (c: Context<TenantEnv>, id: number) => Promise<Result<Sync, Fault>>;

const actionRoute =
  (action: Action, build: DialogBuilder, message: (sync: Sync) => string) => async (c: Context<TenantEnv>) => {
    const sync = await findSync(c);
    if (!sync) return notFoundPage(c);
    const result = await action(c, sync.id);
    if (result.ok) return finishAction(c, message(result.value), result.value.id);
    return renderDialog(c, await build(c, sync, result.fault), faultStatus(result.fault.code));
  };

const apply: Action = async (c, id) => {
  const { leave_out, except } = approvalSchema.parse(await c.req.parseBody({ all: true }));
  const approval = { terminations: !leave_out, except };
  return applySync(c.env, c.var.store.tenant, id, approval, c.var.actor.label);
};
const approve: Action = async (c, id) => {
  const { terminations, except } = approvalSchema.parse(await c.req.parseBody({ all: true }));
  return applySync(c.env, c.var.store.tenant, id, { terminations, except }, c.var.actor.label);
};
const reject: Action = (c, id) => rejectSync(c.env, c.var.store.tenant, id, c.var.actor.label);
const cancel: Action = (c, id) => cancelSync(c.env, c.var.store.tenant, id, c.var.actor.label);

syncPages.post(
  '/:id/cancel',
  actionRoute(cancel, cancelDialog, ({ id }) => `Sync ${id} cancelled`),
);
syncPages.post(
  '/:id/apply',
  actionRoute(apply, applyDialog, ({ id }) => `Sync ${id} applies the plan`),
);
syncPages.post(
  '/:id/approve',
  actionRoute(approve, reviewDialog, ({ id }) => `Sync ${id} goes on`),
);
syncPages.post(
  '/:id/reject',
  actionRoute(reject, reviewDialog, ({ id }) => `Sync ${id} rejected`),
);

/** On the unfiltered list, closes the dialog and reloads the list; on any other page, redirects to the sync. */
function finishAction(c: Context<TenantEnv>, message: string, id?: number): Response {
  const list = syncsUrl(c);
  const current = URL.parse(c.req.header('HX-Current-URL') ?? '');
  if (current?.pathname === list && current.search === '') {
    const events = { 'dialog:close': {}, 'syncs:changed': {}, toast: { message } };
    return c.body(null, 200, { 'HX-Trigger': JSON.stringify(events), 'HX-Reswap': 'none' });
  }
  return redirectTo(c, id === undefined ? list : `${list}/${id}/records`);
}
