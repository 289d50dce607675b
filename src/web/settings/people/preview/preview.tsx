import type { FC } from 'hono/jsx';
import { OUTCOMES, type Outcome, totalOf } from '../../../../domain/sync/words.ts';
import type { RecordView } from '../../../../store/record-row.ts';
import { OutcomeBar } from '../../../frame/outcome-bar.tsx';
import { Drawer } from '../../../frame/panel.tsx';
import { addressOf } from '../../../frame/query.ts';
import { OutcomeBadge, StatusBadge } from '../../../frame/status.tsx';
import { attributeLabel, counted, number, sourceWord } from '../../../frame/words.ts';
import { becauseOf, changeWords, whoOf } from '../../../records/parts.tsx';
import { Guards } from '../../../syncs/dialogs.tsx';
import { EVERY, SyncProgress, type Watched } from '../../../syncs/parts.tsx';
import { isRunning } from '../../../syncs/words.ts';
import { MAPPING_FORM } from '../mapping/mapping-form.tsx';

/** A preview of the mapping that is being written. */
export interface PreviewView extends Watched {
  /** `/{tenant}/settings/integrations`. */
  base: string;
  syncs: string;
  /** How many people would get another value of an attribute, most first. */
  changed: readonly (readonly [attribute: string, people: number])[];
  /** The first people of each outcome that changes somebody, or fails. */
  first: readonly { outcome: Outcome; records: readonly RecordView[] }[];
  now: number;
}

/** What would change, beside the form that it is about. */
export const PreviewDrawer: FC<PreviewView> = (view) => (
  <Drawer
    title="What would change"
    context={`Nothing is saved, and ${sourceWord(view.sync.source)} is not asked: this tries your mapping on its last complete snapshot.`}
    close={`${addressOf(view.base, { source: view.sync.source })}#people`}
  >
    <PreviewPart {...view} />
  </Drawer>
);

/** How the preview gets on, then what it found. While it runs it asks for itself again. */
export const PreviewPart: FC<PreviewView> = (view) => {
  const { sync, progress, base, now } = view;
  const at = `${base}/preview/${sync.id}`;
  const running = isRunning(sync);
  return (
    <div
      id="preview-result"
      class="preview"
      role="status"
      {...(running && { 'hx-get': at, 'hx-trigger': EVERY, 'hx-swap': 'outerMorph', 'hx-push-url': 'false' })}
    >
      {running ? (
        <>
          <SyncProgress sync={sync} progress={progress} now={now} />
          <a class="button button-small preview-look" href={at}>
            Look again
          </a>
        </>
      ) : sync.state === 'completed' ? (
        <Found {...view} />
      ) : (
        <>
          <StatusBadge state={sync.state} />
          {sync.reason && <p>{sync.reason}</p>}
        </>
      )}
    </div>
  );
};

const Found: FC<PreviewView> = ({ sync, syncs, changed, first }) => {
  const records = `${syncs}/${sync.id}/records`;
  return (
    <>
      <OutcomeBar counts={sync.counts} href={(outcome) => addressOf(records, { outcome })} />
      {sync.guards.length > 0 ? (
        <Guards sync={sync} would />
      ) : (
        <p class="muted">No guard would hold a sync with this data.</p>
      )}
      <section aria-labelledby="preview-attributes">
        <h3 id="preview-attributes">By attribute</h3>
        {changed.length === 0 ? (
          <p class="muted">No value of anybody would change.</p>
        ) : (
          <ul class="preview-attributes">
            {changed.map(([attribute, people]) => (
              <li>
                <a href={addressOf(records, { changed: attribute })}>{attributeLabel(attribute)}</a>
                <span class="number">{counted(people, 'person', 'people')}</span>
              </li>
            ))}
          </ul>
        )}
      </section>
      {first.map(({ outcome, records: people }) => (
        <section aria-label={`First ${outcome}`}>
          <p class="record-line">
            <OutcomeBadge outcome={outcome} />
            <span class="muted">
              {people.length < sync.counts[outcome]
                ? `the first ${people.length} of ${number(sync.counts[outcome])}`
                : number(sync.counts[outcome])}
            </span>
          </p>
          <ul class="preview-people">
            {people.map((record) => (
              <Person record={record} href={`${records}/${record.ordinal}`} />
            ))}
          </ul>
        </section>
      ))}
      <div class="preview-actions">
        <a class="button" href={records}>
          All {number(totalOf(sync.counts))} user records
        </a>
        <button
          class="button button-primary"
          type="submit"
          form={MAPPING_FORM}
          name="act"
          value={`save-preview:${sync.id}`}
        >
          Save this mapping
        </button>
      </div>
    </>
  );
};

/** One person: who, and what of them changes or why not. */
const Person: FC<{ record: RecordView; href: string }> = ({ record, href }) => (
  <li>
    <a href={href}>{whoOf(record).name}</a>
    <span class="muted">{(record.outcome === 'updated' && changeWords(record)) || becauseOf(record)}</span>
  </li>
);

/** Outcomes whose people are shown; those of whom nothing changes are behind the list of all. */
export const SHOWN_OUTCOMES: readonly Outcome[] = OUTCOMES.filter((outcome) => outcome !== 'skipped');
