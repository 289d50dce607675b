import { type Context, Hono } from 'hono';
import { readUserFilter } from '../../app/filters/read-user-filter.ts';
import { startSync } from '../../app/syncs/start-sync.ts';
import { USER_ACTION_NAMES, USER_ACTIONS } from '../../app/users/user-actions.ts';
import type { TenantEnv } from '../../auth/actor.ts';
import { requireSession } from '../../auth/identify.ts';
import { exportColumns } from '../../domain/user/export-columns.ts';
import type { User } from '../../store/users/reader.ts';
import { redirectTo, renderDialog } from '../frame/dialog.tsx';
import { faultStatus, notFoundPage } from '../frame/errors.tsx';
import { renderPage } from '../frame/render.tsx';
import { buildUrl, parseIdParam } from '../frame/urls.ts';
import { persistFormSchema } from '../syncs/dialogs.tsx';
import { syncsUrl } from '../syncs/load-syncs.ts';
import { exportDialog, syncUserDialog, userActionDialog } from './dialogs.tsx';
import { isAdmin, loadUsers, usersUrl } from './load-users.ts';
import { Profile, ProfileActions } from './profile.tsx';
import { ExportButton, UserList } from './user-list.tsx';

const MAX_HISTORY = 25;

export const userPages = new Hono<TenantEnv>();

async function findUser(c: Context<TenantEnv>): Promise<User | null> {
  const id = parseIdParam(c);
  return id === null ? null : c.var.store.users.get(id);
}

userPages.get('/', requireSession('viewer'), async (c) => {
  const result = await loadUsers(c);
  if ('redirectTo' in result) return c.redirect(result.redirectTo, 303);
  const { list } = result;
  const page = {
    title: 'Users',
    section: 'users',
    context: 'Everybody whom Rollcall keeps.',
    actions: list.fault === null && <ExportButton usersPath={list.usersPath} filter={list.filter} />,
  } as const;
  return renderPage(c, page, <UserList {...list} />, list.fault || list.draft?.fault ? 422 : 200);
});

userPages.get('/export', requireSession('viewer'), async (c) => {
  const { store } = c.var;
  const query = new URL(c.req.url).searchParams;
  const filter = await readUserFilter(store, query);
  // The list shows the fault.
  if (!filter.ok) return redirectTo(c, buildUrl(usersUrl(c), query));
  const [count, definitions] = await Promise.all([store.users.count(filter.value), store.mappings.definitions()]);
  const columns = exportColumns(definitions, store.tenant.settings.export_without);
  const csvPath = `/${store.tenant.slug}/api/v1/users.csv`;
  const dialog = exportDialog({ usersPath: usersUrl(c), csvPath, query, filter: filter.value, count, columns });
  return renderDialog(c, dialog);
});

userPages.get('/:id', requireSession('viewer'), async (c) => {
  const { store } = c.var;
  const user = await findUser(c);
  if (!user) return notFoundPage(c);
  const managerKey = user.attributes.manager;
  const [manager, definitions, history] = await Promise.all([
    typeof managerKey === 'string' ? store.users.findManager(managerKey) : null,
    store.mappings.definitions(),
    isAdmin(c) ? store.records.listHistory(user.id, { limit: MAX_HISTORY }) : null,
  ]);
  const profile = {
    user,
    manager,
    customAttributes: definitions.map(({ key }) => key),
    history,
    usersPath: usersUrl(c),
    syncsPath: syncsUrl(c),
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
  const { persist } = persistFormSchema.parse(await c.req.parseBody());
  const request = { trigger: 'profile', persist, createdBy: c.var.actor.label, person: { id: user.id } } as const;
  const started = await startSync(c.env, c.var.store.tenant, request);
  if (started.ok) return redirectTo(c, `${syncsUrl(c)}/${started.value.id}/records?user=${user.id}`);
  const dialog = syncUserDialog(usersUrl(c), syncsUrl(c), user, persist, started.fault);
  return renderDialog(c, dialog, faultStatus(started.fault.code));
});

for (const action of USER_ACTION_NAMES) {
  userPages.get(`/:id/${action}`, async (c) => {
    const user = await findUser(c);
    if (!user) return notFoundPage(c);
    const { deprovisioning_delay_days: delayDays } = c.var.store.tenant.settings;
    return renderDialog(c, userActionDialog(usersUrl(c), user, action, delayDays));
  });

  userPages.post(`/:id/${action}`, async (c) => {
    const user = await findUser(c);
    if (!user) return notFoundPage(c);
    await USER_ACTIONS[action](c.env, c.var.store.tenant, user.id, c.var.actor.label);
    return redirectTo(c, `${usersUrl(c)}/${user.id}`);
  });
}
