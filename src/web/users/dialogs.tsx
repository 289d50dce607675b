import type { Fault } from '../../domain/fault.ts';
import type { UserView } from '../../store/users.ts';
import { Answer, type Question } from '../frame/dialog.tsx';
import { PersistToggle, Refused } from '../syncs/dialogs.tsx';

export function syncUserQuestion(
  at: string,
  syncs: string,
  user: UserView,
  persist: boolean,
  fault: Fault | null,
): Question {
  return {
    title: 'Sync User Data',
    section: 'users',
    action: `${at}/${user.id}/sync`,
    back: `${at}/${user.id}`,
    buttons: <Answer>Start sync</Answer>,
    body: (
      <>
        <Refused fault={fault} base={syncs} />
        <p>Fetches {user.fullName} alone from the data source and works out what changes.</p>
        <PersistToggle checked={persist} who={user.fullName} />
      </>
    ),
  };
}

/** Ending or giving back access by hand. */
export function overrideQuestion(at: string, user: UserView, to: 'terminate' | 'restore'): Question {
  const ends = to === 'terminate';
  return {
    title: `${ends ? 'Terminate' : 'Restore'} ${user.fullName}`,
    section: 'users',
    action: `${at}/${user.id}/${to}`,
    back: `${at}/${user.id}`,
    buttons: ends ? <Answer danger>End access</Answer> : <Answer>Restore access</Answer>,
    body: (
      <p>
        This will {ends ? 'end' : 'restore'} access for 1 user at once. It is a decision by hand: syncs leave it so
        until the data source’s own state of {user.fullName} changes. {ends && 'Nothing is deleted.'}
      </p>
    ),
  };
}

/** Keeping personal data beyond the deprovisioning delay. @param days the delay; null is never */
export function holdQuestion(at: string, user: UserView, to: 'hold' | 'release', days: number | null): Question {
  const on = to === 'hold';
  const after =
    days === null
      ? 'Rollcall is set to keep it anyway.'
      : `Without a hold it is removed ${days} days after access ended.`;
  return {
    title: `${on ? 'Legal hold for' : 'Lift the legal hold of'} ${user.fullName}`,
    section: 'users',
    action: `${at}/${user.id}/${to}`,
    back: `${at}/${user.id}`,
    buttons: <Answer>{on ? 'Put under legal hold' : 'Lift the hold'}</Answer>,
    body: (
      <p>
        {on
          ? `The personal data of ${user.fullName} is kept until an admin lifts this hold. ${after}`
          : `The personal data of ${user.fullName} is no longer kept on purpose. ${after}`}
      </p>
    ),
  };
}

/** Keeping somebody from being terminated by a sync. */
export function protectQuestion(at: string, user: UserView, to: 'protect' | 'unprotect'): Question {
  const on = to === 'protect';
  return {
    title: `${on ? 'Protect' : 'Stop protecting'} ${user.fullName}`,
    section: 'users',
    action: `${at}/${user.id}/${to}`,
    back: `${at}/${user.id}`,
    buttons: <Answer>{on ? 'Protect' : 'Stop protecting'}</Answer>,
    body: (
      <p>
        {on
          ? `No sync will end the access of ${user.fullName}, whatever the data source says. Plans that wait heed it too.`
          : `Syncs may end the access of ${user.fullName} again. Nothing changes before the next one.`}
      </p>
    ),
  };
}
