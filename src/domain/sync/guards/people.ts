import type { GuardSettings } from '../settings.ts';
import { type GuardFacts, type GuardFinding, number, people } from './finding.ts';

/** Too many people are new, or somebody else by their e-mail. The first sync of a source creates everybody. */
export function createdOrEmailChanged(
  facts: GuardFacts,
  { created_or_email_changed: limits }: GuardSettings,
): GuardFinding | null {
  if (facts.appliedRecords.length === 0) return null;
  const { activeOwned, emailsMoved } = facts;
  const { created } = facts.counts;
  const found = created + emailsMoved;
  const limit = Math.max(limits.people, Math.floor((activeOwned * limits.percent) / 100));
  if (found <= limit) return null;
  const what = [
    ...(created > 0 ? [`create ${people(created)}`] : []),
    ...(emailsMoved > 0 ? [`give ${people(emailsMoved)} another e-mail`] : []),
  ];
  return {
    code: 'created_or_email_changed',
    holds: 'all',
    message: `This would ${what.join(' and ')}, beside ${number(activeOwned)} active users; the limit is ${number(limit)} together. The data source may have renumbered or renamed its people.`,
    limit,
    found,
  };
}

/** Too many people would get another role. */
export function roleFlips(facts: GuardFacts, { role_flips: limits }: GuardSettings): GuardFinding | null {
  const { activeOwned, roles } = facts;
  const found = roles.restricted + roles.regular;
  const limit = Math.max(limits.people, Math.floor((activeOwned * limits.percent) / 100));
  if (found <= limit) return null;
  const ways = [
    ...(roles.restricted > 0 ? [`${number(roles.restricted)} to restricted`] : []),
    ...(roles.regular > 0 ? [`${number(roles.regular)} to regular`] : []),
  ];
  return {
    code: 'role_flips',
    holds: 'all',
    message: `This would change the role of ${people(found)} of ${number(activeOwned)}: ${ways.join(' and ')}; the limit is ${number(limit)}. Look at the expression of the restricted role.`,
    limit,
    found,
  };
}
