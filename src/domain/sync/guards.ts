import { formatPeople } from '../shared/wording.ts';
import { STANDARD_ATTRIBUTES } from '../user/attributes.ts';
import type { GuardSettings } from './settings.ts';
import type { OutcomeCounts, SyncScope } from './vocabulary.ts';

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

export interface GuardFinding {
  code: GuardCode;
  /** What waits for an admin: only the terminations of the plan, or all of it. */
  holds: 'terminations' | 'all';
  message: string;
  limit: number;
  found: number;
}

/** `people` whose records count, and for how many of them each mapped attribute has a value. */
export interface FillCounts {
  people: number;
  attributes: Readonly<Record<string, number>>;
}

export interface GuardFacts {
  scope: SyncScope;
  counts: OutcomeCounts;
  records: number;
  unidentified: number;
  idConflicts: number;
  /** Beyond its spelling. */
  emailsChanged: number;
  roles: { restricted: number; regular: number };
  outOfScope: number;
  fillCounts: FillCounts;
  /** Of the last applied full sync of this source; null without one. */
  appliedFillCounts: FillCounts | null;
  /** Active users that the data source owns, before this sync. */
  activeOwned: number;
  /** Terminations applied over the last 24 hours, pushes included, since an admin last approved some. */
  recentTerminations: number;
  /** Zero unless the announcement holds today. */
  announcedLeavers: number;
  /** Snapshot sizes of the last applied full syncs of this source, newest first, at most five. */
  appliedRecords: readonly number[];
  /** Records without a usable key in the last applied full sync; null without one. */
  appliedUnidentified: number | null;
}

type Guard = (facts: GuardFacts, settings: GuardSettings) => GuardFinding | null;

/** Nothing is decided by time or chance: the same facts give the same answer. @see product.md §5 */
export function evaluateGuards(facts: GuardFacts, settings: GuardSettings): GuardFinding[] {
  const guards = facts.scope === 'full' ? [checkTerminations, ...FULL_SYNC_GUARDS] : [checkTerminations];
  return guards.map((guard) => guard(facts, settings)).filter((finding) => finding !== null);
}

const checkTerminations: Guard = (facts, { terminations: limits }) => {
  const { recentTerminations: recent, announcedLeavers: announced, activeOwned } = facts;
  const planned = facts.counts.terminated;
  if (planned === 0) return null;
  const found = planned + recent;
  const base = activeOwned + recent;
  const usual = Math.min(relativeLimit(limits, base), limits.most);
  // Announced leavers come on top of the usual limit, and may be more than half of everybody.
  const limit = Math.min(usual, Math.floor(base / 2)) + announced;
  if (found <= limit) return null;
  const afterRecent = recent > 0 ? `, after ${formatNumber(recent)} in the last 24 hours` : '';
  const withAnnounced = announced > 0 ? `, with the ${formatNumber(announced)} that were announced` : '';
  return {
    code: 'terminations',
    holds: 'terminations',
    message: `This would end access for ${formatPeople(planned)} of ${formatNumber(activeOwned)}${afterRecent}; the limit is ${formatNumber(limit)}${withAnnounced}.${scopeExplanation(facts)}`,
    limit,
    found,
  };
};

function scopeExplanation({ outOfScope, counts }: GuardFacts): string {
  if (outOfScope === 0) return '';
  const who = outOfScope === counts.terminated ? 'All of them' : formatPeople(outOfScope);
  return ` ${who} ${outOfScope === 1 && who !== 'All of them' ? 'is' : 'are'} in the feed, but outside the scope of the mapping.`;
}

/** People who seem absent may be among those without a usable key. */
const checkUnidentified: Guard = (facts, { unidentified: limits }) => {
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
};

const checkFewerRecords: Guard = (facts, { fewer_records: limits }) => {
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
};

const checkFailed: Guard = (facts, { failed: limits }) => {
  const limit = relativeLimit(limits, facts.records);
  if (facts.counts.failed <= limit) return null;
  return {
    code: 'failed',
    holds: 'all',
    message: `${formatPeople(facts.counts.failed)} of ${formatNumber(facts.records)} could not be processed; the limit is ${formatNumber(limit)}. See the failed records for the reason they share.`,
    limit,
    found: facts.counts.failed,
  };
};

const checkIdConflicts: Guard = (facts, { id_conflicts: limits }) => {
  const limit = relativeLimit(limits, facts.records);
  if (facts.idConflicts <= limit) return null;
  return {
    code: 'id_conflicts',
    holds: 'all',
    message: `${formatPeople(facts.idConflicts)} came with an employee ID that contradicts a known one; the limit is ${formatNumber(limit)}. The data source may have renumbered its people.`,
    limit,
    found: facts.idConflicts,
  };
};

/** The first sync of a source is exempt: it creates everybody. */
const checkCreatedOrEmailChanged: Guard = (facts, { created_or_email_changed: limits }) => {
  if (facts.appliedRecords.length === 0) return null;
  const { activeOwned, emailsChanged } = facts;
  const { created } = facts.counts;
  const found = created + emailsChanged;
  const limit = relativeLimit(limits, activeOwned);
  if (found <= limit) return null;
  const effects = [
    ...(created > 0 ? [`create ${formatPeople(created)}`] : []),
    ...(emailsChanged > 0 ? [`give ${formatPeople(emailsChanged)} another e-mail`] : []),
  ];
  return {
    code: 'created_or_email_changed',
    holds: 'all',
    message: `This would ${effects.join(' and ')}, beside ${formatNumber(activeOwned)} active users; the limit is ${formatNumber(limit)} together. The data source may have renumbered or renamed its people.`,
    limit,
    found,
  };
};

/**
 * An attribute that most people had and few have now; or whose expression finds nothing in any record any more, though it
 * did for more than a few. Payloads are not searched for the path of the expression, since that proves nothing:
 * `status || state` has two, `people[0].name` exists in part, and a source may leave out the key of an empty value.
 *
 * Results of the expression are counted, not values that users keep by the null policy: a feed that lost a column is
 * noticed once, and the approved sync becomes the baseline of the next.
 */
const checkEmptiedAttribute: Guard = (facts, { emptied_attribute: limits }) => {
  const { fillCounts, appliedFillCounts } = facts;
  if (appliedFillCounts === null || appliedFillCounts.people === 0 || fillCounts.people === 0) return null;
  const emptied = Object.keys(fillCounts.attributes).flatMap(
    (key) => findEmptied(key, fillCounts, appliedFillCounts, limits) ?? [],
  );
  const [worst, ...others] = emptied.sort((a, b) => b.before - b.now - (a.before - a.now));
  if (!worst) return null;
  const { key, before, now, limit } = worst;
  const remaining =
    now === 0 ? 'its expression finds nothing in any record' : `${formatPeople(now)} ${now === 1 ? 'has' : 'have'} one`;
  const rest =
    others.length === 0 ? '' : ` The same is true of ${others.map((other) => quotedLabel(other.key)).join(', ')}.`;
  return {
    code: 'emptied_attribute',
    holds: 'all',
    message: `The attribute ${quotedLabel(key)} had a value for ${formatPeople(before)} in the last applied sync, and now ${remaining}; fewer than ${formatNumber(limit)} looks like a column that was lost or renamed, or an expression that does not fit.${rest}`,
    limit,
    found: now,
  };
};

/** A value that fewer people had may vanish from one sync to the next without anything being wrong. */
const SMALL_SHARE = { people: 10, percent: 5 };

function findEmptied(
  key: string,
  current: FillCounts,
  applied: FillCounts,
  limits: GuardSettings['emptied_attribute'],
): { key: string; before: number; now: number; limit: number } | null {
  const now = current.attributes[key] ?? 0;
  const before = applied.attributes[key] ?? 0;
  // A feed that shrank is not expected to have more values than people.
  const expected = before * Math.min(1, current.people / applied.people);
  const limit = Math.ceil((expected * limits.remaining_percent) / 100);
  const mostHadIt = before > (applied.people * limits.percent) / 100;
  const someHadIt = before > SMALL_SHARE.people && before > (applied.people * SMALL_SHARE.percent) / 100;
  const isEmptied = (mostHadIt && now < limit) || (someHadIt && now === 0);
  return isEmptied ? { key, before, now, limit: Math.max(limit, 1) } : null;
}

const checkRoleFlips: Guard = (facts, { role_flips: limits }) => {
  const { activeOwned, roles } = facts;
  const found = roles.restricted + roles.regular;
  const limit = relativeLimit(limits, activeOwned);
  if (found <= limit) return null;
  const directions = [
    ...(roles.restricted > 0 ? [`${formatNumber(roles.restricted)} to restricted`] : []),
    ...(roles.regular > 0 ? [`${formatNumber(roles.regular)} to regular`] : []),
  ];
  return {
    code: 'role_flips',
    holds: 'all',
    message: `This would change the role of ${formatPeople(found)} of ${formatNumber(activeOwned)}: ${directions.join(' and ')}; the limit is ${formatNumber(limit)}. Look at the expression of the restricted role.`,
    limit,
    found,
  };
};

const FULL_SYNC_GUARDS: readonly Guard[] = [
  checkUnidentified,
  checkFewerRecords,
  checkFailed,
  checkIdConflicts,
  checkCreatedOrEmailChanged,
  checkEmptiedAttribute,
  checkRoleFlips,
];

const relativeLimit = (limits: { people: number; percent: number }, base: number): number =>
  Math.max(limits.people, Math.floor((base * limits.percent) / 100));

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
};

const quotedLabel = (key: string): string =>
  `“${STANDARD_ATTRIBUTES.find((attribute) => attribute.key === key)?.label ?? key}”`;
const formatNumber = (count: number): string => count.toLocaleString('en');
