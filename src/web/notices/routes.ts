import { Hono } from 'hono';
import { dismissNotice } from '../../app/notices/dismiss-notice.ts';
import type { TenantEnv } from '../../auth/actor.ts';
import { requireSession } from '../../auth/identify.ts';
import { notFoundPage } from '../frame/errors.tsx';
import { homeUrl } from '../frame/navigation.ts';
import { parseIdParam } from '../frame/urls.ts';

export const noticePages = new Hono<TenantEnv>();

noticePages.use(requireSession('admin'));

noticePages.post('/:id/dismiss', async (c) => {
  const { store, actor } = c.var;
  const id = parseIdParam(c);
  if (id === null) return notFoundPage(c);
  // The result is the same when another admin dismissed it first.
  await dismissNotice(c.env, store.tenant, id, actor.label);
  if (c.req.header('HX-Request')) return c.body(null, 200);
  const referer = URL.parse(c.req.header('Referer') ?? '');
  const isOwnPage =
    referer?.origin === new URL(c.req.url).origin && referer.pathname.startsWith(`/${store.tenant.slug}/`);
  return c.redirect(isOwnPage ? referer.pathname + referer.search : homeUrl(store.tenant.slug, actor.role), 303);
});
