import { type Context, Hono } from 'hono';
import { configureSource, enableSource } from '../../../app/data-sources/configure-source.ts';
import { testSource } from '../../../app/data-sources/test-source.ts';
import type { TenantEnv } from '../../../auth/actor.ts';
import { describeFault, type Fault } from '../../../domain/shared/fault.ts';
import { type FormDialog, redirectTo, renderDialog, SubmitButton } from '../../frame/dialog.tsx';
import { faultStatus, notFoundPage } from '../../frame/errors.tsx';
import { FormError } from '../../frame/fields.tsx';
import { countNoun, sourceLabel } from '../../frame/labels.ts';
import { isFragmentRequest, renderFragment, renderPage } from '../../frame/render.tsx';
import { dataSourceListUrl, dataSourcesUrl } from '../shared/urls.ts';
import { sourceBody } from './form/fields.ts';
import {
  isEnabled,
  type OpenedSourceForm,
  openSourceForm,
  readFormValues,
  storedFormState,
  submittedFormState,
} from './form/read.ts';
import { type SourceFormState, SourceFormView } from './form/source-form.tsx';
import { orphanPages } from './orphans.tsx';
import { TestResult } from './test-result.tsx';

export const dataSourcePages = new Hono<TenantEnv>();

dataSourcePages.route('/orphans', orphanPages);

const showSourcePage = (c: Context<TenantEnv>, state: SourceFormState, status: 200 | 422 = 200) =>
  renderPage(
    c,
    {
      title: `${sourceLabel(state.kind)} settings`,
      section: 'settings',
      context: 'Test it before you save: a test changes nothing.',
    },
    <>
      <p class="source-back">
        <a href={dataSourceListUrl(c)}>All data sources</a>
      </p>
      <SourceFormView {...state} />
    </>,
    status,
  );

function rerenderSourceForm(c: Context<TenantEnv>, state: SourceFormState) {
  if (!isFragmentRequest(c)) return showSourcePage(c, state, 422);
  c.header('HX-Retarget', '#source-form');
  c.header('HX-Reswap', 'outerHTML');
  return renderFragment(c, <SourceFormView {...state} />, 422);
}

type FormHandler = (c: Context<TenantEnv>, opened: OpenedSourceForm) => Response | Promise<Response>;
/** 404 when the kind in the path has no form. */
const withForm = (handler: FormHandler) => async (c: Context<TenantEnv>) => {
  const opened = await openSourceForm(c);
  return opened ? handler(c, opened) : notFoundPage(c);
};

dataSourcePages.get(
  '/:kind',
  withForm(async (c, opened) => showSourcePage(c, await storedFormState(c, opened))),
);

dataSourcePages.post(
  '/:kind/fields',
  withForm(async (c, opened) => {
    const state = submittedFormState(c, opened, await readFormValues(c, opened), null);
    return isFragmentRequest(c) ? renderFragment(c, <SourceFormView {...state} />) : showSourcePage(c, state);
  }),
);

dataSourcePages.post(
  '/:kind/test',
  withForm(async (c, opened) => {
    const { store, actor } = c.var;
    const values = await readFormValues(c, opened);
    const body = sourceBody(opened.form, values, false);
    const tested = await testSource(c.env, store.tenant, opened.kind, body, actor.label);
    const state = submittedFormState(c, opened, values, tested.ok ? null : tested.fault);
    if (!tested.ok) return rerenderSourceForm(c, state);
    const result = <TestResult kind={opened.kind} test={tested.value} action={state.action} />;
    return isFragmentRequest(c) ? renderFragment(c, result) : showSourcePage(c, { ...state, test: result });
  }),
);

dataSourcePages.post(
  '/:kind',
  withForm(async (c, opened) => {
    const { store, actor } = c.var;
    const values = await readFormValues(c, opened);
    const inUse = await store.dataSources.enabledPull();
    const mustConfirm = isEnabled(values) && inUse !== null && inUse.kind !== opened.kind;
    const body = sourceBody(opened.form, values, isEnabled(values) && !mustConfirm);
    const saved = await configureSource(c.env, store.tenant, opened.kind, body, actor.label);
    if (!saved.ok) return rerenderSourceForm(c, submittedFormState(c, opened, values, saved.fault));
    // The settings are saved first, so that cancelling the dialog loses nothing.
    return redirectTo(c, mustConfirm ? `${dataSourcesUrl(c)}/${opened.kind}/enable` : dataSourceListUrl(c));
  }),
);

for (const enable of [true, false]) {
  const path = `/:kind/${enable ? 'enable' : 'disable'}`;
  dataSourcePages.get(
    path,
    withForm(async (c, opened) =>
      opened.source ? renderDialog(c, switchSourceDialog(await readSwitchSource(c, opened, enable))) : notFoundPage(c),
    ),
  );
  dataSourcePages.post(
    path,
    withForm(async (c, opened) => {
      const switched = await enableSource(c.env, c.var.store.tenant, opened.kind, enable, c.var.actor.label);
      if (switched.ok) return redirectTo(c, dataSourceListUrl(c));
      const dialog = switchSourceDialog({ ...(await readSwitchSource(c, opened, enable)), fault: switched.fault });
      return renderDialog(c, dialog, faultStatus(switched.fault.code));
    }),
  );
}

async function readSwitchSource(
  c: Context<TenantEnv>,
  { kind }: OpenedSourceForm,
  enable: boolean,
): Promise<SwitchSourceView> {
  const { dataSources, orphans } = c.var.store;
  const inUse = enable ? await dataSources.enabledPull() : null;
  const replaced =
    inUse && inUse.kind !== kind ? { kind: inUse.kind, owned: await orphans.countOwnedBy(inUse.kind) } : null;
  const action = `${dataSourcesUrl(c)}/${kind}/${enable ? 'enable' : 'disable'}`;
  return { kind, enable, replaced, action, cancelUrl: dataSourceListUrl(c), fault: null };
}

interface SwitchSourceView {
  kind: string;
  enable: boolean;
  /** The pull source that this disables, and how many active users it owns. */
  replaced: { kind: string; owned: number } | null;
  action: string;
  cancelUrl: string;
  fault: Fault | null;
}

function switchSourceDialog(view: SwitchSourceView): FormDialog {
  const { kind, enable, replaced, action, cancelUrl, fault } = view;
  const name = sourceLabel(kind);
  const title = switchSourceTitle(view);
  return {
    title,
    section: 'settings',
    action,
    cancelUrl,
    buttons: <SubmitButton>{title}</SubmitButton>,
    body: (
      <>
        <FormError message={fault && describeFault(fault)} />
        {replaced && (
          <p>
            <strong>
              {sourceLabel(replaced.kind)} is on, and {countNoun(replaced.owned, 'active user')}{' '}
              {replaced.owned === 1 ? 'comes' : 'come'} from it.
            </strong>{' '}
            One data source is on at a time: {sourceLabel(replaced.kind)} is turned off, and its settings stay. Users
            whom {name} sends too go over to it with the next sync. Nobody’s access ends by switching: who is left over
            is listed for you to end or to keep.
          </p>
        )}
        {enable && !replaced && (
          <p>Syncs fetch people from {name} from then on. Nobody is changed before the first one.</p>
        )}
        {enable && <p>The schedule changes nobody until you have looked at a dry run of {name}.</p>}
        {!enable && <p>No sync can start while it is off. Nobody is changed, and its settings stay.</p>}
      </>
    ),
  };
}

function switchSourceTitle({ kind, enable, replaced }: SwitchSourceView): string {
  const name = sourceLabel(kind);
  if (replaced) return `Switch to ${name}`;
  return enable ? `Turn on ${name}` : `Turn off ${name}`;
}
