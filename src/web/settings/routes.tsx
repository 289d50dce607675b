import { Hono } from 'hono';
import type { TenantEnv } from '../../auth/actor.ts';
import { requireSession } from '../../auth/identify.ts';
import { dataSourcePages } from './data-sources/routes.tsx';
import { uploadPages } from './data-sources/upload-routes.tsx';
import { mappingVersionPages } from './mapping-versions/routes.tsx';
import { casePages } from './people/cases/routes.tsx';
import { peoplePages } from './people/routes.tsx';
import { settingsFormPages } from './people/settings/settings-routes.tsx';
import { tryPages } from './people/try/routes.tsx';
import { showIntegrations } from './show.tsx';
import { tablePages } from './tables/routes.tsx';

/** `/{tenant}/settings`: what an admin decides. */
export const settingsPages = new Hono<TenantEnv>();

settingsPages.use(requireSession('admin'));

settingsPages.route('/data-sources', dataSourcePages);

settingsPages.get('/', (c) => c.redirect(`/${c.var.store.tenant.slug}/settings/integrations`, 303));

settingsPages.get('/integrations', (c) => showIntegrations(c));
settingsPages.route('/integrations', peoplePages);
settingsPages.route('/integrations', settingsFormPages);
settingsPages.route('/integrations', tryPages);
settingsPages.route('/integrations', casePages);
settingsPages.route('/integrations/upload', uploadPages);
settingsPages.route('/tables', tablePages);
settingsPages.route('/mapping', mappingVersionPages);
