import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { readUserFilter } from '../../app/filters/read-user-filter.ts';
import { startSync } from '../../app/syncs/start-sync.ts';
import { holdUser, overrideUser, protectUser } from '../../app/users/overrides.ts';
import type { TenantEnv } from '../../auth/actor.ts';
import { requireSession } from '../../auth/identify.ts';
import { exportColumns } from '../../domain/user/export-columns.ts';
import { isLocalId } from '../../store/ids.ts';
import type { User } from '../../store/users/reader.ts';
import { redirectTo, renderDialog } from '../frame/dialog.tsx';
import { notFoundPage } from '../frame/errors.tsx';
import { faultStatus } from '../frame/labels.ts';
import { renderPage } from '../frame/render.tsx';
import { syncsUrl } from '../syncs/load-syncs.ts';
import { exportDialog, legalHoldDialog, overrideDialog, protectDialog, syncUserDialog } from './dialogs.tsx';
import { isAdmin, loadUsers, urlWithQuery, usersUrl } from './load-users.ts';
import { Profile, ProfileActions } from './profile.tsx';
import { ExportButton, UserList } from './user-list.tsx';

const MAX_HISTORY = 25;

const persistSchema = z.object({ persist: z.literal('on').optional().catch(undefined) });

/** `/{tenant}/users`: everybody who signs in reads; only admins act. */
export const userPages = new Hono<TenantEnv>();

async function findUser(c: Context<TenantEnv>): Promise<User | null> {
  const wanted = Number(c.req.param('id'));
  return isLocalId(wanted) ? c.var.store.users.get(wanted) : null;
}

userPages.get('/', requireSession('viewer'), async (c) => {
  const asked = await loadUsers(c);
  if ('go' in asked) return c.redirect(asked.go, 303);
  const { list, fault } = asked;
  const page = {
    title: 'Users',
    section: 'users',
    context: 'Everybody whom Rollcall keeps.',
    actions: list.fault === null && <ExportButton usersPath={list.usersPath} choice={list.choice} />,
  } as const;
  return renderPage(c, page, <UserList {...list} />, fault ? 422 : 200);
});

userPages.get('/export', requireSession('viewer'), async (c) => {
  const { store } = c.var;
  const query = new URL(c.req.url).searchParams;
  const filter = await readUserFilter(store, query);
  // The list says what is wrong with it.
  if (!filter.ok) return redirectTo(c, urlWithQuery(usersUrl(c), query));
  const [count, definitions] = await Promise.all([store.users.matching(filter.value), store.mappings.definitions()]);
  const columns = exportColumns(definitions, store.tenant.settings.export_without);
  return renderDialog(c, exportDialog(usersUrl(c), query, filter.value, count, columns));
});

userPages.get('/:id', requireSession('viewer'), async (c) => {
  const { store } = c.var;
  const user = await findUser(c);
  if (!user) return notFoundPage(c);
  const given = user.attributes.manager;
  const [manager, definitions, history] = await Promise.all([
    typeof given === 'string' ? store.users.manager(given) : null,
    store.mappings.definitions(),
    isAdmin(c) ? store.userHistory.of(user.id, { limit: MAX_HISTORY }) : null,
  ]);
  const profile = {
    user,
    manager,
    custom: definitions.map(({ key }) => key),
    history,
    usersPath: usersUrl(c),
    syncsPath: syncsUrl(c),
    now: Date.now(),
  };
  const page = {
    title: user.fullName || user.email,
    section: 'users',
    context: user.email,
    actions: isAdmin(c) && <ProfileActions {...profile} />,
  } as const;
  return renderPage(c, page, <Profile {...profile} />);
});

userPages.use('/:id/*', requireSession('admin'));

userPages.get('/:id/sync', async (c) => {
  const user = await findUser(c);
  return user ? renderDialog(c, syncUserDialog(usersUrl(c), syncsUrl(c), user, false, null)) : notFoundPage(c);
});

userPages.post('/:id/sync', async (c) => {
  const user = await findUser(c);
  if (!user) return notFoundPage(c);
  const persist = persistSchema.parse(await c.req.parseBody()).persist === 'on';
  const request = { trigger: 'profile', persist, createdBy: c.var.actor.label, person: { id: user.id } } as const;
  const started = await startSync(c.env, c.var.store.tenant, request);
  if (started.ok) return redirectTo(c, `${syncsUrl(c)}/${started.value.id}/records?user=${user.id}`);
  const question = syncUserDialog(usersUrl(c), syncsUrl(c), user, persist, started.fault);
  return renderDialog(c, question, faultStatus(started.fault.code));
});

for (const to of ['terminate', 'restore'] as const) {
  userPages.get(`/:id/${to}`, async (c) => {
    const user = await findUser(c);
    return user ? renderDialog(c, overrideDialog(usersUrl(c), user, to)) : notFoundPage(c);
  });

  userPages.post(`/:id/${to}`, async (c) => {
    const user = await findUser(c);
    if (!user) return notFoundPage(c);
    const { store, actor } = c.var;
    await overrideUser(c.env, store.tenant, user.id, to === 'terminate' ? 'terminated' : 'restored', actor.label);
    return redirectTo(c, `${usersUrl(c)}/${user.id}`);
  });
}

for (const to of ['protect', 'unprotect'] as const) {
  userPages.get(`/:id/${to}`, async (c) => {
    const user = await findUser(c);
    return user ? renderDialog(c, protectDialog(usersUrl(c), user, to)) : notFoundPage(c);
  });

  userPages.post(`/:id/${to}`, async (c) => {
    const user = await findUser(c);
    if (!user) return notFoundPage(c);
    await protectUser(c.env, c.var.store.tenant, user.id, to === 'protect', c.var.actor.label);
    return redirectTo(c, `${usersUrl(c)}/${user.id}`);
  });
}

for (const to of ['hold', 'release'] as const) {
  userPages.get(`/:id/${to}`, async (c) => {
    const user = await findUser(c);
    const { deprovisioning_delay_days } = c.var.store.tenant.settings;
    return user ? renderDialog(c, legalHoldDialog(usersUrl(c), user, to, deprovisioning_delay_days)) : notFoundPage(c);
  });

  userPages.post(`/:id/${to}`, async (c) => {
    const user = await findUser(c);
    if (!user) return notFoundPage(c);
    await holdUser(c.env, c.var.store.tenant, user.id, to === 'hold', c.var.actor.label);
    return redirectTo(c, `${usersUrl(c)}/${user.id}`);
  });
}
