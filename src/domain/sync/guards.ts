import { emptiedAttribute } from './guards/emptied.ts';
import { failed, fewerRecords, idConflicts } from './guards/feed.ts';
import type { GuardFacts, GuardFinding } from './guards/finding.ts';
import { terminations, unidentified } from './guards/leaving.ts';
import { createdOrEmailChanged, roleFlips } from './guards/people.ts';
import type { GuardSettings } from './settings.ts';

export type { GuardFacts, GuardFinding } from './guards/finding.ts';

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
      createdOrEmailChanged(facts, settings),
      emptiedAttribute(facts, settings),
      roleFlips(facts, settings),
    );
  }
  return findings.filter((finding) => finding !== null);
}
