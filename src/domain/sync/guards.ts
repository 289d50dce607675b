import type { GuardSettings } from './settings.ts';
import type { Counts } from './words.ts';

export type GuardCode = 'terminations' | 'unidentified' | 'fewer_records' | 'failed' | 'id_conflicts';

/** A guard that trips: in words, with its numbers. */
export interface GuardFinding {
  code: GuardCode;
  holds: 'terminations' | 'all';
  message: string;
  limit: number;
  found: number;
}

/** What the guards judge: the plan, and what was applied before it. */
export interface GuardFacts {
  scope: 'full' | 'single' | 'leavers';
  counts: Counts;
  records: number;
  unidentified: number;
  idConflicts: number;
  /** Active users that the data source owns, before this sync. */
  activeOwned: number;
  /** Terminations applied over the last 24 hours, pushes included, since an admin last approved some. */
  recentTerminations: number;
  /** Snapshot sizes of the last applied full syncs of this source, newest first, at most five. */
  appliedRecords: readonly number[];
  /** Records without a usable key in the last applied full sync; null without one. */
  appliedUnidentified: number | null;
}

const people = (count: number): string => (count === 1 ? '1 person' : `${count.toLocaleString('en')} people`);
const number = (count: number): string => count.toLocaleString('en');

/**
 * The guards that a plan trips. Nothing is decided by time or chance: the same facts give the same answer.
 * @see product.md §5
 */
export function judgeGuards(facts: GuardFacts, settings: GuardSettings): GuardFinding[] {
  const findings = [terminations(facts, settings)];
  if (facts.scope === 'full') {
    findings.push(
      unidentified(facts, settings),
      fewerRecords(facts, settings),
      failed(facts, settings),
      idConflicts(facts, settings),
    );
  }
  return findings.filter((finding) => finding !== null);
}

function terminations(facts: GuardFacts, { terminations: limits }: GuardSettings): GuardFinding | null {
  const planned = facts.counts.terminated;
  if (planned === 0) return null;
  const found = planned + facts.recentTerminations;
  const base = facts.activeOwned + facts.recentTerminations;
  const limit = Math.min(Math.max(limits.people, Math.floor((base * limits.percent) / 100)), limits.most);
  if (found <= limit && found <= base / 2) return null;
  const before = facts.recentTerminations > 0 ? `, after ${number(facts.recentTerminations)} in the last 24 hours` : '';
  return {
    code: 'terminations',
    holds: 'terminations',
    message: `This would end access for ${people(planned)} of ${number(facts.activeOwned)}${before}; the limit is ${number(Math.min(limit, Math.floor(base / 2)))}.`,
    limit: Math.min(limit, Math.floor(base / 2)),
    found,
  };
}

function unidentified(facts: GuardFacts, { unidentified: limits }: GuardSettings): GuardFinding | null {
  if (facts.counts.terminated === 0) return null;
  const limit = (facts.appliedUnidentified ?? 0) + limits.more;
  if (facts.unidentified <= limit) return null;
  return {
    code: 'unidentified',
    holds: 'terminations',
    message: `${facts.unidentified === 1 ? '1 record has' : `${number(facts.unidentified)} records have`} no usable employee ID or e-mail, against ${number(limit)} before: the people who seem to be gone may be among them.`,
    limit,
    found: facts.unidentified,
  };
}

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
};

function fewerRecords(facts: GuardFacts, { fewer_records: limits }: GuardSettings): GuardFinding | null {
  if (facts.appliedRecords.length === 0) return null;
  const usual = median(facts.appliedRecords);
  const limit = Math.ceil(usual * (1 - limits.percent / 100));
  if (facts.records >= limit) return null;
  return {
    code: 'fewer_records',
    holds: 'all',
    message: `The feed has ${facts.records === 1 ? '1 record' : `${number(facts.records)} records`}; the last syncs had ${number(usual)}. Fewer than ${number(limit)} looks like a feed that broke.`,
    limit,
    found: facts.records,
  };
}

function failed(facts: GuardFacts, { failed: limits }: GuardSettings): GuardFinding | null {
  const limit = Math.max(limits.people, Math.floor((facts.records * limits.percent) / 100));
  if (facts.counts.failed <= limit) return null;
  return {
    code: 'failed',
    holds: 'all',
    message: `${people(facts.counts.failed)} of ${number(facts.records)} could not be processed; the limit is ${number(limit)}. See the failed records for the reason they share.`,
    limit,
    found: facts.counts.failed,
  };
}

function idConflicts(facts: GuardFacts, { id_conflicts: limits }: GuardSettings): GuardFinding | null {
  const limit = Math.max(limits.people, Math.floor((facts.records * limits.percent) / 100));
  if (facts.idConflicts <= limit) return null;
  return {
    code: 'id_conflicts',
    holds: 'all',
    message: `${people(facts.idConflicts)} came with an employee ID that contradicts a known one; the limit is ${number(limit)}. The data source may have renumbered its people.`,
    limit,
    found: facts.idConflicts,
  };
}
