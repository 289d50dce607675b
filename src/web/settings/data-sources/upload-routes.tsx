import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { TenantEnv } from '../../../auth/actor.ts';
import { describeFault, type Fault, fault } from '../../../domain/fault.ts';
import { blocksOf } from '../../../lib/blocks.ts';
import { syncUpload } from '../../../syncs/sources/sync-upload.ts';
import { showPage } from '../../frame/show.tsx';
import { verbStatus } from '../../frame/words.ts';
import { MOST_FORM_BYTES, UploadForm } from './upload.tsx';

/** `/{tenant}/settings/integrations/upload`: a file with everybody. */
export const uploadPages = new Hono<TenantEnv>();

const show = (
  c: Context<TenantEnv>,
  status: 200 | 404 | 409 | 413 | 422,
  persist = false,
  refusal: Fault | null = null,
) => {
  const root = `/${c.var.store.tenant.slug}`;
  const page = {
    title: 'Upload a file',
    section: 'settings',
    context: (
      <>
        Syncs everybody from it, like a file on the server of{' '}
        <a href={`${root}/settings/integrations#data-sources`}>CSV over SFTP</a>.
      </>
    ),
  } as const;
  const form = (
    <UploadForm
      action={`${root}/settings/integrations/upload`}
      syncs={`${root}/syncs`}
      persist={persist}
      fault={refusal}
    />
  );
  return showPage(c, page, form, status);
};

const atFile = (message: string): Fault => fault('invalid_body', message, { path: 'file' });
const tooLarge = atFile(
  `This file is larger than ${MOST_FORM_BYTES / 1e6} MB. Pack it with gzip, or send it with PUT /files/people of the API.`,
);

uploadPages.get('/', (c) => show(c, 200));

// What stands around the file in a form takes a little too.
uploadPages.use(bodyLimit({ maxSize: MOST_FORM_BYTES + 10_000, onError: async (c) => show(c, 413, false, tooLarge) }));

uploadPages.post('/', async (c) => {
  const { file, persist: asked } = await c.req.parseBody();
  const persist = asked === 'on';
  if (!(file instanceof File) || file.name === '') return show(c, 422, persist, atFile('Choose a file.'));
  const started = await syncUpload(c.env, c.var.store.tenant, {
    name: file.name.slice(0, 200),
    body: blocksOf(file.stream(), null),
    most: MOST_FORM_BYTES,
    persist,
    createdBy: c.var.actor.label,
  });
  if (started.ok) return c.redirect(`/${c.var.store.tenant.slug}/syncs/${started.value.id}/records`, 303);
  const { code } = started.fault;
  const refusal =
    code === 'invalid_body' || code === 'source_too_large' ? atFile(describeFault(started.fault)) : started.fault;
  return show(c, verbStatus(code), persist, refusal);
});
