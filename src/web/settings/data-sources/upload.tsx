import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { FC } from 'hono/jsx';
import { syncUpload } from '../../../app/syncs/sync-upload.ts';
import type { TenantEnv } from '../../../auth/actor.ts';
import { describeFault, type Fault, fault } from '../../../domain/shared/fault.ts';
import { streamBlocks } from '../../../lib/stream-blocks.ts';
import { faultStatus } from '../../frame/errors.tsx';
import { FormError } from '../../frame/fields.tsx';
import { renderPage } from '../../frame/render.tsx';
import { PersistToggle, RefusalNotice } from '../../syncs/dialogs.tsx';
import { syncsUrl } from '../../syncs/load-syncs.ts';
import { dataSourceListUrl, integrationsUrl } from '../shared/urls.ts';

/** Unlike a body of the API, a multipart form is parsed in memory. */
const MAX_FORM_BYTES = 25_000_000;

/** Mounted at `/{tenant}/settings/integrations/upload`. */
export const uploadPages = new Hono<TenantEnv>();

function showUpload(
  c: Context<TenantEnv>,
  status: 200 | 404 | 409 | 413 | 422,
  persist = false,
  refusal: Fault | null = null,
) {
  const page = {
    title: 'Upload a file',
    section: 'settings',
    context: (
      <>
        Syncs everybody from it, like a file on the server of <a href={dataSourceListUrl(c)}>CSV over SFTP</a>.
      </>
    ),
  } as const;
  const action = `${integrationsUrl(c)}/upload`;
  const form = <UploadForm action={action} syncsUrl={syncsUrl(c)} persist={persist} fault={refusal} />;
  return renderPage(c, page, form, status);
}

const asFileFault = (refusal: Fault): Fault => ({ ...refusal, details: { ...refusal.details, path: 'file' } });
const tooLarge = asFileFault(fault('invalid_body', { problem: 'file_too_large', megabytes: MAX_FORM_BYTES / 1e6 }));
const notChosen = asFileFault(fault('invalid_body', { problem: 'file_not_chosen' }));

uploadPages.get('/', (c) => showUpload(c, 200));

// The multipart framing and the other fields need a little too.
uploadPages.use(
  bodyLimit({ maxSize: MAX_FORM_BYTES + 10_000, onError: async (c) => showUpload(c, 413, false, tooLarge) }),
);

uploadPages.post('/', async (c) => {
  const body = await c.req.parseBody();
  const { file } = body;
  const persist = body.persist === 'on';
  if (!(file instanceof File) || file.name === '') return showUpload(c, 422, persist, notChosen);
  const started = await syncUpload(c.env, c.var.store.tenant, {
    name: file.name.slice(0, 200),
    body: streamBlocks(file.stream(), null),
    maxBytes: MAX_FORM_BYTES,
    persist,
    createdBy: c.var.actor.label,
  });
  if (started.ok) return c.redirect(`${syncsUrl(c)}/${started.value.id}/records`, 303);
  const { code } = started.fault;
  const refusal = code === 'invalid_body' || code === 'source_too_large' ? asFileFault(started.fault) : started.fault;
  return showUpload(c, faultStatus(code), persist, refusal);
});

interface UploadFormProps {
  action: string;
  syncsUrl: string;
  persist: boolean;
  fault: Fault | null;
}

const UploadForm: FC<UploadFormProps> = ({ action, syncsUrl, persist, fault }) => {
  const fileError = fault?.details?.path === 'file' ? describeFault(fault) : null;
  return (
    <form class="form" method="post" action={action} enctype="multipart/form-data">
      {fault && !fileError && <UploadRefusal fault={fault} syncsUrl={syncsUrl} />}
      <div class="field">
        <label for="file-input">File with everybody</label>
        <p class="field-hint" id="file-hint">
          CSV in UTF-8 with the header row of CSV over SFTP, or the same packed with gzip. {MAX_FORM_BYTES / 1e6} MB at
          most; the API takes larger ones.
        </p>
        <input
          class="input input-file"
          id="file-input"
          name="file"
          type="file"
          accept=".csv,.gz,text/csv,application/gzip"
          required
          aria-invalid={fileError ? 'true' : undefined}
          aria-describedby={fileError ? 'file-hint file-error' : 'file-hint'}
        />
        {fileError && (
          <p class="field-error" id="file-error">
            {fileError}
          </p>
        )}
      </div>
      <PersistToggle checked={persist} people="everybody" />
      <div class="form-actions">
        <button class="button button-primary" type="submit">
          Upload and sync
        </button>
      </div>
    </form>
  );
};

const UploadRefusal: FC<{ fault: Fault; syncsUrl: string }> = ({ fault, syncsUrl }) =>
  fault.details?.sync_id ? (
    <RefusalNotice fault={fault} syncsPath={syncsUrl} />
  ) : (
    <FormError message={describeFault(fault)} />
  );
