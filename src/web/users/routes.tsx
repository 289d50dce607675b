import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { TenantEnv } from '../../auth/actor.ts';
import { requireSession } from '../../auth/identify.ts';
import { exportColumns } from '../../domain/user/export-columns.ts';
import { isLocalId } from '../../store/ids.ts';
import type { UserView } from '../../store/users.ts';
import { startSync } from '../../syncs/start.ts';
import { holdUser } from '../../syncs/users/hold-user.ts';
import { overrideUser } from '../../syncs/users/override-user.ts';
import { protectUser } from '../../syncs/users/protect-user.ts';
import { readUserFilter } from '../../syncs/users/user-filter.ts';
import { notFoundPage } from '../errors/answers.ts';
import { ask, goTo } from '../frame/dialog.tsx';
import { showPage } from '../frame/show.tsx';
import { verbStatus } from '../frame/words.ts';
import { syncsAt } from '../syncs/read.ts';
import { holdQuestion, overrideQuestion, protectQuestion, syncUserQuestion } from './dialogs.tsx';
import { exportQuestion } from './export.tsx';
import { withQuery } from './list.ts';
import { ExportButton, UserListPart } from './page.tsx';
import { ProfileActions, ProfilePart } from './profile.tsx';
import { isAdmin, readUsers, usersAt } from './read.ts';

const PLACES = 25;

const persistSchema = z.object({ persist: z.literal('on').optional().catch(undefined) });

/** `/{tenant}/users`: everybody who signs in reads; only admins act. */
export const userPages = new Hono<TenantEnv>();

async function userOf(c: Context<TenantEnv>): Promise<UserView | null> {
  const wanted = Number(c.req.param('id'));
  return isLocalId(wanted) ? c.var.store.users.get(wanted) : null;
}

userPages.get('/', requireSession('viewer'), async (c) => {
  const asked = await readUsers(c);
  if ('go' in asked) return c.redirect(asked.go, 303);
  const { list, fault } = asked;
  const page = {
    title: 'Users',
    section: 'users',
    context: 'Everybody whom Rollcall keeps.',
    actions: list.fault === null && <ExportButton at={list.at} choice={list.choice} />,
  } as const;
  return showPage(c, page, <UserListPart {...list} />, fault ? 422 : 200);
});

userPages.get('/export', requireSession('viewer'), async (c) => {
  const { store } = c.var;
  const query = new URL(c.req.url).searchParams;
  const filter = await readUserFilter(store, query);
  // The list says what is wrong with it.
  if (!filter.ok) return goTo(c, withQuery(usersAt(c), query));
  const [count, definitions] = await Promise.all([store.users.matching(filter.value), store.mappings.definitions()]);
  const columns = exportColumns(definitions, store.tenant.settings.export_without);
  return ask(c, exportQuestion(usersAt(c), query, filter.value, count, columns));
});

userPages.get('/:id', requireSession('viewer'), async (c) => {
  const { store } = c.var;
  const user = await userOf(c);
  if (!user) return notFoundPage(c);
  const given = user.attributes.manager;
  const [manager, definitions, history] = await Promise.all([
    typeof given === 'string' ? store.users.manager(given) : null,
    store.mappings.definitions(),
    isAdmin(c) ? store.userHistory.of(user.id, { limit: PLACES }) : null,
  ]);
  const profile = {
    user,
    manager,
    custom: definitions.map(({ key }) => key),
    history,
    at: usersAt(c),
    syncs: syncsAt(c),
    now: Date.now(),
  };
  const page = {
    title: user.fullName || user.email,
    section: 'users',
    context: user.email,
    actions: isAdmin(c) && <ProfileActions {...profile} />,
  } as const;
  return showPage(c, page, <ProfilePart {...profile} />);
});

userPages.use('/:id/*', requireSession('admin'));

userPages.get('/:id/sync', async (c) => {
  const user = await userOf(c);
  return user ? ask(c, syncUserQuestion(usersAt(c), syncsAt(c), user, false, null)) : notFoundPage(c);
});

userPages.post('/:id/sync', async (c) => {
  const user = await userOf(c);
  if (!user) return notFoundPage(c);
  const persist = persistSchema.parse(await c.req.parseBody()).persist === 'on';
  const request = { trigger: 'profile', persist, createdBy: c.var.actor.label, person: { id: user.id } } as const;
  const started = await startSync(c.env, c.var.store.tenant, request);
  if (started.ok) return goTo(c, `${syncsAt(c)}/${started.value.id}/records?user=${user.id}`);
  const question = syncUserQuestion(usersAt(c), syncsAt(c), user, persist, started.fault);
  return ask(c, question, verbStatus(started.fault.code));
});

for (const to of ['terminate', 'restore'] as const) {
  userPages.get(`/:id/${to}`, async (c) => {
    const user = await userOf(c);
    return user ? ask(c, overrideQuestion(usersAt(c), user, to)) : notFoundPage(c);
  });

  userPages.post(`/:id/${to}`, async (c) => {
    const user = await userOf(c);
    if (!user) return notFoundPage(c);
    const { store, actor } = c.var;
    await overrideUser(c.env, store.tenant, user.id, to === 'terminate' ? 'terminated' : 'restored', actor.label);
    return goTo(c, `${usersAt(c)}/${user.id}`);
  });
}

for (const to of ['protect', 'unprotect'] as const) {
  userPages.get(`/:id/${to}`, async (c) => {
    const user = await userOf(c);
    return user ? ask(c, protectQuestion(usersAt(c), user, to)) : notFoundPage(c);
  });

  userPages.post(`/:id/${to}`, async (c) => {
    const user = await userOf(c);
    if (!user) return notFoundPage(c);
    await protectUser(c.env, c.var.store.tenant, user.id, to === 'protect', c.var.actor.label);
    return goTo(c, `${usersAt(c)}/${user.id}`);
  });
}

for (const to of ['hold', 'release'] as const) {
  userPages.get(`/:id/${to}`, async (c) => {
    const user = await userOf(c);
    const { deprovisioning_delay_days } = c.var.store.tenant.settings;
    return user ? ask(c, holdQuestion(usersAt(c), user, to, deprovisioning_delay_days)) : notFoundPage(c);
  });

  userPages.post(`/:id/${to}`, async (c) => {
    const user = await userOf(c);
    if (!user) return notFoundPage(c);
    await holdUser(c.env, c.var.store.tenant, user.id, to === 'hold', c.var.actor.label);
    return goTo(c, `${usersAt(c)}/${user.id}`);
  });
}
