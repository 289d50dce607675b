import type { FC } from 'hono/jsx';
import { describeFault, type Fault } from '../../domain/fault.ts';
import type { RecordView } from '../../store/record-row.ts';
import type { SyncView } from '../../store/sync-row.ts';
import type { Progress } from '../../syncs/coordinator/run.ts';
import { Answer, type Question } from '../frame/dialog.tsx';
import { Email } from '../frame/email.tsx';
import { Toggle } from '../frame/fields.tsx';
import { Icon } from '../frame/icons.tsx';
import { counted, number, planWords } from '../frame/words.ts';

/** Why the verb refused, with a link to the sync that stands in the way. */
export const Refused: FC<{ fault: Fault | null; base: string }> = ({ fault, base }) => {
  if (!fault) return null;
  const other = fault.details?.sync_id;
  return (
    <p class="notice notice-failed" role="alert">
      <Icon name="alert" />
      <span>
        {describeFault(fault)}
        {typeof other === 'number' && (
          <>
            {' '}
            <a href={`${base}/${other}/records`}>Open sync {other}</a>
          </>
        )}
      </span>
    </p>
  );
};

/** The switch that makes a sync more than a dry run. */
export const PersistToggle: FC<{ checked: boolean; who: string }> = ({ checked, who }) => (
  <Toggle
    name="persist"
    label="Use received data to update users"
    hint={`Off: a dry run. It fetches ${who} and shows what would change; nobody is changed. On: what was received is written, unless a guard holds it.`}
    checked={checked}
  />
);

export function startQuestion(base: string, persist: boolean, fault: Fault | null): Question {
  return {
    title: 'Sync Users',
    section: 'syncs',
    action: base,
    back: base,
    buttons: <Answer>Start sync</Answer>,
    body: (
      <>
        <Refused fault={fault} base={base} />
        <p>Fetches everybody from the data source and works out what changes for each person.</p>
        <PersistToggle checked={persist} who="everybody" />
      </>
    ),
  };
}

export function cancelQuestion(base: string, sync: SyncView, progress: Progress | null, fault: Fault | null): Question {
  const so =
    progress && progress.applied > 0 ? `${counted(progress.applied, 'change')} of ${number(progress.toApply)}` : null;
  return {
    title: `Cancel sync ${sync.id}`,
    section: 'syncs',
    action: `${base}/${sync.id}/cancel`,
    back: base,
    dismiss: 'Let it run',
    buttons: <Answer danger>Cancel the sync</Answer>,
    body: (
      <>
        <Refused fault={fault} base={base} />
        <p>
          {so
            ? `So far ${so} were applied. They stay; the rest is not applied.`
            : 'Nothing has been applied yet, and nothing will be.'}{' '}
          It stops within a moment.
        </p>
      </>
    ),
  };
}

export function applyQuestion(base: string, sync: SyncView, fault: Fault | null): Question {
  const ends = sync.counts.terminated;
  return {
    title: `Apply the plan of sync ${sync.id}`,
    section: 'syncs',
    action: `${base}/${sync.id}/apply`,
    back: `${base}/${sync.id}/records`,
    buttons: <Answer>Apply this plan</Answer>,
    body: (
      <>
        <Refused fault={fault} base={base} />
        <p>
          <strong>This will {planWords(sync.counts) ?? 'change nobody'}.</strong> Nothing is fetched again. Guards and
          protected users are judged again, and users changed since the dry run are left alone.
        </p>
        {sync.guards.length > 0 && <Guards sync={sync} would />}
        {ends > 0 && (
          <Toggle
            name="leave_out"
            label={`Leave out the ${counted(ends, 'termination')}`}
            hint={`Without them it will ${planWords(sync.counts, false) ?? 'change nobody'}.`}
          />
        )}
      </>
    ),
  };
}

/** What holds a sync, or would. */
export const Guards: FC<{ sync: SyncView; would?: boolean }> = ({ sync, would }) => (
  <div class="notice notice-held">
    <Icon name="pause" />
    <div>
      {would && <p>A live sync with this data would be held:</p>}
      {sync.guards.map((guard) => (
        <p>{guard.message}</p>
      ))}
      {sync.appliedAt !== null && <p>Everything else was applied; the terminations wait.</p>}
    </div>
  </div>
);

/** @param leaving the first people whose access would end, who can be left out */
export function reviewQuestion(
  base: string,
  sync: SyncView,
  leaving: readonly RecordView[],
  fault: Fault | null,
): Question {
  const { counts, appliedAt } = sync;
  const rest = appliedAt === null ? planWords(counts, false) : null;
  const ends = counts.terminated > 0;
  const at = `${base}/${sync.id}`;
  return {
    title: `Review sync ${sync.id}`,
    section: 'syncs',
    action: `${at}/approve`,
    back: `${at}/records`,
    buttons: (
      <>
        <button
          class="button"
          type="submit"
          form="question"
          formaction={`${at}/reject`}
          hx-post={`${at}/reject`}
          hx-target="#dialog-body"
        >
          Reject
        </button>
        {ends && (
          <Answer danger name="terminations" value="on">
            {rest ? 'Approve all' : `End access for ${counted(counts.terminated, 'user')}`}
          </Answer>
        )}
        {rest && <Answer>Approve{ends ? ' without terminations' : ''}</Answer>}
      </>
    ),
    body: (
      <>
        <Refused fault={fault} base={base} />
        <Guards sync={sync} />
        <p>
          Approving all will{' '}
          <strong>
            {planWords(appliedAt === null ? counts : { ...counts, created: 0, updated: 0, restored: 0 }) ??
              'change nobody'}
          </strong>
          . {rest && ends && `Without terminations it will ${rest}. `}
          Rejecting {appliedAt === null ? 'applies nothing' : 'ends access for nobody; what was applied stays'}.
        </p>
        {leaving.length > 0 && <Leaving records={leaving} of={counts.terminated} />}
      </>
    ),
  };
}

const Leaving: FC<{ records: readonly RecordView[]; of: number }> = ({ records, of }) => (
  <fieldset class="checklist">
    <legend>Leave out{of > records.length ? ` (the first ${number(records.length)} of ${number(of)})` : ''}</legend>
    {records.map(
      ({ user }) =>
        user && (
          <label>
            <input type="checkbox" name="except" value={user.id} />
            <span>
              {user.full_name}{' '}
              <span class="muted">
                <Email of={user.email} />
              </span>
            </span>
          </label>
        ),
    )}
  </fieldset>
);
