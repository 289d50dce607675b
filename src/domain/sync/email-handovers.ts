/** A record that takes an e-mail which its user did not have. */
export interface EmailClaim {
  ordinal: number;
  userId: number;
  email: string;
  /** Who has that e-mail before this sync; null when nobody has. */
  holderId: number | null;
  /** Nobody matched: the record would create a user. */
  creates: boolean;
}

export type EmailVerdict =
  | { kind: 'clear' }
  /** Applied in one transaction with the other records of the same hand-over. */
  | { kind: 'handover'; group: number }
  /** Several people of this snapshot want the address. */
  | { kind: 'shared' }
  /** The address stays with whoever has it. */
  | { kind: 'taken' };

/**
 * Judges e-mails that move between people of one snapshot against the end state, whatever the order: an address is free
 * when its holder takes another one in the same snapshot, and that claim itself succeeds.
 * @param claims one per person: rows that lost against another row of the same person are not here
 * @returns a verdict per ordinal
 */
export function resolveEmailClaims(claims: readonly EmailClaim[]): Map<number, EmailVerdict> {
  const verdicts = new Map<number, EmailVerdict>();
  const byEmail = Map.groupBy(claims, (claim) => claim.email);
  for (const rivals of byEmail.values()) {
    if (rivals.length > 1) for (const rival of rivals) verdicts.set(rival.ordinal, { kind: 'shared' });
  }

  const byUser = new Map(claims.map((claim) => [claim.userId, claim]));
  // A claim that fails keeps its user's old address, which may fail the next claim in turn: repeat until nothing moves.
  const waiting = Map.groupBy(claims, (claim) => claim.holderId);
  const failing = claims.filter((claim) => verdicts.has(claim.ordinal) || isHeldOutside(claim, byUser));
  for (let claim = failing.pop(); claim; claim = failing.pop()) {
    if (!verdicts.has(claim.ordinal)) verdicts.set(claim.ordinal, { kind: 'taken' });
    if (claim.creates) continue;
    for (const next of waiting.get(claim.userId) ?? []) if (!verdicts.has(next.ordinal)) failing.push(next);
  }

  const failed = new Set(verdicts.keys());
  for (const claim of claims) {
    if (verdicts.has(claim.ordinal)) continue;
    const wanted = (waiting.get(claim.userId) ?? []).some((next) => !failed.has(next.ordinal));
    if (claim.holderId === null && !wanted) verdicts.set(claim.ordinal, { kind: 'clear' });
    else markHandover(claim, byUser, verdicts);
  }
  return verdicts;
}

/** The holder is not in the snapshot, or does not take another address. */
const isHeldOutside = (claim: EmailClaim, byUser: ReadonlyMap<number, EmailClaim>): boolean =>
  claim.holderId !== null && !byUser.has(claim.holderId);

/** Gives every claim along a chain or a swap the same group: that of the smallest ordinal met. */
function markHandover(
  start: EmailClaim,
  byUser: ReadonlyMap<number, EmailClaim>,
  verdicts: Map<number, EmailVerdict>,
): void {
  const chain: EmailClaim[] = [];
  const seen = new Set<number>();
  let joined: EmailVerdict | null = null;
  for (let claim: EmailClaim | undefined = start; claim && !seen.has(claim.ordinal); ) {
    const known = verdicts.get(claim.ordinal);
    if (known) {
      joined = known;
      break;
    }
    seen.add(claim.ordinal);
    chain.push(claim);
    claim = claim.holderId === null ? undefined : byUser.get(claim.holderId);
  }
  const group = joined?.kind === 'handover' ? joined.group : Math.min(...chain.map((claim) => claim.ordinal));
  for (const claim of chain) verdicts.set(claim.ordinal, { kind: 'handover', group });
}
