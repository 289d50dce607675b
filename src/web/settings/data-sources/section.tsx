import type { Child, FC } from 'hono/jsx';
import type { SourceKind } from '../../../domain/shared/source-kinds.ts';
import { sourceOf } from '../../../sources/registry.ts';
import { dialogLink } from '../../frame/dialog.tsx';
import { Icon } from '../../frame/icons.tsx';
import { countNoun, sourceLabel } from '../../frame/labels.ts';
import { Time } from '../../frame/time.tsx';
import { hasSourceForm } from './form/read.ts';
import type { DataSourcesView, SourceSummary } from './read.ts';

interface SourceAdvice {
  kind: SourceKind;
  /** The reader recognises themselves in it. */
  when: string;
  what: string;
  who: string;
}

/** In the order in which they should be considered. */
const SOURCE_ADVICE: SourceAdvice[] = [
  {
    kind: 'workday',
    when: 'Your HR system is Workday.',
    what: 'Rollcall reads a report that you publish as a web service, on a schedule.',
    who: 'You set it up here: the URL of the report, and a user name and password or OAuth 2.0.',
  },
  {
    kind: 'scim',
    when: 'People are kept in an identity provider: Okta, Microsoft Entra ID, OneLogin.',
    what: 'The identity provider pushes each change as it happens; nothing is fetched.',
    who: 'You set it up there, with an address and a token from here.',
  },
  {
    kind: 'http-api',
    when: 'Your system answers a web request with everybody, as JSON or CSV, perhaps in pages.',
    what: 'Rollcall asks for all people on a schedule. The usual ways to sign in and to page are known.',
    who: 'You set it up here, without code.',
  },
  {
    kind: 'csv-sftp',
    when: 'No API can be used, but your system can write a file every night.',
    what: 'Rollcall fetches the newest file. Changes come with the next file.',
    who: 'You set it up here, or upload the file by hand.',
  },
  {
    kind: 'custom',
    when: 'None of these fits: an API of its own kind, requests that must be signed, or a protocol of the vendor.',
    what: 'An engineer writes a wrapper that signs in and fetches. All the rest works as with every other data source.',
    who: 'An engineer deploys the code; you then choose it here and enter its secrets.',
  },
];

/** Helps to choose where people come from, while there is no data source. @param at `/{tenant}/settings/data-sources` */
export const ChooseSource: FC<{ at: string }> = ({ at }) => (
  <div class="choose">
    <p>
      No data source is set up yet. Take the first one that fits. Whichever it is, mapping, dry runs and everything
      after work the same, and you can switch later.
    </p>
    <ul class="sources-to-choose">
      {SOURCE_ADVICE.map(({ kind, when, what, who }) => (
        <li class="source-to-choose">
          <h3>{sourceLabel(kind)}</h3>
          <p>{when}</p>
          <p class="source-more">
            {what} {who}
          </p>
          {sourceOf(kind) ? (
            <a class="button" id={`set-up-${kind}`} href={`${at}/${kind}`}>
              Set up {sourceLabel(kind)}
            </a>
          ) : (
            <p class="source-not-yet">This version of Rollcall does not have it yet.</p>
          )}
        </li>
      ))}
    </ul>
  </div>
);

/** What each is for, in a line. */
const DESCRIPTIONS: Record<string, string> = {
  workday: 'A report of Workday, fetched as a web service.',
  'http-api': 'Any HR system with an HTTP API: JSON, NDJSON or CSV, in one answer or in pages.',
  'csv-sftp': 'A CSV file that your HR system puts on an SFTP server.',
  custom: 'A wrapper that your engineers write, for a system that speaks nothing of the above.',
  scim: 'Your identity provider pushes people to Rollcall.',
};

type CardState = { word: string; badge: string; icon: 'check' | 'cross' | 'stop' | 'clock' };
const CARD_STATES = {
  ready: { word: 'Ready', badge: 'badge-completed', icon: 'check' },
  failing: { word: 'Failing', badge: 'badge-failed', icon: 'cross' },
  off: { word: 'Off', badge: 'badge-skipped', icon: 'stop' },
  unset: { word: 'Not set up', badge: 'badge-skipped', icon: 'stop' },
  missing: { word: 'Not available yet', badge: 'badge-skipped', icon: 'clock' },
} as const satisfies Record<string, CardState>;

function cardState({ kind, source, standing }: SourceSummary): keyof typeof CARD_STATES {
  if (!hasSourceForm(kind)) return 'missing';
  if (!source) return 'unset';
  if (!source.enabled) return 'off';
  return standing?.failingSince ? 'failing' : 'ready';
}

const SyncLink: FC<{ syncs: string; id: number; at: number; now: number }> = ({ syncs, id, at, now }) => (
  <>
    <a href={`${syncs}/${id}/records`}>Sync {id}</a>, <Time at={at} now={now} />
  </>
);

const SourceFacts: FC<SourceSummary & { syncs: string; now: number }> = ({ source, standing, syncs, now }) => {
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
const FailingNotice: FC<SourceSummary & { now: number }> = ({ source, standing, now }) =>
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
export const DataSourceCard: FC<{ card: SourceSummary; view: DataSourcesView }> = ({
  card,
  view: { at, syncs, now },
}) => {
  const { kind, source } = card;
  const state = cardState(card);
  const { word, badge, icon } = CARD_STATES[state];
  const name = sourceLabel(kind);
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
                {...dialogLink(`${at}/${kind}/${source.enabled ? 'disable' : 'enable'}`)}
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
      <p class="source-about">{DESCRIPTIONS[kind]}</p>
      <FailingNotice {...card} now={now} />
      <SourceFacts {...card} syncs={syncs} now={now} />
    </article>
  );
};

/** Where people come from. */
export const DataSourcesSection: FC<DataSourcesView> = (view) => {
  if (view.cards.every(({ source }) => source === null)) {
    return (
      <div class="sources">
        <ChooseSource at={view.at} />
      </div>
    );
  }
  const on = view.cards.find(({ kind, source }) => source?.enabled && kind !== 'scim');
  return (
    <div class="sources">
      {view.orphans > 0 && (
        <p class="notice notice-held">
          <Icon name="alert" />
          <span>
            {countNoun(view.orphans, 'user')} came from a data source that is off, and the one in use does not know
            them. <a href={`${view.at}/orphans`}>Decide about them</a>
          </span>
        </p>
      )}
      {!on && <p>No data source is on. Test a connection, then turn it on. One is on at a time.</p>}
      {view.cards.map((card) => (
        <DataSourceCard card={card} view={view} />
      ))}
    </div>
  );
};
