import type { FC } from 'hono/jsx';
import type { TableChanges } from '../../../domain/mapping/table-changes.ts';
import { FormError, Toggle } from '../../frame/fields.tsx';
import { Icon } from '../../frame/icons.tsx';
import { Changes, changesInWords } from './changes.tsx';

/** What becomes of the rows that the table has already. */
export type ImportMode = 'merge' | 'replace';

/** What somebody wants to import, as typed. */
export interface ImportForm {
  csv: string;
  header: boolean;
  mode: ImportMode;
}

interface ImportProps {
  /** `/{tenant}/settings/tables/{name}`. */
  at: string;
  form: ImportForm;
  error: string | null;
}

const MODES: [mode: ImportMode, word: string, more: string][] = [
  ['merge', 'Add and change', 'Rows that the import does not name stay.'],
  ['replace', 'Replace all rows', 'Rows that the import does not name are removed.'],
];

/** Where a CSV is pasted or chosen. */
export const ImportPage: FC<ImportProps> = ({ at, form, error }) => (
  <form class="form" method="post" action={`${at}/import`} enctype="multipart/form-data">
    <div class="field">
      <label for="file">CSV file</label>
      <p class="field-hint" id="file-hint">
        UTF-8, two columns: the value received, and what it means. Commas, semicolons or tabs between them.
      </p>
      <input
        class="input"
        type="file"
        id="file"
        name="file"
        accept=".csv,.tsv,.txt,text/csv"
        aria-describedby="file-hint"
      />
    </div>
    <div class="field">
      <label for="csv">Or paste the rows here</label>
      <textarea
        class="input input-code"
        id="csv"
        name="csv"
        rows={8}
        spellcheck={false}
        placeholder={'ENG,Engineering\nFIN,Finance'}
        aria-invalid={error ? 'true' : undefined}
        aria-describedby={error ? 'csv-error' : undefined}
      >
        {form.csv}
      </textarea>
      {error && (
        <p class="field-error" id="csv-error" role="alert">
          <Icon name="alert" />
          {error}
        </p>
      )}
    </div>
    <Toggle
      name="header"
      label="The first row is a header"
      hint="The header of a table exported here is known without this."
      checked={form.header}
    />
    <fieldset class="choices">
      <legend>Rows that the table has already</legend>
      {MODES.map(([mode, word, more]) => (
        <label>
          <input type="radio" name="mode" value={mode} checked={form.mode === mode} /> {word}
          <span class="field-hint">{more}</span>
        </label>
      ))}
    </fieldset>
    <div class="form-actions">
      <button class="button button-primary" type="submit">
        Show what changes
      </button>
      <a class="button" href={at}>
        Cancel
      </a>
    </div>
  </form>
);

/** What an import would change, before it does. */
export const ImportPreview: FC<ImportProps & { changes: TableChanges; hadHeader: boolean; version: number }> = ({
  at,
  form,
  error,
  changes,
  hadHeader,
  version,
}) => {
  const words = changesInWords(changes);
  return (
    <>
      <FormError {...(error && { message: error })} />
      <p class={words ? 'notice' : 'notice notice-completed'}>
        {words ? `${words}.` : 'The table has all of this already: nothing would change.'}{' '}
        {hadHeader && 'The first row was taken for a header and left out.'}
      </p>
      <Changes changes={changes} />
      <form method="post" action={`${at}/import`}>
        {/* A text area, because a hidden field would lose its line breaks. */}
        <textarea name="csv" hidden>
          {form.csv}
        </textarea>
        {form.header && <input type="hidden" name="header" value="on" />}
        <input type="hidden" name="mode" value={form.mode} />
        <input type="hidden" name="version" value={String(version)} />
        <div class="form-actions table-actions">
          {words && (
            <button class="button button-primary" type="submit" name="confirm" value="yes">
              Save these changes
            </button>
          )}
          <button class="button" type="submit" name="back" value="yes">
            Back
          </button>
        </div>
      </form>
    </>
  );
};
