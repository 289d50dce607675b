import { type Context, Hono } from 'hono';
import type { TenantEnv } from '../../../auth/actor.ts';
import { describeFault } from '../../../domain/fault.ts';
import { merged, tableChanges } from '../../../domain/mapping/table-changes.ts';
import { readTableCsv } from '../../../domain/mapping/table-csv.ts';
import { saveTable } from '../../../syncs/mapping/save-table.ts';
import { notFoundPage } from '../../errors/answers.ts';
import { goTo } from '../../frame/dialog.tsx';
import { showPage } from '../../frame/show.tsx';
import { type ImportForm, ImportPage, ImportPreview } from './import.tsx';
import { type Table, tableOf, tablesAt } from './read.ts';

/** `/{tenant}/settings/tables/{name}/import`: CSV in two steps, the second of which saves. */
export const importPages = new Hono<TenantEnv>();

const BLANK: ImportForm = { csv: '', header: false, mode: 'merge' };

const addressOfTable = (c: Context<TenantEnv>, { name }: Table) => `${tablesAt(c)}/${name}`;

function showForm(c: Context<TenantEnv>, table: Table, form: ImportForm, error: string | null = null) {
  const page = { title: `Import into ${table.name}`, section: 'settings' } as const;
  const import_ = <ImportPage at={addressOfTable(c, table)} form={form} error={error} />;
  return showPage(c, page, import_, error === null ? 200 : 422);
}

importPages.get('/', async (c) => {
  const table = await tableOf(c);
  return table ? showForm(c, table, BLANK) : notFoundPage(c);
});

type Fields = Record<string, string | File>;

const textOf = (field: string | File | undefined): string => (typeof field === 'string' ? field : '');

/** The bytes to import: of the file where there is one, and as text for the page that comes back. */
async function givenBytes({ file, csv }: Fields): Promise<{ bytes: Uint8Array; text: string }> {
  if (!(file instanceof File) || file.size === 0) {
    return { bytes: new TextEncoder().encode(textOf(csv)), text: textOf(csv) };
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  try {
    return { bytes, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes) };
  } catch {
    // No text, so there is nothing to keep of it.
    return { bytes, text: '' };
  }
}

importPages.post('/', async (c) => {
  const table = await tableOf(c);
  if (!table) return notFoundPage(c);
  const fields = await c.req.parseBody();
  const { bytes, text } = await givenBytes(fields);
  const form: ImportForm = {
    csv: text,
    header: fields.header === 'on',
    mode: fields.mode === 'replace' ? 'replace' : 'merge',
  };
  if (fields.back === 'yes') return showForm(c, table, form);
  const read = readTableCsv(bytes, { header: form.header });
  if (!read.ok) return showForm(c, table, form, describeFault(read.fault));
  const { entries: imported, hadHeader } = read.value;
  const entries = form.mode === 'merge' ? merged(table.entries, imported) : imported;
  const changes = tableChanges(table.entries, entries);
  const preview = (error: string | null, status: 200 | 409 | 422 = 200) =>
    showPage(
      c,
      { title: `Import into ${table.name}`, section: 'settings', context: 'Nothing is saved yet.' },
      <ImportPreview
        at={addressOfTable(c, table)}
        form={form}
        error={error}
        changes={changes}
        hadHeader={hadHeader}
        version={table.version}
      />,
      status,
    );
  if (fields.confirm !== 'yes') return preview(null);
  if (textOf(fields.version) !== String(table.version)) {
    return preview(`${table.createdBy} saved version ${table.version} meanwhile. Look at what changes now.`, 409);
  }
  const request = { name: table.name, entries, version: table.version };
  const saved = await saveTable(c.env, c.var.store.tenant, request, c.var.actor.label);
  return saved.ok ? goTo(c, addressOfTable(c, table)) : preview(describeFault(saved.fault), 422);
});
