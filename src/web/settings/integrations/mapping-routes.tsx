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
import { type MappingForm, mappingBody, mappingFormOf, parseMappingForm, versionSeen } from '../mapping/fields.ts';
import { applyRowAction } from '../mapping/form-actions.ts';
import { findPreview, PreviewDrawer, PreviewResult, readPreview } from '../mapping/preview.tsx';
import { matchesPreview, resolveConflict, type SaveFailure, saveFailure, saveMappingForm } from '../mapping/save.ts';
import { parseSourceKind, withPostedSource } from '../shared/source-kind.ts';
import { integrationsUrl } from '../shared/urls.ts';
import { showIntegrations } from './page.tsx';
import { blankMappingView } from './read.ts';

/** `/{tenant}/settings/integrations/people…`: what the form of a mapping posts. */
export const mappingPages = new Hono<TenantEnv>();

/** Reloading the answer to a form shows the page. */
mappingPages.get('/people', (c) => c.redirect(`${integrationsUrl(c)}#people`, 303));

mappingPages.post(
  '/people',
  withPostedSource(async (c, source, typed) => {
    const form = parseMappingForm(typed);
    const { act = 'save' } = form;
    const rows = applyRowAction(form, act);
    if (rows) return rerenderForm(c, source, { form: rows }, 200);
    if (act === 'merge' || act === 'resolve') {
      const merged = await resolveConflict(c, source, form);
      if (merged === null) return notFoundPage(c);
      return act === 'merge' ? rerenderForm(c, source, { form: merged }, 200) : save(c, source, merged);
    }
    const [, preview] = /^save-preview:(\d{1,10})$/.exec(act) ?? [];
    if (preview !== undefined && !(await matchesPreview(c, Number(preview), form))) {
      return rerenderForm(c, source, { form, refusal: fault('version_conflict', { of: 'preview' }) }, 409);
    }
    return save(c, source, form);
  }),
);

async function save(c: Context<TenantEnv>, source: SourceKind, form: MappingForm) {
  const saved = await saveMappingForm(c, source, form);
  if (!saved.ok) return rerenderForm(c, source, { form, ...saved.fault }, failureStatus(saved.fault));
  return redirectTo(c, `${buildUrl(integrationsUrl(c), { source, saved: saved.value })}#people`);
}

/** The form as it was typed, with the reason why it was not saved. */
async function rerenderForm(
  c: Context<TenantEnv>,
  source: SourceKind,
  view: Partial<MappingEditorView>,
  status: 200 | 404 | 409 | 422,
) {
  if (!isFragmentRequest(c)) return showIntegrations(c, { source, mapping: view }, status);
  const version = await c.var.store.mappings.current(source);
  // What has to be read stands at the top of the form, and its button at the bottom, or in a preview over it.
  if (status !== 200) c.header('HX-Reswap', 'outerHTML show:top showTarget:#mapping');
  const part = (
    <>
      <MappingEditor {...blankMappingView(c, source)} version={version} {...view} />
      {status !== 200 && <div id="drawer" hx-swap-oob="true"></div>}
    </>
  );
  return renderFragment(c, part, status);
}

const failureStatus = ({ conflict, refusal }: SaveFailure) =>
  conflict ? 409 : refusal ? faultStatus(refusal.code) : 422;

mappingPages.post(
  '/people/preview',
  withPostedSource(async (c, source, typed) => {
    const form = parseMappingForm(typed);
    const { store, actor } = c.var;
    const preview = await previewMapping(c.env, store.tenant, { source, body: mappingBody(form) }, actor.label);
    if (!preview.ok) {
      // The button's answer belongs into the drawer; what is wrong with the form, into the form.
      c.header('HX-Retarget', '#mapping');
      const failure = saveFailure(preview.fault);
      return rerenderForm(c, source, { form, ...failure }, failureStatus(failure));
    }
    if (isFragmentRequest(c)) return renderFragment(c, <PreviewDrawer {...(await readPreview(c, preview.value))} />);
    const query = { version: versionSeen(form), note: form.note };
    return c.redirect(buildUrl(`${integrationsUrl(c)}/preview/${preview.value.id}`, query), 303);
  }),
);

/** The page of a preview: a drawer over the form that it is about. */
mappingPages.get('/preview/:id', async (c) => {
  const sync = await findPreview(c);
  const source = parseSourceKind(sync?.source);
  if (!sync || source === undefined) return notFoundPage(c);
  const view = await readPreview(c, sync);
  if (isFragmentRequest(c)) return renderFragment(c, <PreviewResult {...view} />);
  const draft = await c.var.store.syncs.getDraft(sync.id);
  const seen = Number(c.req.query('version') ?? sync.mappingVersion) || 0;
  const form = { ...mappingFormOf(draft, seen), note: c.req.query('note') ?? '' };
  return showIntegrations(c, { source, mapping: { form } }, 200, <PreviewDrawer {...view} />);
});
