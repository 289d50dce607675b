import { type Context, Hono } from 'hono';
import type { FC } from 'hono/jsx';
import { z } from 'zod';
import { changeFilter, removeFilter, saveFilter } from '../../app/filters/save-filter.ts';
import type { TenantEnv } from '../../auth/actor.ts';
import { requireSession } from '../../auth/identify.ts';
import { type Fault, fault } from '../../domain/shared/fault.ts';
import { fail } from '../../lib/result.ts';
import type { SavedFilter } from '../../store/filters/reader.ts';
import { dialogLink, redirectTo, renderDialog } from '../frame/dialog.tsx';
import { notFoundPage } from '../frame/errors.tsx';
import { checkboxSchema } from '../frame/fields.tsx';
import { renderPage } from '../frame/render.tsx';
import { EmptyState, ListTable, RowMenu } from '../frame/table.tsx';
import { Time } from '../frame/time.tsx';
import { parseIdParam } from '../frame/urls.ts';
import { deleteFilterDialog, renameFilterDialog, type SaveFilterForm, saveFilterDialog } from './dialogs.tsx';
import type { SavedFilterKind } from './kind.ts';

interface SavedFilterListProps {
  kind: SavedFilterKind;
  listPath: string;
  saved: readonly { filter: SavedFilter; description: string }[];
  isAdmin: boolean;
}

const SavedFilterList: FC<SavedFilterListProps> = ({ kind, listPath, saved, isAdmin }) => {
  if (saved.length === 0) {
    return (
      <EmptyState title={`There is no ${kind.noun} yet`}>
        <p>Filter the list, then save what it shows under a name.</p>
        <a class="button" href={listPath}>
          Go to the list
        </a>
      </EmptyState>
    );
  }
  return (
    <ListTable caption={kind.title} columns={['Name', 'Shows', 'Created by', 'Created at']} menu>
      <tbody>
        {saved.map(({ filter, description }) => (
          <tr data-row>
            <td data-label="Name">
              <a class="row-link" href={`${listPath}?${kind.openQuery(filter)}`}>
                {filter.name}
              </a>
            </td>
            <td data-label="Shows">{description}</td>
            <td data-label="Created by">{filter.createdBy}</td>
            <td data-label="Created at">
              <Time at={filter.createdAt} />
            </td>
            <td class="cell-menu">
              {isAdmin && <SavedFilterActions filter={filter} savedPath={`${listPath}/${kind.path.saved}`} />}
            </td>
          </tr>
        ))}
      </tbody>
    </ListTable>
  );
};

const SavedFilterActions: FC<{ filter: SavedFilter; savedPath: string }> = ({ filter, savedPath }) => (
  <RowMenu subject={filter.name} id={`saved-${filter.id}-menu`}>
    <a {...dialogLink(`${savedPath}/${filter.id}/rename`)}>Rename</a>
    <a class="menu-danger" {...dialogLink(`${savedPath}/${filter.id}/delete`)}>
      Delete
    </a>
  </RowMenu>
);

const trimmedText = z.string().trim().catch('');
const nameSchema = z.object({ name: trimmedText });
const saveSchema = nameSchema.extend({ query: trimmedText, overwrite: checkboxSchema });

const MAX_NAME_LENGTH = 80;

function checkName(name: string): Fault | null {
  const details = { path: 'name' };
  if (name === '') return fault('invalid_body', { problem: 'name_missing' }, details);
  if (name.length <= MAX_NAME_LENGTH) return null;
  return fault('invalid_body', { problem: 'name_too_long', limit: MAX_NAME_LENGTH }, details);
}

const refusalStatus = ({ code }: Fault): 409 | 422 => (code === 'name_taken' ? 409 : 422);

export function savedFilterPages(kind: SavedFilterKind): Hono<TenantEnv> {
  const pages = new Hono<TenantEnv>();
  const listPath = (c: Context<TenantEnv>): string => `/${c.var.store.tenant.slug}/${kind.path.list}`;
  const savedPath = (c: Context<TenantEnv>): string => `${listPath(c)}/${kind.path.saved}`;

  async function findFilter(c: Context<TenantEnv>): Promise<SavedFilter | null> {
    const id = parseIdParam(c);
    const filter = id === null ? null : await c.var.store.savedFilters.get(id);
    return filter?.list === kind.list ? filter : null;
  }

  async function renderSaveDialog(c: Context<TenantEnv>, form: Omit<SaveFilterForm, 'description'>) {
    const [description = ''] = await kind.describe(c, [form.query]);
    const dialog = saveFilterDialog(kind, listPath(c), { ...form, description });
    return renderDialog(c, dialog, form.fault ? refusalStatus(form.fault) : 200);
  }

  pages.get('/', requireSession(kind.readableBy), async (c) => {
    const filters = await c.var.store.savedFilters.list(kind.list);
    const descriptions = await kind.describe(
      c,
      filters.map(({ query }) => query),
    );
    const saved = filters.map((filter, index) => ({ filter, description: descriptions[index] ?? '' }));
    const isAdmin = c.var.actor.role === 'admin';
    return renderPage(
      c,
      { title: kind.title, section: kind.section, context: kind.context },
      <SavedFilterList kind={kind} listPath={listPath(c)} saved={saved} isAdmin={isAdmin} />,
    );
  });

  pages.use('/*', requireSession('admin'));

  pages.get('/new', (c) =>
    renderSaveDialog(c, { name: '', query: new URL(c.req.url).searchParams.toString(), fault: null }),
  );

  pages.post('/', async (c) => {
    const { name, query, overwrite } = saveSchema.parse(await c.req.parseBody());
    const invalid = checkName(name);
    if (invalid) return renderSaveDialog(c, { name, query, fault: invalid });
    const filter = { list: kind.list, name, query, overwrite };
    const saved = await saveFilter(c.env, c.var.store.tenant, filter, c.var.actor.label);
    if (!saved.ok) return renderSaveDialog(c, { name, query, fault: saved.fault });
    return redirectTo(c, `${listPath(c)}?${kind.openQuery(saved.value)}`);
  });

  pages.get('/:id/rename', async (c) => {
    const filter = await findFilter(c);
    return filter ? renderDialog(c, renameFilterDialog(kind, listPath(c), filter, filter.name, null)) : notFoundPage(c);
  });

  pages.post('/:id/rename', async (c) => {
    const filter = await findFilter(c);
    if (!filter) return notFoundPage(c);
    const { name } = nameSchema.parse(await c.req.parseBody());
    const invalid = checkName(name);
    const renamed = invalid
      ? fail(invalid)
      : await changeFilter(c.env, c.var.store.tenant, filter.id, { name }, c.var.actor.label);
    if (renamed.ok) return redirectTo(c, savedPath(c));
    const dialog = renameFilterDialog(kind, listPath(c), filter, name, renamed.fault);
    return renderDialog(c, dialog, refusalStatus(renamed.fault));
  });

  pages.get('/:id/delete', async (c) => {
    const filter = await findFilter(c);
    return filter ? renderDialog(c, deleteFilterDialog(kind, listPath(c), filter)) : notFoundPage(c);
  });

  pages.post('/:id/delete', async (c) => {
    const filter = await findFilter(c);
    if (!filter) return notFoundPage(c);
    await removeFilter(c.env, c.var.store.tenant, filter.id, c.var.actor.label);
    return redirectTo(c, savedPath(c));
  });

  return pages;
}
