import type { FC } from 'hono/jsx';
import { addressOf } from '../../frame/query.ts';
import { Empty } from '../../frame/table.tsx';
import { sourceWord } from '../../frame/words.ts';
import { MappingPart } from './mapping/mapping.tsx';
import type { PeopleView } from './read.ts';
import { ScheduleState } from './schedule-state.tsx';
import { SettingsForms } from './settings/settings-section.tsx';
import { WithTester } from './try/panel.tsx';

const PLACES = [
  ['mapping', 'Mapping'],
  ['schedule', 'Schedule'],
  ['leaving', 'Leaving'],
  ['guards', 'Guards'],
  ['announce', 'Announced leavers'],
  ['export', 'CSV export'],
] as const;

/** @param base of this page */
const settingsAt = (base: string): string => base.slice(0, base.lastIndexOf('/'));

/** How payloads become people, and what holds for all of them. */
export const PeopleSection: FC<PeopleView> = ({ base, choices, chosen, settings }) => (
  <>
    <nav class="places" aria-label="On this page">
      {PLACES.map(([id, word]) => (
        <a href={`#${id}`}>{word}</a>
      ))}
    </nav>
    <div class="mapping-head">
      <h3>Mapping</h3>
      <nav class="segments" aria-label="Data source of the mapping">
        {choices.map(({ kind, enabled }) => (
          <a
            class="segment"
            href={`${addressOf(base, { source: kind })}#people`}
            aria-current={kind === chosen?.mapping.source ? 'true' : undefined}
          >
            {sourceWord(kind)}
            {!enabled && <span class="muted">off</span>}
          </a>
        ))}
      </nav>
    </div>
    {chosen ? (
      <>
        <p class="mapping-links">
          <a href={`${settingsAt(base)}/mapping/${chosen.mapping.source}/versions`}>Versions of this mapping</a>
          <a href={`${settingsAt(base)}/tables`}>Value tables</a>
        </p>
        <ScheduleState facts={chosen.facts} />
        <WithTester tester={chosen.tester}>
          <MappingPart {...chosen.mapping} />
        </WithTester>
      </>
    ) : (
      <div id="mapping">
        <Empty title="No data source is enabled">
          <p>
            A mapping belongs to one data source. Set one up and enable it, for example Workday or an HTTP API; then say
            here which of its values is the name, the e-mail and so on.
          </p>
          <a class="button" href="#data-sources">
            Choose a data source
          </a>
        </Empty>
      </div>
    )}
    <SettingsForms page={settings} />
  </>
);
