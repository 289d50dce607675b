import type { Context } from 'hono';
import type { FC } from 'hono/jsx';
import type { TenantEnv } from '../../../auth/actor.ts';
import { OUTCOMES, type Outcome, totalCount } from '../../../domain/sync/vocabulary.ts';
import { attributeLabel } from '../../../domain/user/attributes.ts';
import type { UserRecord } from '../../../store/records/reader.ts';
import type { Sync } from '../../../store/syncs/reader.ts';
import { Drawer } from '../../frame/drawer.tsx';
import { countNoun, formatCount, sourceLabel } from '../../frame/labels.ts';
import { OutcomeBadge, OutcomeBar, StatusBadge } from '../../frame/status.tsx';
import { buildUrl } from '../../frame/urls.ts';
import { changeSummary, recordPerson, recordReason } from '../../records/record-list.tsx';
import { GuardNotice } from '../../syncs/dialogs.tsx';
import { findSync, loadProgress, syncsUrl } from '../../syncs/load-syncs.ts';
import { isRunning } from '../../syncs/sync-labels.ts';
import { POLL_TRIGGER, SyncProgress, type SyncWithProgress } from '../../syncs/sync-row.tsx';
import { integrationsUrl } from '../shared/urls.ts';
import { MAPPING_FORM_ID } from './expression-row.tsx';

export interface PreviewView extends SyncWithProgress {
  baseUrl: string;
  syncsUrl: string;
  /** By the number of people whose value would change, most first. */
  changedAttributes: readonly (readonly [attribute: string, people: number])[];
  /** The first records of each outcome, except skipped ones. */
  samples: readonly { outcome: Outcome; records: readonly UserRecord[] }[];
}

export const PreviewDrawer: FC<PreviewView> = (view) => (
  <Drawer
    title="What would change"
    context={`Nothing is saved, and ${sourceLabel(view.sync.source)} is not asked: this tries your mapping on its last complete snapshot.`}
    close={`${buildUrl(view.baseUrl, { source: view.sync.source })}#people`}
  >
    <PreviewResult {...view} />
  </Drawer>
);

export const PreviewResult: FC<PreviewView> = (view) => {
  const polling = {
    'hx-get': previewUrl(view),
    'hx-trigger': POLL_TRIGGER,
    'hx-swap': 'outerMorph',
    'hx-push-url': 'false',
  };
  return (
    <div id="preview-result" class="preview" role="status" {...(isRunning(view.sync) && polling)}>
      <PreviewContent {...view} />
    </div>
  );
};

const previewUrl = ({ baseUrl, sync }: PreviewView): string => `${baseUrl}/preview/${sync.id}`;

const PreviewContent: FC<PreviewView> = (view) => {
  const { sync, progress } = view;
  if (isRunning(sync)) {
    return (
      <>
        <SyncProgress sync={sync} progress={progress} />
        <a class="button button-small preview-look" href={previewUrl(view)}>
          Look again
        </a>
      </>
    );
  }
  if (sync.state === 'completed') return <PreviewSummary {...view} />;
  return (
    <>
      <StatusBadge state={sync.state} />
      {sync.reason && <p>{sync.reason}</p>}
    </>
  );
};

const PreviewSummary: FC<PreviewView> = ({ sync, syncsUrl, changedAttributes, samples }) => {
  const recordsUrl = `${syncsUrl}/${sync.id}/records`;
  return (
    <>
      <OutcomeBar counts={sync.counts} href={(outcome) => buildUrl(recordsUrl, { outcome })} />
      {sync.guards.length > 0 ? (
        <GuardNotice sync={sync} hypothetical />
      ) : (
        <p class="muted">No guard would hold a sync with this data.</p>
      )}
      <section aria-labelledby="preview-attributes">
        <h3 id="preview-attributes">By attribute</h3>
        {changedAttributes.length === 0 ? (
          <p class="muted">No value of anybody would change.</p>
        ) : (
          <ul class="preview-attributes">
            {changedAttributes.map(([attribute, people]) => (
              <li>
                <a href={buildUrl(recordsUrl, { changed: attribute })}>{attributeLabel(attribute)}</a>
                <span class="number">{countNoun(people, 'person', 'people')}</span>
              </li>
            ))}
          </ul>
        )}
      </section>
      {samples.map(({ outcome, records }) => (
        <section aria-label={`First ${outcome}`}>
          <p class="record-line">
            <OutcomeBadge outcome={outcome} />
            <span class="muted">
              {records.length < sync.counts[outcome]
                ? `the first ${records.length} of ${formatCount(sync.counts[outcome])}`
                : formatCount(sync.counts[outcome])}
            </span>
          </p>
          <ul class="preview-people">
            {records.map((record) => (
              <PreviewPerson record={record} href={`${recordsUrl}/${record.ordinal}`} />
            ))}
          </ul>
        </section>
      ))}
      <div class="preview-actions">
        <a class="button" href={recordsUrl}>
          All {formatCount(totalCount(sync.counts))} user records
        </a>
        <button
          class="button button-primary"
          type="submit"
          form={MAPPING_FORM_ID}
          name="act"
          value={`save-preview:${sync.id}`}
        >
          Save this mapping
        </button>
      </div>
    </>
  );
};

const PreviewPerson: FC<{ record: UserRecord; href: string }> = ({ record, href }) => (
  <li>
    <a href={href}>{recordPerson(record).name}</a>
    <span class="muted">{(record.outcome === 'updated' && changeSummary(record)) || recordReason(record)}</span>
  </li>
);

const SAMPLED_OUTCOMES = OUTCOMES.filter((outcome) => outcome !== 'skipped');
const SAMPLES_PER_OUTCOME = 5;
const CHANGED_PREFIX = 'changed:';

export async function readPreview(c: Context<TenantEnv>, sync: Sync): Promise<PreviewView> {
  const { plans } = c.var.store;
  const view = { baseUrl: integrationsUrl(c), syncsUrl: syncsUrl(c) };
  if (sync.state !== 'completed')
    return { ...view, ...(await loadProgress(c, sync)), changedAttributes: [], samples: [] };
  const [{ tally }, samples] = await Promise.all([plans.totals(sync.id), readSamples(c, sync)]);
  const changedAttributes = Object.entries(tally)
    .flatMap(([key, people]) =>
      key.startsWith(CHANGED_PREFIX) && people > 0 ? [[key.slice(CHANGED_PREFIX.length), people] as const] : [],
    )
    .sort(([, a], [, b]) => b - a);
  return { ...view, sync, progress: null, changedAttributes, samples };
}

async function readSamples(c: Context<TenantEnv>, sync: Sync): Promise<PreviewView['samples']> {
  const outcomes = SAMPLED_OUTCOMES.filter((outcome) => sync.counts[outcome] > 0);
  return Promise.all(
    outcomes.map(async (outcome) => ({
      outcome,
      records: await c.var.store.records.list(sync, { limit: SAMPLES_PER_OUTCOME }, { outcome }),
    })),
  );
}

/** @returns null when the sync in the path does not exist or is not a preview */
export async function findPreview(c: Context<TenantEnv>): Promise<Sync | null> {
  const sync = await findSync(c);
  return sync?.trigger === 'preview' ? sync : null;
}
