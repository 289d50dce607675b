import type { FC } from 'hono/jsx';
import { z } from 'zod';
import { describeFault, type Fault } from '../../domain/shared/fault.ts';
import type { UserRecord } from '../../store/records/reader.ts';
import type { Sync } from '../../store/syncs/reader.ts';
import type { RunProgress } from '../../sync/coordinator/run.ts';
import { DIALOG_FORM_ID, type FormDialog, SubmitButton } from '../frame/dialog.tsx';
import { checkboxSchema, Toggle } from '../frame/fields.tsx';
import { Icon } from '../frame/icons.tsx';
import { countNoun, formatCount, planSummary } from '../frame/labels.ts';
import { BreakableEmail } from '../frame/table.tsx';

export const RefusalNotice: FC<{ fault: Fault | null; syncsPath: string }> = ({ fault, syncsPath }) => {
  if (!fault) return null;
  const otherSync = fault.details?.sync_id;
  return (
    <p class="notice notice-failed" role="alert">
      <Icon name="alert" />
      <span>
        {describeFault(fault)}
        {typeof otherSync === 'number' && (
          <>
            {' '}
            <a href={`${syncsPath}/${otherSync}/records`}>Open sync {otherSync}</a>
          </>
        )}
      </span>
    </p>
  );
};

export const persistFormSchema = z.object({ persist: checkboxSchema });

export const PersistToggle: FC<{ checked: boolean; people: string }> = ({ checked, people }) => (
  <Toggle
    name="persist"
    label="Use received data to update users"
    hint={`Off: a dry run. It fetches ${people} and shows what would change; nobody is changed. On: what was received is written, unless a guard holds it.`}
    checked={checked}
  />
);

export function startSyncDialog(syncsPath: string, persist: boolean, fault: Fault | null): FormDialog {
  return {
    title: 'Sync Users',
    section: 'syncs',
    action: syncsPath,
    cancelUrl: syncsPath,
    buttons: <SubmitButton>Start sync</SubmitButton>,
    body: (
      <>
        <RefusalNotice fault={fault} syncsPath={syncsPath} />
        <p>Fetches everybody from the data source and works out what changes for each person.</p>
        <PersistToggle checked={persist} people="everybody" />
      </>
    ),
  };
}

export function cancelSyncDialog(
  syncsPath: string,
  sync: Sync,
  progress: RunProgress | null,
  fault: Fault | null,
): FormDialog {
  const hasApplied = progress !== null && progress.applied > 0;
  return {
    title: `Cancel sync ${sync.id}`,
    section: 'syncs',
    action: `${syncsPath}/${sync.id}/cancel`,
    cancelUrl: syncsPath,
    cancelLabel: 'Let it run',
    buttons: <SubmitButton danger>Cancel the sync</SubmitButton>,
    body: (
      <>
        <RefusalNotice fault={fault} syncsPath={syncsPath} />
        <p>
          {hasApplied
            ? `So far ${countNoun(progress.applied, 'change')} of ${formatCount(progress.toApply)} were applied. They stay; the rest is not applied.`
            : 'Nothing has been applied yet, and nothing will be.'}{' '}
          It stops within a moment.
        </p>
      </>
    ),
  };
}

export function applyPlanDialog(syncsPath: string, sync: Sync, fault: Fault | null): FormDialog {
  const { terminated } = sync.counts;
  return {
    title: `Apply the plan of sync ${sync.id}`,
    section: 'syncs',
    action: `${syncsPath}/${sync.id}/apply`,
    cancelUrl: `${syncsPath}/${sync.id}/records`,
    buttons: <SubmitButton>Apply this plan</SubmitButton>,
    body: (
      <>
        <RefusalNotice fault={fault} syncsPath={syncsPath} />
        <p>
          <strong>This will {planSummary(sync.counts) ?? 'change nobody'}.</strong> Nothing is fetched again. Guards and
          protected users are judged again, and users changed since the dry run are left alone.
        </p>
        {sync.guards.length > 0 && <GuardNotice sync={sync} hypothetical />}
        {terminated > 0 && (
          <Toggle
            name="leave_out"
            label={`Leave out the ${countNoun(terminated, 'termination')}`}
            hint={`Without them it will ${planSummary(sync.counts, false) ?? 'change nobody'}.`}
          />
        )}
      </>
    ),
  };
}

/** @param hypothetical for a dry run: what would hold a live sync */
export const GuardNotice: FC<{ sync: Sync; hypothetical?: boolean }> = ({ sync, hypothetical }) => (
  <div class="notice notice-held">
    <Icon name="pause" />
    <div>
      {hypothetical && <p>A live sync with this data would be held:</p>}
      {sync.guards.map((guard) => (
        <p>{guard.message}</p>
      ))}
      {sync.appliedAt !== null && <p>Everything else was applied; the terminations wait.</p>}
    </div>
  </div>
);

/** @param leavers the first records of people whose access would end, each with a checkbox to leave it out */
export function reviewSyncDialog(
  syncsPath: string,
  sync: Sync,
  leavers: readonly UserRecord[],
  fault: Fault | null,
): FormDialog {
  const { counts } = sync;
  // A hold of terminations alone: everything else was applied.
  const isPartlyApplied = sync.appliedAt !== null;
  const pending = isPartlyApplied ? { ...counts, created: 0, updated: 0, restored: 0 } : counts;
  const restSummary = planSummary(pending, false);
  const hasTerminations = counts.terminated > 0;
  const syncPath = `${syncsPath}/${sync.id}`;
  return {
    title: `Review sync ${sync.id}`,
    section: 'syncs',
    action: `${syncPath}/approve`,
    cancelUrl: `${syncPath}/records`,
    buttons: (
      <>
        <button
          class="button"
          type="submit"
          form={DIALOG_FORM_ID}
          formaction={`${syncPath}/reject`}
          hx-post={`${syncPath}/reject`}
          hx-target="#dialog-body"
        >
          Reject
        </button>
        {hasTerminations && (
          <SubmitButton danger name="terminations" value="on">
            {restSummary ? 'Approve all' : `End access for ${countNoun(counts.terminated, 'user')}`}
          </SubmitButton>
        )}
        {restSummary && <SubmitButton>Approve{hasTerminations ? ' without terminations' : ''}</SubmitButton>}
      </>
    ),
    body: (
      <>
        <RefusalNotice fault={fault} syncsPath={syncsPath} />
        <GuardNotice sync={sync} />
        <p>
          Approving all will <strong>{planSummary(pending) ?? 'change nobody'}</strong>.{' '}
          {restSummary && hasTerminations && `Without terminations it will ${restSummary}. `}
          Rejecting {isPartlyApplied ? 'ends access for nobody; what was applied stays' : 'applies nothing'}.
        </p>
        {leavers.length > 0 && <LeaversChecklist records={leavers} total={counts.terminated} />}
      </>
    ),
  };
}

const LeaversChecklist: FC<{ records: readonly UserRecord[]; total: number }> = ({ records, total }) => (
  <fieldset class="checklist">
    <legend>
      Leave out{total > records.length ? ` (the first ${formatCount(records.length)} of ${formatCount(total)})` : ''}
    </legend>
    {records.map(
      ({ user }) =>
        user && (
          <label>
            <input type="checkbox" name="except" value={user.id} />
            <span>
              {user.full_name}{' '}
              <span class="muted">
                <BreakableEmail text={user.email} />
              </span>
            </span>
          </label>
        ),
    )}
  </fieldset>
);
