import type { Context } from 'hono';
import type { Child, FC } from 'hono/jsx';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { TenantEnv } from '../../../auth/actor.ts';
import { sourceLabel } from '../../frame/labels.ts';
import { renderPage } from '../../frame/render.tsx';
import { EmptyState } from '../../frame/table.tsx';
import { buildUrl } from '../../frame/urls.ts';
import { type DataSourcesView, readDataSources } from '../data-sources/read.ts';
import { DataSourcesSection } from '../data-sources/section.tsx';
import { MappingEditor } from '../mapping/editor.tsx';
import { SettingsForms } from '../tenant-settings/forms.tsx';
import { TesterLayout } from '../tester/panel.tsx';
import { type PageOverrides, type PeopleSectionView, readPeopleSection } from './read.ts';
import { ScheduleState } from './schedule-state.tsx';

export async function showIntegrations(
  c: Context<TenantEnv>,
  overrides: PageOverrides = {},
  status: ContentfulStatusCode = 200,
  drawer?: Child,
) {
  const [people, dataSources] = await Promise.all([readPeopleSection(c, overrides), readDataSources(c)]);
  const page = {
    title: 'Integrations',
    section: 'settings',
    context: 'Where people come from, and what becomes of them.',
    drawer,
  } as const;
  return renderPage(c, page, <IntegrationsPage people={people} dataSources={dataSources} />, status);
}

/** The fragment of the URL selects the section to show, by CSS alone. */
const IntegrationsPage: FC<{ people: PeopleSectionView; dataSources: DataSourcesView }> = ({ people, dataSources }) => (
  <div class="settings">
    <nav class="settings-nav" aria-label="Integrations">
      <a class="settings-people" href="#people">
        People
      </a>
      <a class="settings-data-sources" href="#data-sources">
        Data sources
      </a>
    </nav>
    {/* People, shown without a fragment, comes last: a CSS selector can hide only what follows the section it matches. */}
    <section class="settings-part" id="data-sources" aria-labelledby="data-sources-title">
      <h2 id="data-sources-title">Data sources</h2>
      <DataSourcesSection {...dataSources} />
    </section>
    <section class="settings-part" id="people" aria-labelledby="people-title">
      <h2 id="people-title">People</h2>
      <PeopleSection {...people} />
    </section>
  </div>
);

const ANCHORS = [
  ['mapping', 'Mapping'],
  ['schedule', 'Schedule'],
  ['leaving', 'Leaving'],
  ['guards', 'Guards'],
  ['announce', 'Announced leavers'],
  ['export', 'CSV export'],
] as const;

const PeopleSection: FC<PeopleSectionView> = ({ baseUrl, tablesUrl, choices, chosen, settings }) => (
  <>
    <nav class="places" aria-label="On this page">
      {ANCHORS.map(([id, label]) => (
        <a href={`#${id}`}>{label}</a>
      ))}
    </nav>
    <div class="mapping-head">
      <h3>Mapping</h3>
      <nav class="segments" aria-label="Data source of the mapping">
        {choices.map(({ kind, enabled }) => (
          <a
            class="segment"
            href={`${buildUrl(baseUrl, { source: kind })}#people`}
            aria-current={kind === chosen?.mapping.source ? 'true' : undefined}
          >
            {sourceLabel(kind)}
            {!enabled && <span class="muted">off</span>}
          </a>
        ))}
      </nav>
    </div>
    {chosen ? (
      <>
        <p class="mapping-links">
          <a href={chosen.versionsUrl}>Versions of this mapping</a>
          <a href={tablesUrl}>Value tables</a>
        </p>
        <ScheduleState {...chosen.schedule} />
        <TesterLayout tester={chosen.tester}>
          <MappingEditor {...chosen.mapping} />
        </TesterLayout>
      </>
    ) : (
      <div id="mapping">
        <EmptyState title="No data source is enabled">
          <p>
            A mapping belongs to one data source. Set one up and enable it, for example Workday or an HTTP API; then say
            here which of its values is the name, the e-mail and so on.
          </p>
          <a class="button" href="#data-sources">
            Choose a data source
          </a>
        </EmptyState>
      </div>
    )}
    <SettingsForms {...settings} />
  </>
);
