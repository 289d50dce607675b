import type { FC } from 'hono/jsx';
import { describeFault, type Fault } from '../../../domain/fault.ts';
import { FormError } from '../../frame/fields.tsx';
import { PersistToggle, Refused } from '../../syncs/dialogs.tsx';

/** Bytes that a form may bring: unlike a request of the API it is taken apart in memory. */
export const MOST_FORM_BYTES = 25_000_000;

interface UploadFormProps {
  /** Where the form is posted: `/{tenant}/settings/integrations/upload`. */
  action: string;
  /** Where the syncs are, for a refusal that names one. */
  syncs: string;
  persist?: boolean;
  fault?: Fault | null;
}

/** Everybody in a file, from somebody's own machine. It needs no script. */
export const UploadForm: FC<UploadFormProps> = ({ action, syncs, persist = false, fault = null }) => {
  const about = fault?.details?.path === 'file' ? describeFault(fault) : undefined;
  return (
    <form class="form" method="post" action={action} enctype="multipart/form-data">
      {fault &&
        !about &&
        (fault.details?.sync_id ? (
          <Refused fault={fault} base={syncs} />
        ) : (
          <FormError message={describeFault(fault)} />
        ))}
      <div class="field">
        <label for="file-input">File with everybody</label>
        <p class="field-hint" id="file-hint">
          CSV in UTF-8 with the header row of CSV over SFTP, or the same packed with gzip. {MOST_FORM_BYTES / 1e6} MB at
          most; the API takes larger ones.
        </p>
        <input
          class="input input-file"
          id="file-input"
          name="file"
          type="file"
          accept=".csv,.gz,text/csv,application/gzip"
          required
          aria-invalid={about ? 'true' : undefined}
          aria-describedby={about ? 'file-hint file-error' : 'file-hint'}
        />
        {about && (
          <p class="field-error" id="file-error">
            {about}
          </p>
        )}
      </div>
      <PersistToggle checked={persist} who="everybody" />
      <div class="form-actions">
        <button class="button button-primary" type="submit">
          Upload and sync
        </button>
      </div>
    </form>
  );
};
