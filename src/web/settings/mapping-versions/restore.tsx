import type { MappingChange } from '../../../domain/mapping/mapping-changes.ts';
import { describeFault, type Fault } from '../../../domain/shared/fault.ts';
import { attributeLabel } from '../../../domain/user/attributes.ts';
import { type FormDialog, SubmitButton } from '../../frame/dialog.tsx';
import { FormError } from '../../frame/fields.tsx';
import { countNoun, joinWithAnd } from '../../frame/labels.ts';
import { ChangedCaseList, changedCasesOf } from '../mapping/changed-cases.tsx';
import { MappingDiff } from './version-page.tsx';

interface RestoreView {
  baseUrl: string;
  version: number;
  current: number;
  /** From the version in force to the restored one. */
  changes: readonly MappingChange[];
  /** Removed value tables that the restored version uses. */
  missingTables: readonly string[];
  fault: Fault | null;
}

export function restoreDialog({ baseUrl, version, current, changes, missingTables, fault }: RestoreView): FormDialog {
  const isBlocked = missingTables.length > 0;
  const dropped = describeDropped(changes);
  const changedCases = changedCasesOf(fault);
  return {
    title: `Restore version ${version}`,
    section: 'settings',
    action: `${baseUrl}/${version}/restore`,
    cancelUrl: `${baseUrl}/${version}`,
    ...(isBlocked && { cancelLabel: 'Close' }),
    buttons: isBlocked ? null : (
      <SubmitButton>
        Restore version {version}
        {changedCases.length > 0 && ' all the same'}
      </SubmitButton>
    ),
    body: (
      <>
        <FormError message={fault && describeFault(fault)} />
        <input type="hidden" name="version" value={String(current)} />
        {changedCases.length > 0 && (
          <>
            <ChangedCaseList cases={changedCases} />
            {/* Submitting this dialog again accepts the changes of pinned people. */}
            <input type="hidden" name="accept_cases" value="on" />
          </>
        )}
        {isBlocked && (
          <p class="notice notice-held">
            It looks values up in {joinWithAnd(missingTables)}, which {missingTables.length === 1 ? 'is' : 'are'} gone.
            Add {missingTables.length === 1 ? 'that table' : 'those tables'} first.
          </p>
        )}
        <p>
          Its mapping becomes version {current + 1}. {countNoun(changes.length, 'part')} of the mapping in force{' '}
          {changes.length === 1 ? 'changes' : 'change'}. The schedule then waits for a reviewed dry run.
        </p>
        {dropped && <p>{dropped}</p>}
        {changes.length > 0 && <MappingDiff changes={changes} />}
      </>
    ),
  };
}

function describeDropped(changes: readonly MappingChange[]): string | null {
  const dropped = changes.filter(
    ({ kind, fields }) => kind === 'removed' && fields.some(({ field }) => field === 'type'),
  );
  if (dropped.length === 0) return null;
  const names = joinWithAnd(dropped.map(({ key }) => attributeLabel(key)));
  return `${names} ${dropped.length === 1 ? 'is' : 'are'} not in that version: people keep the values that they have, and no sync changes them.`;
}
