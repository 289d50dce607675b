import { type Context, Hono } from 'hono';
import type { TenantEnv } from '../../../auth/actor.ts';
import { fault } from '../../../domain/fault.ts';
import { mappingSchema } from '../../../domain/mapping/mapping.ts';
import type { SourceKind } from '../../../domain/sync/words.ts';
import { previewMapping } from '../../../syncs/mapping/preview-mapping.ts';
import { notFoundPage } from '../../errors/answers.ts';
import { goTo } from '../../frame/dialog.tsx';
import { addressOf } from '../../frame/query.ts';
import { showPart, wantsPart } from '../../frame/show.tsx';
import { verbStatus } from '../../frame/words.ts';
import { showIntegrations } from '../show.tsx';
import { fieldsOf, integrationsAt } from './address.ts';
import { bodyOf, type Fields, fieldsOfForm, formOf, type MappingForm, readForm } from './mapping/form.ts';
import { MappingPart, type MappingView } from './mapping/mapping.tsx';
import { withRows } from './mapping/rows.ts';
import { isPreviewed, resolved, saveForm, type Unsaved, unsaved } from './mapping/save.ts';
import { PreviewDrawer, PreviewPart } from './preview/preview.tsx';
import { previewOf, readPreview } from './preview/read-preview.ts';
import { mappingView, sourceKind } from './read.ts';

/** `/{tenant}/settings/integrations/people…`: what the form of a mapping posts. */
export const peoplePages = new Hono<TenantEnv>();

/** The form again, with what was typed and why it did not do. */
async function again(
  c: Context<TenantEnv>,
  source: SourceKind,
  view: Partial<MappingView>,
  status: 200 | 404 | 409 | 422 = 422,
) {
  if (!wantsPart(c)) return showIntegrations(c, { source, mapping: view }, status);
  const version = await c.var.store.mappings.current(source);
  // What has to be read stands at the top of the form, and its button at the bottom, or in a preview over it.
  if (status !== 200) c.header('HX-Reswap', 'outerHTML show:top showTarget:#mapping');
  const part = (
    <>
      <MappingPart {...mappingView(c, source)} version={version} {...view} />
      {status !== 200 && <div id="drawer" hx-swap-oob="true"></div>}
    </>
  );
  return showPart(c, part, status);
}

const statusOf = ({ conflict, refusal }: Unsaved) => (conflict ? 409 : refusal ? verbStatus(refusal.code) : 422);

async function save(c: Context<TenantEnv>, source: SourceKind, form: MappingForm, typed: Fields) {
  const saved = await saveForm(c, source, form, typed);
  if (!saved.ok) return again(c, source, { form, ...saved.fault }, statusOf(saved.fault));
  return goTo(c, `${addressOf(integrationsAt(c), { source, saved: saved.value })}#people`);
}

/** Whoever reloads the answer to a form finds the page. */
peoplePages.get('/people', (c) => c.redirect(`${integrationsAt(c)}#people`, 303));

peoplePages.post('/people', async (c) => {
  const typed = await fieldsOf(c);
  const source = sourceKind(typed.source);
  if (source === undefined) return notFoundPage(c);
  const { act = 'save' } = typed;
  const form = readForm(typed);
  const rows = withRows(form, act);
  if (rows) return again(c, source, { form: rows }, 200);
  if (act === 'merge' || act === 'resolve') {
    const result = await resolved(c, source, typed);
    if (result === null) return notFoundPage(c);
    if (act === 'merge') return again(c, source, { form: result }, 200);
    return save(c, source, result, fieldsOfForm(source, result));
  }
  const [, preview] = /^save-preview:(\d{1,10})$/.exec(act) ?? [];
  if (preview !== undefined && !(await isPreviewed(c, Number(preview), form))) {
    const message =
      'You changed the form after this preview, so it was not saved. Look again at what would change, or save it as it is.';
    return again(c, source, { form, refusal: fault('version_conflict', message) }, 409);
  }
  return save(c, source, form, typed);
});

peoplePages.post('/people/preview', async (c) => {
  const typed = await fieldsOf(c);
  const source = sourceKind(typed.source);
  if (source === undefined) return notFoundPage(c);
  const form = readForm(typed);
  const asked = await previewMapping(c.env, c.var.store.tenant, { source, body: bodyOf(form) }, c.var.actor.label);
  if (!asked.ok) {
    // The button's answer belongs into the drawer; what is wrong with the form, into the form.
    c.header('HX-Retarget', '#mapping');
    const why = unsaved(asked.fault);
    return again(c, source, { form, ...why }, statusOf(why));
  }
  const { id } = asked.value;
  if (wantsPart(c)) return showPart(c, <PreviewDrawer {...(await readPreview(c, asked.value))} />);
  const { version, note } = form;
  return c.redirect(addressOf(`${integrationsAt(c)}/preview/${id}`, { version, note }), 303);
});

/** A preview at an address of its own, over the form that it is about. */
peoplePages.get('/preview/:id', async (c) => {
  const sync = await previewOf(c);
  const source = sourceKind(sync?.source);
  if (!sync || source === undefined) return notFoundPage(c);
  const view = await readPreview(c, sync);
  if (wantsPart(c)) return showPart(c, <PreviewPart {...view} />);
  const draft = mappingSchema.safeParse(await c.var.store.mappings.draft(sync.id));
  const seen = Number(c.req.query('version') ?? sync.mappingVersion) || 0;
  const form = { ...formOf(draft.success ? draft.data : null, seen), note: c.req.query('note') ?? '' };
  return showIntegrations(c, { source, mapping: { form } }, 200, <PreviewDrawer {...view} />);
});
