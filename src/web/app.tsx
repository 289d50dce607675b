import { Hono } from 'hono';
import { type TenantEnv, withRefusal } from '../auth/actor.ts';
import { requireSession, withTenant } from '../auth/identify.ts';
import { refusalPage } from './frame/errors.tsx';
import { homeUrl } from './frame/navigation.ts';
import { renderBarePage } from './frame/render.tsx';
import { rejectCrossSite } from './frame/security.ts';
import { noticePages } from './notices/routes.ts';
import { recordPages } from './records/routes.tsx';
import { savedFilterPages } from './saved-filters/routes.tsx';
import { settingsPages } from './settings/routes.tsx';
import { setupPages } from './setup/routes.tsx';
import { signInPages } from './sign-in/routes.tsx';
import { syncPages } from './syncs/routes.tsx';
import { SYNC_FILTERS } from './syncs/sync-filters.tsx';
import { userPages } from './users/routes.tsx';
import { SEGMENTS } from './users/user-filters.tsx';

/** Mounted after the API, because its middleware applies to every later route. */
export const webApp = new Hono<TenantEnv>();

webApp.use(withRefusal(refusalPage), rejectCrossSite);

webApp.get('/', (c) =>
  renderBarePage(
    c,
    { title: 'Rollcall', context: 'Every company has an address of its own here.' },
    <p class="trouble">
      Open yours: <code>/your-company</code>. The first time, <a href="/setup">set it up</a>.
    </p>,
  ),
);
webApp.route('/setup', setupPages);

webApp.use('/:tenant/*', withTenant);
webApp.route('/:tenant', signInPages);
webApp.get('/:tenant', requireSession('viewer'), (c) =>
  c.redirect(homeUrl(c.var.store.tenant.slug, c.var.actor.role), 303),
);
webApp.route('/:tenant/syncs/filters', savedFilterPages(SYNC_FILTERS));
webApp.route('/:tenant/syncs', syncPages);
webApp.route('/:tenant/syncs/:id/records', recordPages);
webApp.route('/:tenant/users/segments', savedFilterPages(SEGMENTS));
webApp.route('/:tenant/users', userPages);
webApp.route('/:tenant/settings', settingsPages);
webApp.route('/:tenant/notices', noticePages);
