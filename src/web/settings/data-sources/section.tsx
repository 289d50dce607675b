import type { Child, FC } from 'hono/jsx';
import { dialogLink } from '../../frame/dialog.tsx';
import { Icon, type IconName } from '../../frame/icons.tsx';
import { countNoun, sourceLabel } from '../../frame/labels.ts';
import { Time } from '../../frame/time.tsx';
import { ChooseSource } from './choose-source.tsx';
import { hasSourceForm } from './form/read.ts';
import type { DataSourcesView, SourceSummary } from './read.ts';

const DESCRIPTIONS: Record<string, string> = {
  workday: 'A report of Workday, fetched as a web service.',
  'http-api': 'Any HR system with an HTTP API: JSON, NDJSON or CSV, in one answer or in pages.',
  'csv-sftp': 'A CSV file that your HR system puts on an SFTP server.',
  custom: 'A wrapper that your engineers write, for a system that speaks nothing of the above.',
  scim: 'Your identity provider pushes people to Rollcall.',
};

type CardState = 'ready' | 'failing' | 'off' | 'unset' | 'missing';
const STATE_BADGES: Record<CardState, { label: string; class: string; icon: IconName }> = {
  ready: { label: 'Ready', class: 'badge-completed', icon: 'check' },
  failing: { label: 'Failing', class: 'badge-failed', icon: 'cross' },
  off: { label: 'Off', class: 'badge-skipped', icon: 'stop' },
  unset: { label: 'Not set up', class: 'badge-skipped', icon: 'stop' },
  missing: { label: 'Not available yet', class: 'badge-skipped', icon: 'clock' },
};

export const DataSourcesSection: FC<DataSourcesView> = (view) => {
  if (view.cards.every(({ source }) => source === null)) {
    return (
      <div class="sources">
        <ChooseSource baseUrl={view.baseUrl} />
      </div>
    );
  }
  const isPullEnabled = view.cards.some(({ kind, source }) => source?.enabled && kind !== 'scim');
  return (
    <div class="sources">
      {view.orphans > 0 && (
        <p class="notice notice-held">
          <Icon name="alert" />
          <span>
            {countNoun(view.orphans, 'user')} came from a data source that is off, and the one in use does not know
            them. <a href={`${view.baseUrl}/orphans`}>Decide about them</a>
          </span>
        </p>
      )}
      {!isPullEnabled && <p>No data source is on. Test a connection, then turn it on. One is on at a time.</p>}
      {view.cards.map((card) => (
        <DataSourceCard card={card} view={view} />
      ))}
    </div>
  );
};

const DataSourceCard: FC<{ card: SourceSummary; view: DataSourcesView }> = ({
  card,
  view: { baseUrl, uploadUrl, syncsUrl },
}) => {
  const { kind, source } = card;
  const state = cardState(card);
  const badge = STATE_BADGES[state];
  const name = sourceLabel(kind);
  return (
    <article class="source-card" id={`source-${kind}`} aria-labelledby={`source-${kind}-name`}>
      <div class="source-head">
        <div class="source-name">
          <h3 id={`source-${kind}-name`}>{name}</h3>
          <span class={`badge ${badge.class}`}>
            <Icon name={badge.icon} />
            {badge.label}
          </span>
        </div>
        {state !== 'missing' && (
          <div class="source-actions">
            {source && (
              <a
                class="button"
                id={`switch-${kind}`}
                {...dialogLink(`${baseUrl}/${kind}/${source.enabled ? 'disable' : 'enable'}`)}
              >
                {source.enabled ? 'Turn off' : 'Turn on'}
                <span class="visually-hidden"> {name}</span>
              </a>
            )}
            {kind === 'csv-sftp' && source?.enabled && (
              <a class="button" href={uploadUrl}>
                Upload a file
              </a>
            )}
            <a class="button" href={`${baseUrl}/${kind}`}>
              {source ? 'Settings' : 'Set up'}
              <span class="visually-hidden"> {name}</span>
            </a>
          </div>
        )}
      </div>
      <p class="source-about">{DESCRIPTIONS[kind]}</p>
      <FailingNotice {...card} />
      <SourceFacts {...card} syncsUrl={syncsUrl} />
    </article>
  );
};

function cardState({ kind, source, health }: SourceSummary): CardState {
  if (!hasSourceForm(kind)) return 'missing';
  if (!source) return 'unset';
  if (!source.enabled) return 'off';
  return health?.failingSince ? 'failing' : 'ready';
}

const FailingNotice: FC<SourceSummary> = ({ source, health }) =>
  source?.enabled && health?.failingSince ? (
    <p class="notice notice-failed">
      <Icon name="alert" />
      <span>
        Failing since <Time at={health.failingSince} />. {health.last?.reason}
        {source.changedAt > (health.last?.at ?? 0) && ' The settings were changed since: run a sync to see.'}
      </span>
    </p>
  ) : null;

const SourceFacts: FC<SourceSummary & { syncsUrl: string }> = ({ source, health, syncsUrl }) => {
  if (!source) return null;
  const { last = null, lastGood = null } = health ?? {};
  const facts: [string, Child][] = [
    ['Last sync', last ? <SyncLink syncsUrl={syncsUrl} {...last} /> : 'none yet'],
    ['Last good sync', lastGood ? <SyncLink syncsUrl={syncsUrl} {...lastGood} /> : 'none yet'],
    ['Settings changed', <Time at={source.changedAt} />],
  ];
  return (
    <dl class="facts-grid">
      {facts.map(([name, value]) => (
        <div>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
};

const SyncLink: FC<{ syncsUrl: string; id: number; at: number }> = ({ syncsUrl, id, at }) => (
  <>
    <a href={`${syncsUrl}/${id}/records`}>Sync {id}</a>, <Time at={at} />
  </>
);
