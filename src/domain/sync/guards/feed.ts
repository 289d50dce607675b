import type { GuardSettings } from '../settings.ts';
import { type GuardFacts, type GuardFinding, number, people } from './finding.ts';

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
};

/** The feed is shorter than it usually is. */
export function fewerRecords(facts: GuardFacts, { fewer_records: limits }: GuardSettings): GuardFinding | null {
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

/** Too many records could not be processed. */
export function failed(facts: GuardFacts, { failed: limits }: GuardSettings): GuardFinding | null {
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

/** Too many employee IDs contradict known ones. */
export function idConflicts(facts: GuardFacts, { id_conflicts: limits }: GuardSettings): GuardFinding | null {
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
