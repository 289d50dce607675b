import type { Child, FC } from 'hono/jsx';
import { asks } from '../../frame/dialog.tsx';
import { Icon } from '../../frame/icons.tsx';
import { Time } from '../../frame/time.tsx';
import { sourceWord } from '../../frame/words.ts';
import { hasForm } from './form/forms.ts';
import type { DataSourcesView, SourceCard } from './read.ts';

/** What each is for, in a line. */
const ABOUT: Record<string, string> = {
  workday: 'A report of Workday, fetched as a web service.',
  'http-api': 'Any HR system with an HTTP API: JSON, NDJSON or CSV, in one answer or in pages.',
  'csv-sftp': 'A CSV file that your HR system puts on an SFTP server.',
  custom: 'A wrapper that your engineers write, for a system that speaks nothing of the above.',
  scim: 'Your identity provider pushes people to Rollcall.',
};

type State = { word: string; badge: string; icon: 'check' | 'cross' | 'stop' | 'clock' };
const STATES = {
  ready: { word: 'Ready', badge: 'badge-completed', icon: 'check' },
  failing: { word: 'Failing', badge: 'badge-failed', icon: 'cross' },
  off: { word: 'Off', badge: 'badge-skipped', icon: 'stop' },
  unset: { word: 'Not set up', badge: 'badge-skipped', icon: 'stop' },
  missing: { word: 'Not available yet', badge: 'badge-skipped', icon: 'clock' },
} as const satisfies Record<string, State>;

function stateOf({ kind, source, standing }: SourceCard): keyof typeof STATES {
  if (!hasForm(kind)) return 'missing';
  if (!source) return 'unset';
  if (!source.enabled) return 'off';
  return standing?.failingSince ? 'failing' : 'ready';
}

const SyncLink: FC<{ syncs: string; id: number; at: number; now: number }> = ({ syncs, id, at, now }) => (
  <>
    <a href={`${syncs}/${id}/records`}>Sync {id}</a>, <Time at={at} now={now} />
  </>
);

const Facts: FC<SourceCard & { syncs: string; now: number }> = ({ source, standing, syncs, now }) => {
  if (!source) return null;
  const { last = null, lastGood = null } = standing ?? {};
  const facts: [string, Child][] = [
    ['Last sync', last ? <SyncLink syncs={syncs} now={now} {...last} /> : 'none yet'],
    ['Last good sync', lastGood ? <SyncLink syncs={syncs} now={now} {...lastGood} /> : 'none yet'],
    ['Settings changed', <Time at={source.changedAt} now={now} />],
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

/** Why its syncs fail, and since when. */
const Trouble: FC<SourceCard & { now: number }> = ({ source, standing, now }) =>
  source?.enabled && standing?.failingSince ? (
    <p class="notice notice-failed">
      <Icon name="alert" />
      <span>
        Failing since <Time at={standing.failingSince} now={now} />. {standing.last?.reason}
        {source.changedAt > (standing.last?.at ?? 0) && ' The settings were changed since: run a sync to see.'}
      </span>
    </p>
  ) : null;

/** One kind of data source: state, how its syncs went, and the way to its form. */
export const Card: FC<{ card: SourceCard; view: DataSourcesView }> = ({ card, view: { at, syncs, now } }) => {
  const { kind, source } = card;
  const state = stateOf(card);
  const { word, badge, icon } = STATES[state];
  const name = sourceWord(kind);
  return (
    <article class="source-card" id={`source-${kind}`} aria-labelledby={`source-${kind}-name`}>
      <div class="source-head">
        <div class="source-name">
          <h3 id={`source-${kind}-name`}>{name}</h3>
          <span class={`badge ${badge}`}>
            <Icon name={icon} />
            {word}
          </span>
        </div>
        {state !== 'missing' && (
          <div class="source-actions">
            {source && (
              <a
                class="button"
                id={`switch-${kind}`}
                {...asks(`${at}/${kind}/${source.enabled ? 'disable' : 'enable'}`)}
              >
                {source.enabled ? 'Turn off' : 'Turn on'}
                <span class="visually-hidden"> {name}</span>
              </a>
            )}
            {kind === 'csv-sftp' && source?.enabled && (
              <a class="button" href={`${at.replace(/data-sources$/, 'integrations')}/upload`}>
                Upload a file
              </a>
            )}
            <a class="button" href={`${at}/${kind}`}>
              {source ? 'Settings' : 'Set up'}
              <span class="visually-hidden"> {name}</span>
            </a>
          </div>
        )}
      </div>
      <p class="source-about">{ABOUT[kind]}</p>
      <Trouble {...card} now={now} />
      <Facts {...card} syncs={syncs} now={now} />
    </article>
  );
};
