import { type Context, Hono } from 'hono';
import type { FC } from 'hono/jsx';
import { z } from 'zod';
import { changeFilter, removeFilter, saveFilter } from '../../app/filters/save-filter.ts';
import type { TenantEnv } from '../../auth/actor.ts';
import { requireSession } from '../../auth/identify.ts';
import { type Fault, fault } from '../../domain/shared/fault.ts';
import type { SavedFilter } from '../../store/filters/reader.ts';
import { isLocalId } from '../../store/ids.ts';
import { dialogLink, redirectTo, renderDialog } from '../frame/dialog.tsx';
import { notFoundPage } from '../frame/errors.tsx';
import { renderPage } from '../frame/render.tsx';
import { EmptyState, RowMenu, TableHead } from '../frame/table.tsx';
import { Time } from '../frame/time.tsx';
import { deleteFilterDialog, renameFilterDialog, type SaveFilterForm, saveFilterDialog } from './dialogs.tsx';
import type { SavedFilterKind } from './kind.ts';

/** All that the list of saved filters shows. */
interface SavedFilterListProps {
  kind: SavedFilterKind;
  /** The list that they filter. */
  at: string;
  saved: readonly { filter: SavedFilter; words: string }[];
  isAdmin: boolean;
  now: number;
}

const SavedFilterRow: FC<Omit<SavedFilterListProps, 'saved'> & { filter: SavedFilter; words: string }> = ({
  kind,
  at,
  filter,
  words,
  isAdmin,
  now,
}) => (
  <tr data-row>
    <td data-label="Name">
      <a class="row-link" href={`${at}?${kind.open(filter)}`}>
        {filter.name}
      </a>
    </td>
    <td data-label="Shows">{words}</td>
    <td data-label="Created by">{filter.createdBy}</td>
    <td data-label="Created at">
      <Time at={filter.createdAt} now={now} />
    </td>
    <td class="cell-menu">
      {isAdmin && (
        <RowMenu of={filter.name} id={`saved-${filter.id}-menu`}>
          <a {...dialogLink(`${at}/${kind.path.saved}/${filter.id}/rename`)}>Rename</a>
          <a class="menu-danger" {...dialogLink(`${at}/${kind.path.saved}/${filter.id}/delete`)}>
            Delete
          </a>
        </RowMenu>
      )}
    </td>
  </tr>
);

/** The saved filters of a list. */
export const SavedFilterList: FC<SavedFilterListProps> = ({ saved, ...rest }) =>
  saved.length === 0 ? (
    <EmptyState title={`There is no ${rest.kind.noun} yet`}>
      <p>Filter the list, then save what it shows under a name.</p>
      <a class="button" href={rest.at}>
        Go to the list
      </a>
    </EmptyState>
  ) : (
    <div class="table-box">
      <table class="table">
        <caption class="visually-hidden">{rest.kind.title}</caption>
        <TableHead columns={['Name', 'Shows', 'Created by', 'Created at']} />
        <tbody>
          {saved.map((one) => (
            <SavedFilterRow {...rest} {...one} />
          ))}
        </tbody>
      </table>
    </div>
  );

const trimmedText = z.string().trim().catch('');
const nameSchema = z.object({ name: trimmedText });
const savingSchema = nameSchema.extend({ query: trimmedText, overwrite: z.literal('on').optional().catch(undefined) });

/** A name that cannot be one; null when it can. */
const nameFault = (name: string): Fault | null =>
  name === '' || name.length > 80
    ? fault('invalid_body', name === '' ? { problem: 'name_missing' } : { problem: 'name_too_long', limit: 80 }, {
        path: 'name',
      })
    : null;

const statusOf = ({ code }: Fault): 409 | 422 => (code === 'name_taken' ? 409 : 422);

/** The pages where the saved filters of one list are kept. */
export function savedFilterPages(kind: SavedFilterKind): Hono<TenantEnv> {
  const pages = new Hono<TenantEnv>();
  const listAt = (c: Context<TenantEnv>): string => `/${c.var.store.tenant.slug}/${kind.path.list}`;
  const savedAt = (c: Context<TenantEnv>): string => `${listAt(c)}/${kind.path.saved}`;

  async function filterOf(c: Context<TenantEnv>): Promise<SavedFilter | null> {
    const id = Number(c.req.param('id'));
    const filter = isLocalId(id) ? await c.var.store.savedFilters.get(id) : null;
    return filter?.list === kind.list ? filter : null;
  }

  async function asking(c: Context<TenantEnv>, saving: Omit<SaveFilterForm, 'words'>) {
    const [words = ''] = await kind.words(c, [saving.query]);
    const question = saveFilterDialog(kind, listAt(c), { ...saving, words });
    return renderDialog(c, question, saving.fault ? statusOf(saving.fault) : 200);
  }

  pages.get('/', requireSession(kind.reader), async (c) => {
    const filters = await c.var.store.savedFilters.list(kind.list);
    const words = await kind.words(
      c,
      filters.map(({ query }) => query),
    );
    const saved = filters.map((filter, at) => ({ filter, words: words[at] ?? '' }));
    const isAdmin = c.var.actor.role === 'admin';
    return renderPage(
      c,
      { title: kind.title, section: kind.section, context: kind.context },
      <SavedFilterList kind={kind} at={listAt(c)} saved={saved} isAdmin={isAdmin} now={Date.now()} />,
    );
  });

  pages.use('/*', requireSession('admin'));

  pages.get('/new', (c) => asking(c, { name: '', query: new URL(c.req.url).searchParams.toString(), fault: null }));

  pages.post('/', async (c) => {
    const { name, query, overwrite } = savingSchema.parse(await c.req.parseBody());
    const wrong = nameFault(name);
    if (wrong) return asking(c, { name, query, fault: wrong });
    const wanted = { list: kind.list, name, query, overwrite: overwrite === 'on' };
    const saved = await saveFilter(c.env, c.var.store.tenant, wanted, c.var.actor.label);
    if (!saved.ok) return asking(c, { name, query, fault: saved.fault });
    return redirectTo(c, `${listAt(c)}?${kind.open(saved.value)}`);
  });

  pages.get('/:id/rename', async (c) => {
    const filter = await filterOf(c);
    return filter ? renderDialog(c, renameFilterDialog(kind, listAt(c), filter, filter.name, null)) : notFoundPage(c);
  });

  pages.post('/:id/rename', async (c) => {
    const filter = await filterOf(c);
    if (!filter) return notFoundPage(c);
    const { name } = nameSchema.parse(await c.req.parseBody());
    const wrong = nameFault(name);
    const renamed = wrong
      ? ({ ok: false, fault: wrong } as const)
      : await changeFilter(c.env, c.var.store.tenant, filter.id, { name }, c.var.actor.label);
    if (renamed.ok) return redirectTo(c, savedAt(c));
    return renderDialog(c, renameFilterDialog(kind, listAt(c), filter, name, renamed.fault), statusOf(renamed.fault));
  });

  pages.get('/:id/delete', async (c) => {
    const filter = await filterOf(c);
    return filter ? renderDialog(c, deleteFilterDialog(kind, listAt(c), filter)) : notFoundPage(c);
  });

  pages.post('/:id/delete', async (c) => {
    const filter = await filterOf(c);
    if (!filter) return notFoundPage(c);
    await removeFilter(c.env, c.var.store.tenant, filter.id, c.var.actor.label);
    return redirectTo(c, savedAt(c));
  });

  return pages;
}
