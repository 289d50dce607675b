import type { GuardSettings } from '../settings.ts';
import { type GuardFacts, type GuardFinding, number, people } from './finding.ts';

/** More people would leave than usually do, those whom an admin announced aside. */
export function terminations(facts: GuardFacts, { terminations: limits }: GuardSettings): GuardFinding | null {
  const { recentTerminations: recent, announcedLeavers: announced, activeOwned } = facts;
  const planned = facts.counts.terminated;
  if (planned === 0) return null;
  const found = planned + recent;
  const base = activeOwned + recent;
  const usual = Math.min(Math.max(limits.people, Math.floor((base * limits.percent) / 100)), limits.most);
  // Announced leavers are let through beside what is usual, and may be more than half of everybody.
  const limit = Math.min(usual, Math.floor(base / 2)) + announced;
  if (found <= limit) return null;
  const before = recent > 0 ? `, after ${number(recent)} in the last 24 hours` : '';
  const told = announced > 0 ? `, with the ${number(announced)} that were announced` : '';
  return {
    code: 'terminations',
    holds: 'terminations',
    message: `This would end access for ${people(planned)} of ${number(activeOwned)}${before}; the limit is ${number(limit)}${told}.${whyOf(facts)}`,
    limit,
    found,
  };
}

function whyOf({ outOfScope, counts }: GuardFacts): string {
  if (outOfScope === 0) return '';
  const who = outOfScope === counts.terminated ? 'All of them' : people(outOfScope);
  return ` ${who} ${outOfScope === 1 && who !== 'All of them' ? 'is' : 'are'} in the feed, but outside the scope of the mapping.`;
}

/** More records than before cannot be told whom they are about: the people who seem gone may be among them. */
export function unidentified(facts: GuardFacts, { unidentified: limits }: GuardSettings): GuardFinding | null {
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
