import { Hono } from 'hono';
import type { TenantEnv } from '../../auth/actor.ts';
import { requireSession } from '../../auth/identify.ts';
import { showPage } from '../frame/show.tsx';
import { readDataSources } from './data-sources/read.ts';
import { dataSourcePages } from './data-sources/routes.tsx';
import { DataSourcesSection } from './data-sources/section.tsx';
import { uploadPages } from './data-sources/upload-routes.tsx';
import { IntegrationsPage } from './integrations.tsx';
import { mappingVersionPages } from './mapping-versions/routes.tsx';
import { readPeople } from './people/read.ts';
import { PeopleSection } from './people/section.tsx';
import { tablePages } from './tables/routes.tsx';

/** `/{tenant}/settings`: what an admin decides. */
export const settingsPages = new Hono<TenantEnv>();

settingsPages.use(requireSession('admin'));

settingsPages.route('/data-sources', dataSourcePages);

settingsPages.get('/', (c) => c.redirect(`/${c.var.store.tenant.slug}/settings/integrations`, 303));

settingsPages.route('/integrations/upload', uploadPages);

settingsPages.get('/integrations', async (c) => {
  const [people, sources] = await Promise.all([readPeople(c), readDataSources(c)]);
  return showPage(
    c,
    { title: 'Integrations', section: 'settings', context: 'Where people come from, and what becomes of them.' },
    <IntegrationsPage people={<PeopleSection {...people} />} dataSources={<DataSourcesSection {...sources} />} />,
  );
});

settingsPages.route('/tables', tablePages);
settingsPages.route('/mapping', mappingVersionPages);
