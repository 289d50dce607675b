import type { Context } from 'hono';
import type { Child, FC } from 'hono/jsx';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { TenantEnv } from '../../../auth/actor.ts';
import { renderPage } from '../../frame/render.tsx';
import { readDataSources } from '../data-sources/read.ts';
import { DataSourcesSection } from '../data-sources/section.tsx';
import { PeopleSection } from './people-section.tsx';
import { type PageOverrides, readPeopleSection } from './read.ts';

/** Both halves of the page; the fragment of the URL says which one is shown, also without script. */
export const IntegrationsPage: FC<{ people: Child; dataSources: Child }> = ({ people, dataSources }) => (
  <div class="settings">
    <nav class="settings-nav" aria-label="Integrations">
      <a class="settings-people" href="#people">
        People
      </a>
      <a class="settings-data-sources" href="#data-sources">
        Data sources
      </a>
    </nav>
    {/* The one shown without a fragment stands last: CSS looks ahead only. */}
    <section class="settings-part" id="data-sources" aria-labelledby="data-sources-title">
      <h2 id="data-sources-title">Data sources</h2>
      {dataSources}
    </section>
    <section class="settings-part" id="people" aria-labelledby="people-title">
      <h2 id="people-title">People</h2>
      {people}
    </section>
  </div>
);

export async function showIntegrations(
  c: Context<TenantEnv>,
  overrides: PageOverrides = {},
  status: ContentfulStatusCode = 200,
  drawer?: Child,
) {
  const [people, sources] = await Promise.all([readPeopleSection(c, overrides), readDataSources(c)]);
  const page = {
    title: 'Integrations',
    section: 'settings',
    context: 'Where people come from, and what becomes of them.',
    drawer,
  } as const;
  const body = (
    <IntegrationsPage people={<PeopleSection {...people} />} dataSources={<DataSourcesSection {...sources} />} />
  );
  return renderPage(c, page, body, status);
}
