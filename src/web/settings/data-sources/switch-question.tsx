import { describeFault, type Fault } from '../../../domain/fault.ts';
import { Answer, type Question } from '../../frame/dialog.tsx';
import { FormError } from '../../frame/fields.tsx';
import { counted, sourceWord } from '../../frame/words.ts';

export interface Switching {
  kind: string;
  on: boolean;
  /** The pull source that would be turned off by it, and how many active users it owns. */
  other: { kind: string; owned: number } | null;
  /** Where the form is posted. */
  action: string;
  back: string;
  fault: Fault | null;
}

/** Asks before a data source is turned on or off: what that means, in numbers. */
export function switchQuestion({ kind, on, other, action, back, fault }: Switching): Question {
  const name = sourceWord(kind);
  const title = on ? (other ? `Switch to ${name}` : `Turn on ${name}`) : `Turn off ${name}`;
  return {
    title,
    section: 'settings',
    action,
    back,
    buttons: <Answer>{title}</Answer>,
    body: (
      <>
        <FormError {...(fault && { message: describeFault(fault) })} />
        {on && other && (
          <p>
            <strong>
              {sourceWord(other.kind)} is on, and {counted(other.owned, 'active user')}{' '}
              {other.owned === 1 ? 'comes' : 'come'} from it.
            </strong>{' '}
            One data source is on at a time: {sourceWord(other.kind)} is turned off, and its settings stay. Users whom{' '}
            {name} sends too go over to it with the next sync. Nobody’s access ends by switching: who is left over is
            listed for you to end or to keep.
          </p>
        )}
        {on && !other && <p>Syncs fetch people from {name} from then on. Nobody is changed before the first one.</p>}
        {on && <p>The schedule changes nobody until you have looked at a dry run of {name}.</p>}
        {!on && <p>No sync can start while it is off. Nobody is changed, and its settings stay.</p>}
      </>
    ),
  };
}
