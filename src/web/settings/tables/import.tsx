import { type Context, Hono } from 'hono';
import type { FC } from 'hono/jsx';
import { saveTable } from '../../../app/tables/save-table.ts';
import type { TenantEnv } from '../../../auth/actor.ts';
import { parseTableCsv } from '../../../domain/mapping/table-csv.ts';
import { mergeEntries, type TableChanges, tableChanges } from '../../../domain/mapping/value-table.ts';
import { describeFault } from '../../../domain/shared/fault.ts';
import { redirectTo } from '../../frame/dialog.tsx';
import { FormError, Toggle } from '../../frame/fields.tsx';
import { renderPage } from '../../frame/render.tsx';
import { ErrorMessage } from '../shared/inputs.tsx';
import { describeTableChanges, TableDiff } from './changes.tsx';
import { type CurrentTable, tableUrl, withTable } from './read.ts';

/** Whether rows that the import lacks stay or are removed. */
type ImportMode = 'merge' | 'replace';

interface ImportForm {
  csv: string;
  header: boolean;
  mode: ImportMode;
}

export const importPages = new Hono<TenantEnv>();

const EMPTY_IMPORT: ImportForm = { csv: '', header: false, mode: 'merge' };

importPages.get(
  '/',
  withTable((c, table) => showImportForm(c, table, EMPTY_IMPORT)),
);

importPages.post(
  '/',
  withTable(async (c, table) => {
    const fields = await c.req.parseBody();
    const { bytes, text } = await readImport(fields);
    const form: ImportForm = {
      csv: text,
      header: fields.header === 'on',
      mode: fields.mode === 'replace' ? 'replace' : 'merge',
    };
    if (fields.back === 'yes') return showImportForm(c, table, form);
    const parsed = parseTableCsv(bytes, { header: form.header });
    if (!parsed.ok) return showImportForm(c, table, form, describeFault(parsed.fault));
    const { entries: imported, hadHeader } = parsed.value;
    const entries = form.mode === 'merge' ? mergeEntries(table.entries, imported) : imported;
    const preview = { form, changes: tableChanges(table.entries, entries), hadHeader };
    if (fields.confirm !== 'yes') return showImportPreview(c, table, { ...preview, error: null });
    if (fieldText(fields.version) !== String(table.version)) {
      const error = `${table.createdBy} saved version ${table.version} meanwhile. Look at what changes now.`;
      return showImportPreview(c, table, { ...preview, error }, 409);
    }
    const request = { name: table.name, entries, baseVersion: table.version };
    const saved = await saveTable(c.env, c.var.store.tenant, request, c.var.actor.label);
    if (saved.ok) return redirectTo(c, tableUrl(c, table.name));
    return showImportPreview(c, table, { ...preview, error: describeFault(saved.fault) }, 422);
  }),
);

function showImportForm(c: Context<TenantEnv>, { name }: CurrentTable, form: ImportForm, error: string | null = null) {
  const page = { title: `Import into ${name}`, section: 'settings' } as const;
  const body = <ImportPage baseUrl={tableUrl(c, name)} form={form} error={error} />;
  return renderPage(c, page, body, error === null ? 200 : 422);
}

function showImportPreview(
  c: Context<TenantEnv>,
  { name, version }: CurrentTable,
  preview: Omit<ImportPreviewProps, 'baseUrl' | 'version'>,
  status: 200 | 409 | 422 = 200,
) {
  const page = { title: `Import into ${name}`, section: 'settings', context: 'Nothing is saved yet.' } as const;
  return renderPage(c, page, <ImportPreview baseUrl={tableUrl(c, name)} version={version} {...preview} />, status);
}

type ImportFields = Record<string, string | File>;

const fieldText = (field: string | File | undefined): string => (typeof field === 'string' ? field : '');

/** The file, or else the pasted rows: the bytes to parse, and their text to show again. */
async function readImport({ file, csv }: ImportFields): Promise<{ bytes: Uint8Array; text: string }> {
  if (!(file instanceof File) || file.size === 0) {
    return { bytes: new TextEncoder().encode(fieldText(csv)), text: fieldText(csv) };
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  try {
    return { bytes, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes) };
  } catch {
    // Not UTF-8: there is no text to show again.
    return { bytes, text: '' };
  }
}

interface ImportProps {
  baseUrl: string;
  form: ImportForm;
  error: string | null;
}

const MODES: [mode: ImportMode, label: string, hint: string][] = [
  ['merge', 'Add and change', 'Rows that the import does not name stay.'],
  ['replace', 'Replace all rows', 'Rows that the import does not name are removed.'],
];

const ImportPage: FC<ImportProps> = ({ baseUrl, form, error }) => (
  <form class="form" method="post" action={`${baseUrl}/import`} enctype="multipart/form-data">
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
        <ErrorMessage id="csv-error" role="alert">
          {error}
        </ErrorMessage>
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
      {MODES.map(([mode, label, hint]) => (
        <label>
          <input type="radio" name="mode" value={mode} checked={form.mode === mode} /> {label}
          <span class="field-hint">{hint}</span>
        </label>
      ))}
    </fieldset>
    <div class="form-actions">
      <button class="button button-primary" type="submit">
        Show what changes
      </button>
      <a class="button" href={baseUrl}>
        Cancel
      </a>
    </div>
  </form>
);

interface ImportPreviewProps extends ImportProps {
  changes: TableChanges;
  hadHeader: boolean;
  version: number;
}

const ImportPreview: FC<ImportPreviewProps> = ({ baseUrl, form, error, changes, hadHeader, version }) => {
  const summary = describeTableChanges(changes);
  return (
    <>
      <FormError message={error} />
      <p class={summary ? 'notice' : 'notice notice-completed'}>
        {summary ? `${summary}.` : 'The table has all of this already: nothing would change.'}{' '}
        {hadHeader && 'The first row was taken for a header and left out.'}
      </p>
      <TableDiff changes={changes} />
      <form method="post" action={`${baseUrl}/import`}>
        {/* A text area, because a hidden field would lose its line breaks. */}
        <textarea name="csv" hidden>
          {form.csv}
        </textarea>
        {form.header && <input type="hidden" name="header" value="on" />}
        <input type="hidden" name="mode" value={form.mode} />
        <input type="hidden" name="version" value={String(version)} />
        <div class="form-actions table-actions">
          {summary && (
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
