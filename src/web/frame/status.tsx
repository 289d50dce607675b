import type { FC } from 'hono/jsx';
import type { Outcome, State } from '../../domain/sync/words.ts';
import { Icon, type IconName } from './icons.tsx';

const STATES: Record<State, { word: string; icon: IconName }> = {
  pending: { word: 'Pending', icon: 'clock' },
  running: { word: 'Running', icon: 'running' },
  held: { word: 'Held', icon: 'pause' },
  completed: { word: 'Completed', icon: 'check' },
  failed: { word: 'Failed', icon: 'cross' },
  cancelled: { word: 'Cancelled', icon: 'stop' },
  not_run: { word: 'Not run', icon: 'skip' },
};

const OUTCOME_ICONS: Record<Outcome, IconName> = {
  created: 'plus',
  updated: 'pencil',
  restored: 'back',
  terminated: 'leave',
  skipped: 'skip',
  failed: 'cross',
};

/** Outcome as a word that starts a cell or a sentence. */
export const outcomeWord = (outcome: Outcome): string => outcome.charAt(0).toUpperCase() + outcome.slice(1);

/** The state of a sync: icon, word and colour; never colour alone. */
export const StatusBadge: FC<{ state: State }> = ({ state }) => (
  <span class={`badge badge-${state.replace('_', '-')}`}>
    <Icon name={STATES[state].icon} />
    {STATES[state].word}
  </span>
);

/** The outcome of a user record. */
export const OutcomeBadge: FC<{ outcome: Outcome }> = ({ outcome }) => (
  <span class={`badge badge-${outcome}`}>
    <Icon name={OUTCOME_ICONS[outcome]} />
    {outcomeWord(outcome)}
  </span>
);
