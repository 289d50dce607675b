import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { TenantEnv } from '../../auth/actor.ts';
import { showPage } from '../frame/show.tsx';
import { readDataSources } from './data-sources/read.ts';
import { DataSourcesSection } from './data-sources/section.tsx';
import { IntegrationsPage } from './integrations.tsx';
import { type Instead, readPeople } from './people/read.ts';
import { PeopleSection } from './people/section.tsx';

/** The whole page Integrations. @param instead what of the part about people is not as stored */
export async function showIntegrations(
  c: Context<TenantEnv>,
  instead: Instead = {},
  status: ContentfulStatusCode = 200,
  drawer?: Child,
) {
  const [people, sources] = await Promise.all([readPeople(c, instead), readDataSources(c)]);
  const page = {
    title: 'Integrations',
    section: 'settings',
    context: 'Where people come from, and what becomes of them.',
    drawer,
  } as const;
  const body = (
    <IntegrationsPage people={<PeopleSection {...people} />} dataSources={<DataSourcesSection {...sources} />} />
  );
  return showPage(c, page, body, status);
}
