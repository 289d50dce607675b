import { type Context, Hono } from 'hono';
import { previewMapping } from '../../../app/mapping/preview-mapping.ts';
import { saveMapping } from '../../../app/mapping/save-mapping.ts';
import type { TenantEnv } from '../../../auth/actor.ts';
import { mappingSchema } from '../../../domain/mapping/mapping.ts';
import { type Fault, fault } from '../../../domain/shared/fault.ts';
import type { SourceKind } from '../../../domain/shared/source-kinds.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import { redirectTo } from '../../frame/dialog.tsx';
import { faultStatus, notFoundPage } from '../../frame/errors.tsx';
import { isFragmentRequest, renderFragment } from '../../frame/render.tsx';
import { buildUrl } from '../../frame/urls.ts';
import type { SaveConflict } from '../mapping/conflict.tsx';
import { MappingEditor, type MappingEditorView } from '../mapping/editor.tsx';
import {
  type FormFields,
  type MappingForm,
  mappingBody,
  mappingFormFields,
  mappingFormOf,
  parseMappingForm,
} from '../mapping/fields.ts';
import { applyRowAction } from '../mapping/form-actions.ts';
import { defaultSide, type FormDifference, formDifferences, type MergeSide, mergeForms } from '../mapping/merge.ts';
import { findPreview, PreviewDrawer, PreviewResult, readPreview } from '../mapping/preview.tsx';
import { type FieldProblems, problemsOfFault, problemsOfForm } from '../mapping/problems.ts';
import { integrationsPath, readFormFields } from '../shared/paths.ts';
import { showIntegrations } from './page.tsx';
import { blankMappingView, formOfStoredVersion, parseSourceKind } from './read.ts';

/** Why the form was not saved. */
export interface SaveFailure {
  problems?: FieldProblems;
  refusal?: Fault;
  conflict?: SaveConflict;
}

/** Which problems a refusal has, or that it is about the whole. */
export function saveFailure(fault: Fault): SaveFailure {
  return fault.code === 'invalid_mapping' || fault.code === 'invalid_expression'
    ? { problems: problemsOfFault(fault) }
    : { refusal: fault };
}

/** Saves what was typed as a new version. @returns its number */
export async function saveMappingForm(
  c: Context<TenantEnv>,
  source: SourceKind,
  form: MappingForm,
  typed: FormFields,
): Promise<Result<number, SaveFailure>> {
  const own = problemsOfForm(form);
  if (own.size > 0) return fail({ problems: own });
  const note = form.note.trim() === '' ? null : form.note.trim();
  const request = {
    source,
    body: mappingBody(form),
    note,
    version: form.version,
    acceptCases: typed.act === 'save-cases',
  };
  const saved = await saveMapping(c.env, c.var.store.tenant, request, c.var.actor.label);
  if (saved.ok) return ok(saved.value.version);
  if (saved.fault.code !== 'version_conflict') return fail(saveFailure(saved.fault));
  return fail(await readConflict(c, source, form, typed));
}

/** Both texts of two admins who saved at once. */
async function readConflict(
  c: Context<TenantEnv>,
  source: SourceKind,
  yours: MappingForm,
  typed: FormFields,
): Promise<SaveFailure> {
  const { mappings } = c.var.store;
  const [current, seen] = await Promise.all([mappings.current(source), mappings.version(source, yours.version)]);
  if (current === null) return {};
  const found = formDifferences(formOfStoredVersion(seen), formOfStoredVersion(current), yours);
  return { conflict: { theirs: current, differences: found, typed, base: yours.version } };
}

/** What was typed, with what was chosen of the other one's version; null when a version is not there. */
export async function resolveConflict(
  c: Context<TenantEnv>,
  source: SourceKind,
  typed: FormFields,
): Promise<MappingForm | null> {
  const { mappings } = c.var.store;
  const yours = parseMappingForm(typed);
  const [theirs, base] = await Promise.all([
    mappings.version(source, yours.version),
    mappings.version(source, Number(typed.base) || 0),
  ]);
  if (theirs === null) return null;
  const choice = (difference: FormDifference): MergeSide => {
    const said = typed[`take:${difference.key}`];
    return said === 'theirs' || said === 'yours' ? said : defaultSide(difference);
  };
  return mergeForms(formOfStoredVersion(base), formOfStoredVersion(theirs), yours, choice);
}

/** Whether the form is still what a preview looked at. */
export async function matchesPreview(c: Context<TenantEnv>, sync: number, form: MappingForm): Promise<boolean> {
  const typed = mappingSchema.safeParse(mappingBody(form));
  const draft = mappingSchema.safeParse(await c.var.store.syncs.draft(sync));
  return typed.success && draft.success && JSON.stringify(typed.data) === JSON.stringify(draft.data);
}

/** `/{tenant}/settings/integrations/people…`: what the form of a mapping posts. */
export const mappingPages = new Hono<TenantEnv>();

/** The form again, with what was typed and why it did not do. */
async function rerenderForm(
  c: Context<TenantEnv>,
  source: SourceKind,
  view: Partial<MappingEditorView>,
  status: 200 | 404 | 409 | 422 = 422,
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

async function save(c: Context<TenantEnv>, source: SourceKind, form: MappingForm, typed: FormFields) {
  const saved = await saveMappingForm(c, source, form, typed);
  if (!saved.ok) return rerenderForm(c, source, { form, ...saved.fault }, failureStatus(saved.fault));
  return redirectTo(c, `${buildUrl(integrationsPath(c), { source, saved: saved.value })}#people`);
}

/** Whoever reloads the answer to a form finds the page. */
mappingPages.get('/people', (c) => c.redirect(`${integrationsPath(c)}#people`, 303));

mappingPages.post('/people', async (c) => {
  const typed = await readFormFields(c);
  const source = parseSourceKind(typed.source);
  if (source === undefined) return notFoundPage(c);
  const { act = 'save' } = typed;
  const form = parseMappingForm(typed);
  const rows = applyRowAction(form, act);
  if (rows) return rerenderForm(c, source, { form: rows }, 200);
  if (act === 'merge' || act === 'resolve') {
    const result = await resolveConflict(c, source, typed);
    if (result === null) return notFoundPage(c);
    if (act === 'merge') return rerenderForm(c, source, { form: result }, 200);
    return save(c, source, result, mappingFormFields(source, result));
  }
  const [, preview] = /^save-preview:(\d{1,10})$/.exec(act) ?? [];
  if (preview !== undefined && !(await matchesPreview(c, Number(preview), form))) {
    return rerenderForm(c, source, { form, refusal: fault('version_conflict', { of: 'preview' }) }, 409);
  }
  return save(c, source, form, typed);
});

mappingPages.post('/people/preview', async (c) => {
  const typed = await readFormFields(c);
  const source = parseSourceKind(typed.source);
  if (source === undefined) return notFoundPage(c);
  const form = parseMappingForm(typed);
  const asked = await previewMapping(c.env, c.var.store.tenant, { source, body: mappingBody(form) }, c.var.actor.label);
  if (!asked.ok) {
    // The button's answer belongs into the drawer; what is wrong with the form, into the form.
    c.header('HX-Retarget', '#mapping');
    const why = saveFailure(asked.fault);
    return rerenderForm(c, source, { form, ...why }, failureStatus(why));
  }
  const { id } = asked.value;
  if (isFragmentRequest(c)) return renderFragment(c, <PreviewDrawer {...(await readPreview(c, asked.value))} />);
  const { version, note } = form;
  return c.redirect(buildUrl(`${integrationsPath(c)}/preview/${id}`, { version, note }), 303);
});

/** A preview at an address of its own, over the form that it is about. */
mappingPages.get('/preview/:id', async (c) => {
  const sync = await findPreview(c);
  const source = parseSourceKind(sync?.source);
  if (!sync || source === undefined) return notFoundPage(c);
  const view = await readPreview(c, sync);
  if (isFragmentRequest(c)) return renderFragment(c, <PreviewResult {...view} />);
  const draft = mappingSchema.safeParse(await c.var.store.syncs.draft(sync.id));
  const seen = Number(c.req.query('version') ?? sync.mappingVersion) || 0;
  const form = { ...mappingFormOf(draft.success ? draft.data : null, seen), note: c.req.query('note') ?? '' };
  return showIntegrations(c, { source, mapping: { form } }, 200, <PreviewDrawer {...view} />);
});
