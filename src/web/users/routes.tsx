import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { readUserFilter } from '../../app/filters/read-user-filter.ts';
import { startSync } from '../../app/syncs/start-sync.ts';
import { holdUser, overrideUser, protectUser } from '../../app/users/overrides.ts';
import type { TenantEnv } from '../../auth/actor.ts';
import { requireSession } from '../../auth/identify.ts';
import { exportColumns } from '../../domain/user/export-columns.ts';
import { isLocalId } from '../../store/ids.ts';
import type { Tenant } from '../../store/tenants/reader.ts';
import type { User } from '../../store/users/reader.ts';
import { type FormDialog, redirectTo, renderDialog } from '../frame/dialog.tsx';
import { faultStatus, notFoundPage } from '../frame/errors.tsx';
import { renderPage } from '../frame/render.tsx';
import { buildUrl } from '../frame/urls.ts';
import { syncsUrl } from '../syncs/load-syncs.ts';
import { exportDialog, legalHoldDialog, overrideDialog, protectDialog, syncUserDialog } from './dialogs.tsx';
import { isAdmin, loadUsers, usersUrl } from './load-users.ts';
import { Profile, ProfileActions } from './profile.tsx';
import { ExportButton, UserList } from './user-list.tsx';

const MAX_HISTORY = 25;

const persistSchema = z.object({ persist: z.literal('on').optional().catch(undefined) });

/** `/{tenant}/users`: everybody who signs in reads; only admins act. */
export const userPages = new Hono<TenantEnv>();

async function findUser(c: Context<TenantEnv>): Promise<User | null> {
  const id = Number(c.req.param('id'));
  return isLocalId(id) ? c.var.store.users.get(id) : null;
}

userPages.get('/', requireSession('viewer'), async (c) => {
  const result = await loadUsers(c);
  if ('redirectTo' in result) return c.redirect(result.redirectTo, 303);
  const { list, fault } = result;
  const page = {
    title: 'Users',
    section: 'users',
    context: 'Everybody whom Rollcall keeps.',
    actions: list.fault === null && <ExportButton usersPath={list.usersPath} filter={list.filter} />,
  } as const;
  return renderPage(c, page, <UserList {...list} />, fault ? 422 : 200);
});

userPages.get('/export', requireSession('viewer'), async (c) => {
  const { store } = c.var;
  const query = new URL(c.req.url).searchParams;
  const filter = await readUserFilter(store, query);
  // The list says what is wrong with it.
  if (!filter.ok) return redirectTo(c, buildUrl(usersUrl(c), query));
  const [count, definitions] = await Promise.all([store.users.count(filter.value), store.mappings.definitions()]);
  const columns = exportColumns(definitions, store.tenant.settings.export_without);
  return renderDialog(c, exportDialog(usersUrl(c), query, filter.value, count, columns));
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
  const dialog = syncUserDialog(usersUrl(c), syncsUrl(c), user, persist, started.fault);
  return renderDialog(c, dialog, faultStatus(started.fault.code));
});

interface UserAction {
  path: string;
  dialog: (c: Context<TenantEnv>, user: User) => FormDialog;
  run: (env: Env, tenant: Tenant, userId: number, by: string) => Promise<unknown>;
}

/** What an admin does with one user: a dialog at the path, and the verb that it submits to. */
const ACTIONS: readonly UserAction[] = [
  {
    path: 'terminate',
    dialog: (c, user) => overrideDialog(usersUrl(c), user, 'terminate'),
    run: (env, tenant, id, by) => overrideUser(env, tenant, id, 'terminated', by),
  },
  {
    path: 'restore',
    dialog: (c, user) => overrideDialog(usersUrl(c), user, 'restore'),
    run: (env, tenant, id, by) => overrideUser(env, tenant, id, 'restored', by),
  },
  {
    path: 'protect',
    dialog: (c, user) => protectDialog(usersUrl(c), user, 'protect'),
    run: (env, tenant, id, by) => protectUser(env, tenant, id, true, by),
  },
  {
    path: 'unprotect',
    dialog: (c, user) => protectDialog(usersUrl(c), user, 'unprotect'),
    run: (env, tenant, id, by) => protectUser(env, tenant, id, false, by),
  },
  {
    path: 'hold',
    dialog: (c, user) => legalHoldDialog(usersUrl(c), user, 'hold', deprovisioningDelay(c)),
    run: (env, tenant, id, by) => holdUser(env, tenant, id, true, by),
  },
  {
    path: 'release',
    dialog: (c, user) => legalHoldDialog(usersUrl(c), user, 'release', deprovisioningDelay(c)),
    run: (env, tenant, id, by) => holdUser(env, tenant, id, false, by),
  },
];

const deprovisioningDelay = (c: Context<TenantEnv>): number | null =>
  c.var.store.tenant.settings.deprovisioning_delay_days;

for (const { path, dialog, run } of ACTIONS) {
  userPages.get(`/:id/${path}`, async (c) => {
    const user = await findUser(c);
    return user ? renderDialog(c, dialog(c, user)) : notFoundPage(c);
  });

  userPages.post(`/:id/${path}`, async (c) => {
    const user = await findUser(c);
    if (!user) return notFoundPage(c);
    await run(c.env, c.var.store.tenant, user.id, c.var.actor.label);
    return redirectTo(c, `${usersUrl(c)}/${user.id}`);
  });
}
