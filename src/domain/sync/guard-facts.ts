import type { OutcomeCounts } from './vocabulary.ts';

export const GUARD_CODES = [
  'terminations',
  'unidentified',
  'fewer_records',
  'failed',
  'id_conflicts',
  'created_or_email_changed',
  'emptied_attribute',
  'role_flips',
] as const;
export type GuardCode = (typeof GUARD_CODES)[number];

/** A guard that trips: in words, with its numbers. */
export interface GuardFinding {
  code: GuardCode;
  holds: 'terminations' | 'all';
  message: string;
  limit: number;
  found: number;
}

/** How many people a snapshot had whose records count, and for how many of them each mapped attribute had a value. */
export interface FillCounts {
  people: number;
  attributes: Readonly<Record<string, number>>;
}

/** What the guards judge: the plan, and what was applied before it. */
export interface GuardFacts {
  scope: 'full' | 'single' | 'leavers';
  counts: OutcomeCounts;
  records: number;
  unidentified: number;
  idConflicts: number;
  /** Users who get another e-mail, beyond its spelling. */
  emailsChanged: number;
  /** Users whose role changes, by the role that they get. */
  roles: { restricted: number; regular: number };
  /** Terminations because the mapping does not include the person. */
  outOfScope: number;
  fillCounts: FillCounts;
  /** The same of the last applied full sync of this source; null without one. */
  appliedFillCounts: FillCounts | null;
  /** Active users that the data source owns, before this sync. */
  activeOwned: number;
  /** Terminations applied over the last 24 hours, pushes included, since an admin last approved some. */
  recentTerminations: number;
  /** Terminations that an admin announced and that are still to be let through, today. */
  announcedLeavers: number;
  /** Snapshot sizes of the last applied full syncs of this source, newest first, at most five. */
  appliedRecords: readonly number[];
  /** Records without a usable key in the last applied full sync; null without one. */
  appliedUnidentified: number | null;
}

export const formatPeople = (count: number): string =>
  count === 1 ? '1 person' : `${count.toLocaleString('en')} people`;
export const formatNumber = (count: number): string => count.toLocaleString('en');
