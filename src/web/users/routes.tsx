import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { TenantEnv } from '../../auth/actor.ts';
import { requireSession } from '../../auth/identify.ts';
import { isLocalId } from '../../store/ids.ts';
import type { UserView } from '../../store/users.ts';
import { holdUser } from '../../syncs/hold-user.ts';
import { overrideUser } from '../../syncs/override-user.ts';
import { protectUser } from '../../syncs/protect-user.ts';
import { startSync } from '../../syncs/start.ts';
import { notFoundPage } from '../errors/answers.ts';
import { ask, goTo } from '../frame/dialog.tsx';
import { pageOf } from '../frame/query.ts';
import { showPage } from '../frame/show.tsx';
import { verbStatus } from '../frame/words.ts';
import { syncsAt } from '../syncs/read.ts';
import { holdQuestion, overrideQuestion, protectQuestion, syncUserQuestion } from './dialogs.tsx';
import { UserListPart } from './page.tsx';
import { ProfileActions, ProfilePart } from './profile.tsx';

const ROWS = 50;
const PLACES = 25;

const id = z.coerce
  .number()
  .int()
  .min(1)
  .max(2 ** 30);
const querySchema = z.object({
  q: z.string().trim().min(1).max(100).optional().catch(undefined),
  state: z.enum(['active', 'terminated']).optional().catch(undefined),
  after: id.optional().catch(undefined),
  before: id.optional().catch(undefined),
});
const persistSchema = z.object({ persist: z.literal('on').optional().catch(undefined) });

/** `/{tenant}/users`: everybody who signs in reads; only admins act. */
export const userPages = new Hono<TenantEnv>();

const usersAt = (c: Context<TenantEnv>): string => `/${c.var.store.tenant.slug}/users`;
const isAdmin = (c: Context<TenantEnv>): boolean => c.var.actor.role === 'admin';

async function userOf(c: Context<TenantEnv>): Promise<UserView | null> {
  const wanted = Number(c.req.param('id'));
  return isLocalId(wanted) ? c.var.store.users.get(wanted) : null;
}

userPages.get('/', requireSession('viewer'), async (c) => {
  const { users } = c.var.store;
  const { q, state, after, before } = querySchema.parse(c.req.query());
  const [found, counts] = await Promise.all([
    users.list({ after, before, limit: ROWS + 1 }, { state, search: q }),
    users.count(),
  ]);
  // pageOf speaks of lists with the newest on top; this one begins with the oldest.
  const { shown, hasEarlier, hasLater } = pageOf(found, ROWS, { before: after, after: before });
  const list = {
    at: usersAt(c),
    choice: { q, state },
    users: shown,
    counts,
    previous: hasEarlier,
    next: hasLater,
    isAdmin: isAdmin(c),
    syncs: syncsAt(c),
  };
  return showPage(
    c,
    { title: 'Users', section: 'users', context: 'Everybody whom Rollcall keeps.' },
    <UserListPart {...list} />,
  );
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
