import { type Context, Hono } from 'hono';
import type { FC } from 'hono/jsx';
import { z } from 'zod';
import { changeFilter, removeFilter, saveFilter } from '../../app/filters/save-filter.ts';
import type { TenantEnv } from '../../auth/actor.ts';
import { requireSession } from '../../auth/identify.ts';
import { type Fault, fault } from '../../domain/shared/fault.ts';
import { fail } from '../../lib/result.ts';
import type { SavedFilter } from '../../store/filters/reader.ts';
import { isLocalId } from '../../store/ids.ts';
import { dialogLink, redirectTo, renderDialog } from '../frame/dialog.tsx';
import { notFoundPage } from '../frame/errors.tsx';
import { renderPage } from '../frame/render.tsx';
import { EmptyState, RowMenu, TableHead } from '../frame/table.tsx';
import { Time } from '../frame/time.tsx';
import { deleteFilterDialog, renameFilterDialog, type SaveFilterForm, saveFilterDialog } from './dialogs.tsx';
import type { SavedFilterKind } from './kind.ts';

interface SavedFilterListProps {
  kind: SavedFilterKind;
  /** The list that they filter. */
  listPath: string;
  saved: readonly { filter: SavedFilter; description: string }[];
  isAdmin: boolean;
  now: number;
}

const SavedFilterRow: FC<Omit<SavedFilterListProps, 'saved'> & { filter: SavedFilter; description: string }> = ({
  kind,
  listPath,
  filter,
  description,
  isAdmin,
  now,
}) => (
  <tr data-row>
    <td data-label="Name">
      <a class="row-link" href={`${listPath}?${kind.openQuery(filter)}`}>
        {filter.name}
      </a>
    </td>
    <td data-label="Shows">{description}</td>
    <td data-label="Created by">{filter.createdBy}</td>
    <td data-label="Created at">
      <Time at={filter.createdAt} now={now} />
    </td>
    <td class="cell-menu">
      {isAdmin && (
        <RowMenu subject={filter.name} id={`saved-${filter.id}-menu`}>
          <a {...dialogLink(`${listPath}/${kind.path.saved}/${filter.id}/rename`)}>Rename</a>
          <a class="menu-danger" {...dialogLink(`${listPath}/${kind.path.saved}/${filter.id}/delete`)}>
            Delete
          </a>
        </RowMenu>
      )}
    </td>
  </tr>
);

const SavedFilterList: FC<SavedFilterListProps> = ({ saved, ...rest }) =>
  saved.length === 0 ? (
    <EmptyState title={`There is no ${rest.kind.noun} yet`}>
      <p>Filter the list, then save what it shows under a name.</p>
      <a class="button" href={rest.listPath}>
        Go to the list
      </a>
    </EmptyState>
  ) : (
    <div class="table-box">
      <table class="table">
        <caption class="visually-hidden">{rest.kind.title}</caption>
        <TableHead columns={['Name', 'Shows', 'Created by', 'Created at']} />
        <tbody>
          {saved.map((entry) => (
            <SavedFilterRow {...rest} {...entry} />
          ))}
        </tbody>
      </table>
    </div>
  );

const trimmedText = z.string().trim().catch('');
const nameSchema = z.object({ name: trimmedText });
const saveSchema = nameSchema.extend({ query: trimmedText, overwrite: z.literal('on').optional().catch(undefined) });

const MAX_NAME_LENGTH = 80;

function nameFault(name: string): Fault | null {
  const atName = { path: 'name' };
  if (name === '') return fault('invalid_body', { problem: 'name_missing' }, atName);
  if (name.length <= MAX_NAME_LENGTH) return null;
  return fault('invalid_body', { problem: 'name_too_long', limit: MAX_NAME_LENGTH }, atName);
}

const refusalStatus = ({ code }: Fault): 409 | 422 => (code === 'name_taken' ? 409 : 422);

export function savedFilterPages(kind: SavedFilterKind): Hono<TenantEnv> {
  const pages = new Hono<TenantEnv>();
  const listPath = (c: Context<TenantEnv>): string => `/${c.var.store.tenant.slug}/${kind.path.list}`;
  const savedPath = (c: Context<TenantEnv>): string => `${listPath(c)}/${kind.path.saved}`;

  async function findFilter(c: Context<TenantEnv>): Promise<SavedFilter | null> {
    const id = Number(c.req.param('id'));
    const filter = isLocalId(id) ? await c.var.store.savedFilters.get(id) : null;
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
      <SavedFilterList kind={kind} listPath={listPath(c)} saved={saved} isAdmin={isAdmin} now={Date.now()} />,
    );
  });

  pages.use('/*', requireSession('admin'));

  pages.get('/new', (c) =>
    renderSaveDialog(c, { name: '', query: new URL(c.req.url).searchParams.toString(), fault: null }),
  );

  pages.post('/', async (c) => {
    const { name, query, overwrite } = saveSchema.parse(await c.req.parseBody());
    const invalid = nameFault(name);
    if (invalid) return renderSaveDialog(c, { name, query, fault: invalid });
    const filter = { list: kind.list, name, query, overwrite: overwrite === 'on' };
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
    const invalid = nameFault(name);
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
