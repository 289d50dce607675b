import { Hono } from 'hono';
import { dismissNotice } from '../../app/notices/dismiss-notice.ts';
import type { TenantEnv } from '../../auth/actor.ts';
import { requireSession } from '../../auth/identify.ts';
import { isLocalId } from '../../store/ids.ts';
import { notFoundPage } from '../frame/errors.tsx';
import { homeUrl } from '../frame/navigation.ts';

/** `/{tenant}/notices`: dismissing them. The notices themselves stand on every page. */
export const noticePages = new Hono<TenantEnv>();

noticePages.use(requireSession('admin'));

noticePages.post('/:id/dismiss', async (c) => {
  const { store, actor } = c.var;
  const id = Number(c.req.param('id'));
  if (!isLocalId(id)) return notFoundPage(c);
  // Another admin may have been quicker: it is dismissed all the same.
  await dismissNotice(c.env, store.tenant, id, actor.label);
  if (c.req.header('HX-Request')) return c.body(null, 200);
  const from = URL.parse(c.req.header('Referer') ?? '');
  const here = from && from.origin === new URL(c.req.url).origin && from.pathname.startsWith(`/${store.tenant.slug}/`);
  return c.redirect(here ? `${from.pathname}${from.search}` : homeUrl(store.tenant.slug, actor.role), 303);
});
