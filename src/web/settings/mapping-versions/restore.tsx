import type { MappingChange } from '../../../domain/mapping/mapping-changes.ts';
import { describeFault, type Fault } from '../../../domain/shared/fault.ts';
import { attributeLabel } from '../../../domain/user/attributes.ts';
import { type FormDialog, SubmitButton } from '../../frame/dialog.tsx';
import { FormError } from '../../frame/fields.tsx';
import { countNoun, joinWithAnd } from '../../frame/labels.ts';
import { MappingDiff } from './version-page.tsx';

interface RestoreView {
  /** `/{tenant}/settings/mapping/{source}/versions`. */
  baseUrl: string;
  version: number;
  /** The one in force. */
  current: number;
  /** From the one in force to the one that comes back. */
  changes: readonly MappingChange[];
  /** Value tables that it uses and that were removed. */
  missingTables: readonly string[];
  fault: Fault | null;
}

/** Asks before an earlier version is restored, with what that changes. */
export function restoreDialog({ baseUrl, version, current, changes, missingTables, fault }: RestoreView): FormDialog {
  const blocked = missingTables.length > 0;
  const dropped = describeDropped(changes);
  const cases = fault?.code === 'cases_changed' ? fault.details?.cases : null;
  const broken = Array.isArray(cases) ? cases : [];
  return {
    title: `Restore version ${version}`,
    section: 'settings',
    action: `${baseUrl}/${version}/restore`,
    cancelUrl: `${baseUrl}/${version}`,
    ...(blocked && { cancelLabel: 'Close' }),
    buttons: blocked ? null : (
      <SubmitButton>
        Restore version {version}
        {broken.length > 0 && ' all the same'}
      </SubmitButton>
    ),
    body: (
      <>
        <FormError message={fault && describeFault(fault)} />
        <input type="hidden" name="version" value={String(current)} />
        {broken.length > 0 && (
          <ul>
            {broken.map((difference) => (
              <li>{difference}</li>
            ))}
          </ul>
        )}
        {/* Asked again with these words, the same button says yes to them. */}
        {broken.length > 0 && <input type="hidden" name="accept_cases" value="on" />}
        {blocked && (
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

/** Attributes that the restored mapping no longer fills. */
function describeDropped(changes: readonly MappingChange[]): string | null {
  const gone = changes.filter(({ kind, fields }) => kind === 'removed' && fields.some(({ field }) => field === 'type'));
  if (gone.length === 0) return null;
  const names = joinWithAnd(gone.map(({ key }) => attributeLabel(key)));
  return `${names} ${gone.length === 1 ? 'is' : 'are'} not in that version: people keep the values that they have, and no sync changes them.`;
}
