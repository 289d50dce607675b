import { STANDARD_ATTRIBUTES } from '../../user/attributes.ts';
import type { GuardSettings } from '../settings.ts';
import { type Filled, type GuardFacts, type GuardFinding, number, people } from './finding.ts';

/** A value that fewer people than these had may be gone from one sync to the next without anything being wrong. */
const FEW = { people: 10, percent: 5 };

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
export function emptiedAttribute(facts: GuardFacts, { emptied_attribute: limits }: GuardSettings): GuardFinding | null {
  const { filled, appliedFilled } = facts;
  if (appliedFilled === null || appliedFilled.people === 0 || filled.people === 0) return null;
  const emptied = Object.entries(filled.attributes).flatMap(([key, now]) =>
    judged(key, now, filled, appliedFilled, limits),
  );
  const [worst, ...others] = emptied.sort((a, b) => b.before - b.now - (a.before - a.now));
  if (!worst) return null;
  const { key, before, now, limit } = worst;
  const told =
    now === 0 ? 'its expression finds nothing in any record' : `${people(now)} ${now === 1 ? 'has' : 'have'} one`;
  const rest = others.length === 0 ? '' : ` The same is true of ${others.map((one) => named(one.key)).join(', ')}.`;
  return {
    code: 'emptied_attribute',
    holds: 'all',
    message: `The attribute ${named(key)} had a value for ${people(before)} in the last applied sync, and now ${told}; fewer than ${number(limit)} looks like a column that was lost or renamed, or an expression that does not fit.${rest}`,
    limit,
    found: now,
  };
}

const named = (key: string): string => `“${STANDARD_ATTRIBUTES.find((one) => one.key === key)?.label ?? key}”`;

function judged(
  key: string,
  now: number,
  filled: Filled,
  applied: Filled,
  limits: GuardSettings['emptied_attribute'],
): Emptied[] {
  const before = applied.attributes[key] ?? 0;
  // Of a feed that shrank no more values are asked for than there are people.
  const left = before * Math.min(1, filled.people / applied.people);
  const limit = Math.ceil((left * limits.remaining_percent) / 100);
  const most = before > (applied.people * limits.percent) / 100;
  const some = before > FEW.people && before > (applied.people * FEW.percent) / 100;
  return (most && now < limit) || (some && now === 0) ? [{ key, before, now, limit: Math.max(limit, 1) }] : [];
}
