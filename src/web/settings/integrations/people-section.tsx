import type { FC } from 'hono/jsx';
import { sourceLabel } from '../../frame/labels.ts';
import { EmptyState } from '../../frame/table.tsx';
import { buildUrl } from '../../frame/urls.ts';
import { MappingEditor } from '../mapping/editor.tsx';
import { SettingsForms } from '../tenant-settings/forms.tsx';
import { WithTester } from '../tester/panel.tsx';
import type { PeopleSectionView } from './read.ts';
import { ScheduleState } from './schedule-state.tsx';

const ANCHORS = [
  ['mapping', 'Mapping'],
  ['schedule', 'Schedule'],
  ['leaving', 'Leaving'],
  ['guards', 'Guards'],
  ['announce', 'Announced leavers'],
  ['export', 'CSV export'],
] as const;

/** Mapping and settings of the tenant. */
export const PeopleSection: FC<PeopleSectionView> = ({ baseUrl, tables, choices, chosen, settings }) => (
  <>
    <nav class="places" aria-label="On this page">
      {ANCHORS.map(([id, word]) => (
        <a href={`#${id}`}>{word}</a>
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
          <a href={chosen.versions}>Versions of this mapping</a>
          <a href={tables}>Value tables</a>
        </p>
        <ScheduleState facts={chosen.facts} />
        <WithTester tester={chosen.tester}>
          <MappingEditor {...chosen.mapping} />
        </WithTester>
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
    <SettingsForms page={settings} />
  </>
);
