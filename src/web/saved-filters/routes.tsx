import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { TenantEnv } from '../../auth/actor.ts';
import { requireSession } from '../../auth/identify.ts';
import { type Fault, fault } from '../../domain/fault.ts';
import { isLocalId } from '../../store/ids.ts';
import type { SavedFilter } from '../../store/saved-filters.ts';
import { changeFilter, removeFilter, saveFilter } from '../../syncs/users/save-filter.ts';
import { notFoundPage } from '../errors/answers.ts';
import { ask, goTo } from '../frame/dialog.tsx';
import { showPage } from '../frame/show.tsx';
import { deleteQuestion, renameQuestion, type Saving, saveQuestion } from './dialogs.tsx';
import type { SavedFilterKind } from './kind.ts';
import { SavedFiltersPart } from './page.tsx';

const text = z.string().trim().catch('');
const nameSchema = z.object({ name: text });
const savingSchema = nameSchema.extend({ query: text, overwrite: z.literal('on').optional().catch(undefined) });

/** A name that cannot be one; null when it can. */
const wrongName = (name: string): Fault | null =>
  name === '' || name.length > 80
    ? fault('invalid_body', name === '' ? 'Give it a name.' : 'Use at most 80 characters.', { path: 'name' })
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

  async function asking(c: Context<TenantEnv>, saving: Omit<Saving, 'words'>) {
    const [words = ''] = await kind.words(c, [saving.query]);
    const question = saveQuestion(kind, listAt(c), { ...saving, words });
    return ask(c, question, saving.fault ? statusOf(saving.fault) : 200);
  }

  pages.get('/', requireSession(kind.reader), async (c) => {
    const filters = await c.var.store.savedFilters.list(kind.list);
    const words = await kind.words(
      c,
      filters.map(({ query }) => query),
    );
    const saved = filters.map((filter, at) => ({ filter, words: words[at] ?? '' }));
    const isAdmin = c.var.actor.role === 'admin';
    return showPage(
      c,
      { title: kind.title, section: kind.section, context: kind.context },
      <SavedFiltersPart kind={kind} at={listAt(c)} saved={saved} isAdmin={isAdmin} now={Date.now()} />,
    );
  });

  pages.use('/*', requireSession('admin'));

  pages.get('/new', (c) => asking(c, { name: '', query: new URL(c.req.url).searchParams.toString(), fault: null }));

  pages.post('/', async (c) => {
    const { name, query, overwrite } = savingSchema.parse(await c.req.parseBody());
    const wrong = wrongName(name);
    if (wrong) return asking(c, { name, query, fault: wrong });
    const wanted = { list: kind.list, name, query, overwrite: overwrite === 'on' };
    const saved = await saveFilter(c.var.store, wanted, c.var.actor.label);
    if (!saved.ok) return asking(c, { name, query, fault: saved.fault });
    return goTo(c, `${listAt(c)}?${kind.open(saved.value)}`);
  });

  pages.get('/:id/rename', async (c) => {
    const filter = await filterOf(c);
    return filter ? ask(c, renameQuestion(kind, listAt(c), filter, filter.name, null)) : notFoundPage(c);
  });

  pages.post('/:id/rename', async (c) => {
    const filter = await filterOf(c);
    if (!filter) return notFoundPage(c);
    const { name } = nameSchema.parse(await c.req.parseBody());
    const wrong = wrongName(name);
    const renamed = wrong
      ? ({ ok: false, fault: wrong } as const)
      : await changeFilter(c.var.store, filter.id, { name }, c.var.actor.label);
    if (renamed.ok) return goTo(c, savedAt(c));
    return ask(c, renameQuestion(kind, listAt(c), filter, name, renamed.fault), statusOf(renamed.fault));
  });

  pages.get('/:id/delete', async (c) => {
    const filter = await filterOf(c);
    return filter ? ask(c, deleteQuestion(kind, listAt(c), filter)) : notFoundPage(c);
  });

  pages.post('/:id/delete', async (c) => {
    const filter = await filterOf(c);
    if (!filter) return notFoundPage(c);
    await removeFilter(c.var.store, filter.id, c.var.actor.label);
    return goTo(c, savedAt(c));
  });

  return pages;
}
