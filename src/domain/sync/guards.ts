import { STANDARD_ATTRIBUTES } from '../user/attributes.ts';
import { type FillCounts, formatNumber, formatPeople, type GuardFacts, type GuardFinding } from './guard-facts.ts';
import type { GuardSettings } from './settings.ts';

export type { GuardFacts, GuardFinding } from './guard-facts.ts';

/**
 * The guards that a plan trips. Nothing is decided by time or chance: the same facts give the same answer.
 * @see product.md §5
 */
export function evaluateGuards(facts: GuardFacts, settings: GuardSettings): GuardFinding[] {
  const findings = [checkTerminations(facts, settings)];
  if (facts.scope === 'full') {
    findings.push(
      checkUnidentified(facts, settings),
      checkFewerRecords(facts, settings),
      checkFailed(facts, settings),
      checkIdConflicts(facts, settings),
      checkCreatedOrEmailChanged(facts, settings),
      checkEmptiedAttribute(facts, settings),
      checkRoleFlips(facts, settings),
    );
  }
  return findings.filter((finding) => finding !== null);
}

/** More people would leave than usually do, those whom an admin announced aside. */
export function checkTerminations(facts: GuardFacts, { terminations: limits }: GuardSettings): GuardFinding | null {
  const { recentTerminations: recent, announcedLeavers: announced, activeOwned } = facts;
  const planned = facts.counts.terminated;
  if (planned === 0) return null;
  const found = planned + recent;
  const base = activeOwned + recent;
  const usual = Math.min(Math.max(limits.people, Math.floor((base * limits.percent) / 100)), limits.most);
  // Announced leavers are let through beside what is usual, and may be more than half of everybody.
  const limit = Math.min(usual, Math.floor(base / 2)) + announced;
  if (found <= limit) return null;
  const before = recent > 0 ? `, after ${formatNumber(recent)} in the last 24 hours` : '';
  const told = announced > 0 ? `, with the ${formatNumber(announced)} that were announced` : '';
  return {
    code: 'terminations',
    holds: 'terminations',
    message: `This would end access for ${formatPeople(planned)} of ${formatNumber(activeOwned)}${before}; the limit is ${formatNumber(limit)}${told}.${scopeExplanation(facts)}`,
    limit,
    found,
  };
}

function scopeExplanation({ outOfScope, counts }: GuardFacts): string {
  if (outOfScope === 0) return '';
  const who = outOfScope === counts.terminated ? 'All of them' : formatPeople(outOfScope);
  return ` ${who} ${outOfScope === 1 && who !== 'All of them' ? 'is' : 'are'} in the feed, but outside the scope of the mapping.`;
}

/** More records than before cannot be told whom they are about: the people who seem gone may be among them. */
export function checkUnidentified(facts: GuardFacts, { unidentified: limits }: GuardSettings): GuardFinding | null {
  if (facts.counts.terminated === 0) return null;
  const limit = (facts.appliedUnidentified ?? 0) + limits.more;
  if (facts.unidentified <= limit) return null;
  return {
    code: 'unidentified',
    holds: 'terminations',
    message: `${facts.unidentified === 1 ? '1 record has' : `${formatNumber(facts.unidentified)} records have`} no usable employee ID or e-mail, against ${formatNumber(limit)} before: the people who seem to be gone may be among them.`,
    limit,
    found: facts.unidentified,
  };
}

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
};

/** The feed is shorter than it usually is. */
export function checkFewerRecords(facts: GuardFacts, { fewer_records: limits }: GuardSettings): GuardFinding | null {
  if (facts.appliedRecords.length === 0) return null;
  const usual = median(facts.appliedRecords);
  const limit = Math.ceil(usual * (1 - limits.percent / 100));
  if (facts.records >= limit) return null;
  return {
    code: 'fewer_records',
    holds: 'all',
    message: `The feed has ${facts.records === 1 ? '1 record' : `${formatNumber(facts.records)} records`}; the last syncs had ${formatNumber(usual)}. Fewer than ${formatNumber(limit)} looks like a feed that broke.`,
    limit,
    found: facts.records,
  };
}

/** Too many records could not be processed. */
export function checkFailed(facts: GuardFacts, { failed: limits }: GuardSettings): GuardFinding | null {
  const limit = Math.max(limits.people, Math.floor((facts.records * limits.percent) / 100));
  if (facts.counts.failed <= limit) return null;
  return {
    code: 'failed',
    holds: 'all',
    message: `${formatPeople(facts.counts.failed)} of ${formatNumber(facts.records)} could not be processed; the limit is ${formatNumber(limit)}. See the failed records for the reason they share.`,
    limit,
    found: facts.counts.failed,
  };
}

/** Too many employee IDs contradict known ones. */
export function checkIdConflicts(facts: GuardFacts, { id_conflicts: limits }: GuardSettings): GuardFinding | null {
  const limit = Math.max(limits.people, Math.floor((facts.records * limits.percent) / 100));
  if (facts.idConflicts <= limit) return null;
  return {
    code: 'id_conflicts',
    holds: 'all',
    message: `${formatPeople(facts.idConflicts)} came with an employee ID that contradicts a known one; the limit is ${formatNumber(limit)}. The data source may have renumbered its people.`,
    limit,
    found: facts.idConflicts,
  };
}

/** Too many people are new, or somebody else by their e-mail. The first sync of a source creates everybody. */
export function checkCreatedOrEmailChanged(
  facts: GuardFacts,
  { created_or_email_changed: limits }: GuardSettings,
): GuardFinding | null {
  if (facts.appliedRecords.length === 0) return null;
  const { activeOwned, emailsChanged: emailsMoved } = facts;
  const { created } = facts.counts;
  const found = created + emailsMoved;
  const limit = Math.max(limits.people, Math.floor((activeOwned * limits.percent) / 100));
  if (found <= limit) return null;
  const what = [
    ...(created > 0 ? [`create ${formatPeople(created)}`] : []),
    ...(emailsMoved > 0 ? [`give ${formatPeople(emailsMoved)} another e-mail`] : []),
  ];
  return {
    code: 'created_or_email_changed',
    holds: 'all',
    message: `This would ${what.join(' and ')}, beside ${formatNumber(activeOwned)} active users; the limit is ${formatNumber(limit)} together. The data source may have renumbered or renamed its people.`,
    limit,
    found,
  };
}

/** Too many people would get another role. */
export function checkRoleFlips(facts: GuardFacts, { role_flips: limits }: GuardSettings): GuardFinding | null {
  const { activeOwned, roles } = facts;
  const found = roles.restricted + roles.regular;
  const limit = Math.max(limits.people, Math.floor((activeOwned * limits.percent) / 100));
  if (found <= limit) return null;
  const ways = [
    ...(roles.restricted > 0 ? [`${formatNumber(roles.restricted)} to restricted`] : []),
    ...(roles.regular > 0 ? [`${formatNumber(roles.regular)} to regular`] : []),
  ];
  return {
    code: 'role_flips',
    holds: 'all',
    message: `This would change the role of ${formatPeople(found)} of ${formatNumber(activeOwned)}: ${ways.join(' and ')}; the limit is ${formatNumber(limit)}. Look at the expression of the restricted role.`,
    limit,
    found,
  };
}

/** A value that fewer people than these had may be gone from one sync to the next without anything being wrong. */
const SMALL_SHARE = { people: 10, percent: 5 };

interface Emptied {
  key: string;
  before: number;
  now: number;
  limit: number;
}

/**
 * An attribute that most people had and few have now; or whose expression finds nothing in any record any more, though it
 * did for more than a few. A path is not looked for in the payloads: `status || state` has two, `people[0].name` is one
 * that exists in part, and a source may leave a key out where there is no value. What an expression gave for everybody
 * tells the same of all of them, and of the way they are named.
 *
 * What counts is what the expression gives, not what users keep by the null policy: a feed that lost a column is
 * noticed once, and the approved sync is the next measure.
 */
export function checkEmptiedAttribute(
  facts: GuardFacts,
  { emptied_attribute: limits }: GuardSettings,
): GuardFinding | null {
  const { fillCounts: filled, appliedFillCounts: appliedFilled } = facts;
  if (appliedFilled === null || appliedFilled.people === 0 || filled.people === 0) return null;
  const emptied = Object.entries(filled.attributes).flatMap(([key, now]) =>
    judgeAttribute(key, now, filled, appliedFilled, limits),
  );
  const [worst, ...others] = emptied.sort((a, b) => b.before - b.now - (a.before - a.now));
  if (!worst) return null;
  const { key, before, now, limit } = worst;
  const told =
    now === 0 ? 'its expression finds nothing in any record' : `${formatPeople(now)} ${now === 1 ? 'has' : 'have'} one`;
  const rest =
    others.length === 0 ? '' : ` The same is true of ${others.map((one) => quotedLabel(one.key)).join(', ')}.`;
  return {
    code: 'emptied_attribute',
    holds: 'all',
    message: `The attribute ${quotedLabel(key)} had a value for ${formatPeople(before)} in the last applied sync, and now ${told}; fewer than ${formatNumber(limit)} looks like a column that was lost or renamed, or an expression that does not fit.${rest}`,
    limit,
    found: now,
  };
}

const quotedLabel = (key: string): string => `“${STANDARD_ATTRIBUTES.find((one) => one.key === key)?.label ?? key}”`;

function judgeAttribute(
  key: string,
  now: number,
  filled: FillCounts,
  applied: FillCounts,
  limits: GuardSettings['emptied_attribute'],
): Emptied[] {
  const before = applied.attributes[key] ?? 0;
  // Of a feed that shrank no more values are asked for than there are people.
  const left = before * Math.min(1, filled.people / applied.people);
  const limit = Math.ceil((left * limits.remaining_percent) / 100);
  const most = before > (applied.people * limits.percent) / 100;
  const some = before > SMALL_SHARE.people && before > (applied.people * SMALL_SHARE.percent) / 100;
  return (most && now < limit) || (some && now === 0) ? [{ key, before, now, limit: Math.max(limit, 1) }] : [];
}
