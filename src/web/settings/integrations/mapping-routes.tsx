import { type Context, Hono } from 'hono';
import { previewMapping } from '../../../app/mapping/preview-mapping.ts';
import type { TenantEnv } from '../../../auth/actor.ts';
import { fault } from '../../../domain/shared/fault.ts';
import type { SourceKind } from '../../../domain/shared/source-kinds.ts';
import { redirectTo } from '../../frame/dialog.tsx';
import { faultStatus, notFoundPage } from '../../frame/errors.tsx';
import { isFragmentRequest, renderFragment } from '../../frame/render.tsx';
import { buildUrl } from '../../frame/urls.ts';
import { MappingEditor, type MappingEditorView } from '../mapping/editor.tsx';
import {
  type MappingFormValues,
  mappingBody,
  mappingFormValues,
  openedVersion,
  parseMappingForm,
} from '../mapping/fields.ts';
import { applyRowAction } from '../mapping/form-actions.ts';
import { findPreview, PreviewDrawer, PreviewResult, readPreview } from '../mapping/preview.tsx';
import { matchesPreview, resolveConflict, type SaveFailure, saveMappingForm, toSaveFailure } from '../mapping/save.ts';
import { parseSourceKind, withPostedSource } from '../shared/source-kind.ts';
import { integrationsUrl } from '../shared/urls.ts';
import { showIntegrations } from './page.tsx';
import { blankMappingView } from './read.ts';

export const mappingPages = new Hono<TenantEnv>();

// Reloading the response to a form shows the page.
mappingPages.get('/people', (c) => c.redirect(`${integrationsUrl(c)}#people`, 303));

mappingPages.post(
  '/people',
  withPostedSource(async (c, source, fields) => {
    const form = parseMappingForm(fields);
    const { act: action = 'save' } = form;
    const edited = applyRowAction(form, action);
    if (edited) return rerenderForm(c, source, { form: edited }, 200);
    if (action === 'merge' || action === 'resolve') {
      const merged = await resolveConflict(c, source, form);
      if (merged === null) return notFoundPage(c);
      return action === 'merge' ? rerenderForm(c, source, { form: merged }, 200) : save(c, source, merged);
    }
    const [, preview] = /^save-preview:(\d{1,10})$/.exec(action) ?? [];
    if (preview !== undefined && !(await matchesPreview(c, Number(preview), form))) {
      return rerenderForm(c, source, { form, refusal: fault('version_conflict', { of: 'preview' }) }, 409);
    }
    return save(c, source, form);
  }),
);

async function save(c: Context<TenantEnv>, source: SourceKind, form: MappingFormValues) {
  const saved = await saveMappingForm(c, source, form);
  if (!saved.ok) return rerenderForm(c, source, { form, ...saved.fault }, failureStatus(saved.fault));
  return redirectTo(c, `${buildUrl(integrationsUrl(c), { source, saved: saved.value })}#people`);
}

async function rerenderForm(
  c: Context<TenantEnv>,
  source: SourceKind,
  view: Partial<MappingEditorView>,
  status: 200 | 404 | 409 | 422,
) {
  if (!isFragmentRequest(c)) return showIntegrations(c, { source, mapping: view }, status);
  const version = await c.var.store.mappings.current(source);
  // Scrolls up to the errors: the button is at the bottom of the form, or in the preview over it.
  if (status !== 200) c.header('HX-Reswap', 'outerHTML show:top showTarget:#mapping');
  const part = (
    <>
      <MappingEditor {...blankMappingView(c, source)} version={version} {...view} />
      {status !== 200 && <div id="drawer" hx-swap-oob="true"></div>}
    </>
  );
  return renderFragment(c, part, status);
}

function failureStatus({ conflict, refusal }: SaveFailure) {
  if (conflict) return 409;
  return refusal ? faultStatus(refusal.code) : 422;
}

mappingPages.post(
  '/people/preview',
  withPostedSource(async (c, source, fields) => {
    const form = parseMappingForm(fields);
    const { store, actor } = c.var;
    const preview = await previewMapping(c.env, store.tenant, { source, body: mappingBody(form) }, actor.label);
    if (!preview.ok) {
      // The button targets the drawer; errors go to the form.
      c.header('HX-Retarget', '#mapping');
      const failure = toSaveFailure(preview.fault);
      return rerenderForm(c, source, { form, ...failure }, failureStatus(failure));
    }
    if (isFragmentRequest(c)) return renderFragment(c, <PreviewDrawer {...(await readPreview(c, preview.value))} />);
    const query = { version: openedVersion(form), note: form.note };
    return c.redirect(buildUrl(`${integrationsUrl(c)}/preview/${preview.value.id}`, query), 303);
  }),
);

mappingPages.get('/preview/:id', async (c) => {
  const sync = await findPreview(c);
  const source = parseSourceKind(sync?.source);
  if (!sync || source === undefined) return notFoundPage(c);
  const view = await readPreview(c, sync);
  if (isFragmentRequest(c)) return renderFragment(c, <PreviewResult {...view} />);
  const draft = await c.var.store.syncs.getDraft(sync.id);
  const version = Number(c.req.query('version') ?? sync.mappingVersion) || 0;
  const form = { ...mappingFormValues(draft, version), note: c.req.query('note') ?? '' };
  return showIntegrations(c, { source, mapping: { form } }, 200, <PreviewDrawer {...view} />);
});
