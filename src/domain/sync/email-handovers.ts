/** A record that claims an e-mail which its user does not have yet. */
export interface EmailClaim {
  ordinal: number;
  userId: number;
  email: string;
  /** Who has that e-mail before this sync. */
  holderId: number | null;
  /** The record matched nobody and would create a user. */
  creates: boolean;
}

type EmailVerdict =
  | { kind: 'clear' }
  /** Applied in one transaction with the other records of the same hand-over. */
  | { kind: 'handover'; group: number }
  | { kind: 'shared' }
  | { kind: 'taken' };

/**
 * An address is free when its holder claims another one in the same snapshot and that claim itself succeeds, whatever
 * the order.
 * @param claims one per person: of the selected row
 * @returns a verdict per ordinal
 */
export function resolveEmailClaims(claims: readonly EmailClaim[]): Map<number, EmailVerdict> {
  const verdicts = new Map<number, EmailVerdict>();
  const byEmail = Map.groupBy(claims, (claim) => claim.email);
  for (const rivals of byEmail.values()) {
    if (rivals.length > 1) for (const rival of rivals) verdicts.set(rival.ordinal, { kind: 'shared' });
  }

  const byUser = new Map(claims.map((claim) => [claim.userId, claim]));
  // A claim that fails keeps its user's old address, which may fail the next claim in turn: repeat until nothing changes.
  const waiting = Map.groupBy(claims, (claim) => claim.holderId);
  const failing = claims.filter((claim) => verdicts.has(claim.ordinal) || isNeverFreed(claim, byUser));
  for (let claim = failing.pop(); claim; claim = failing.pop()) {
    if (!verdicts.has(claim.ordinal)) verdicts.set(claim.ordinal, { kind: 'taken' });
    if (claim.creates) continue;
    for (const next of waiting.get(claim.userId) ?? []) if (!verdicts.has(next.ordinal)) failing.push(next);
  }

  const failed = new Set(verdicts.keys());
  for (const claim of claims) {
    if (verdicts.has(claim.ordinal)) continue;
    const isWanted = (waiting.get(claim.userId) ?? []).some((next) => !failed.has(next.ordinal));
    if (claim.holderId === null && !isWanted) verdicts.set(claim.ordinal, { kind: 'clear' });
    else markHandover(claim, byUser, verdicts);
  }
  return verdicts;
}

/** The holder is not in the snapshot, or claims no other address. */
const isNeverFreed = (claim: EmailClaim, byUser: ReadonlyMap<number, EmailClaim>): boolean =>
  claim.holderId !== null && !byUser.has(claim.holderId);

/** A whole chain or swap becomes one group, named by its smallest ordinal. */
function markHandover(
  start: EmailClaim,
  byUser: ReadonlyMap<number, EmailClaim>,
  verdicts: Map<number, EmailVerdict>,
): void {
  const chain: EmailClaim[] = [];
  const visited = new Set<number>();
  let joined: EmailVerdict | null = null;
  for (let claim: EmailClaim | undefined = start; claim && !visited.has(claim.ordinal); ) {
    const known = verdicts.get(claim.ordinal);
    if (known) {
      joined = known;
      break;
    }
    visited.add(claim.ordinal);
    chain.push(claim);
    claim = claim.holderId === null ? undefined : byUser.get(claim.holderId);
  }
  const group = joined?.kind === 'handover' ? joined.group : Math.min(...chain.map((claim) => claim.ordinal));
  for (const claim of chain) verdicts.set(claim.ordinal, { kind: 'handover', group });
}
