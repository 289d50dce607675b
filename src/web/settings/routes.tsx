import { Hono } from 'hono';
import type { TenantEnv } from '../../auth/actor.ts';
import { requireSession } from '../../auth/identify.ts';
import { dataSourcePages } from './data-sources/routes.tsx';
import { uploadPages } from './data-sources/upload.tsx';
import { mappingPages } from './integrations/mapping-routes.tsx';
import { showIntegrations } from './integrations/page.tsx';
import { tenantSettingsPages } from './integrations/tenant-settings-routes.tsx';
import { testerPages } from './integrations/tester-routes.tsx';
import { mappingVersionPages } from './mapping-versions/routes.tsx';
import { integrationsUrl } from './shared/urls.ts';
import { tablePages } from './tables/routes.tsx';

export const settingsPages = new Hono<TenantEnv>();

settingsPages.use(requireSession('admin'));

settingsPages.route('/data-sources', dataSourcePages);

settingsPages.get('/', (c) => c.redirect(integrationsUrl(c), 303));

settingsPages.get('/integrations', (c) => showIntegrations(c));
settingsPages.route('/integrations', mappingPages);
settingsPages.route('/integrations', tenantSettingsPages);
settingsPages.route('/integrations', testerPages);
settingsPages.route('/integrations/upload', uploadPages);
settingsPages.route('/tables', tablePages);
settingsPages.route('/mapping', mappingVersionPages);
