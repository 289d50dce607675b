import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type EmailClaim, resolveEmailClaims } from '../../../../src/domain/sync/email-handovers.ts';

/** `who` wants the address of `holder` (0: nobody has it). */
const claim = (ordinal: number, who: number, email: string, holder: number, creates = false): EmailClaim => ({
  ordinal,
  userId: who,
  email,
  holderId: holder === 0 ? null : holder,
  creates,
});
const verdictKinds = (claims: EmailClaim[]) => {
  const verdicts = resolveEmailClaims(claims);
  return claims.map(({ ordinal }) => verdicts.get(ordinal)?.kind);
};

describe('a hand-over of e-mails', () => {
  test('is not needed for a free address', () => {
    expect(verdictKinds([claim(0, 1, 'new', 0)])).toEqual(['clear']);
  });

  test('can be a swap, or a ring of three', () => {
    expect(verdictKinds([claim(0, 1, 'b', 2), claim(1, 2, 'a', 1)])).toEqual(['handover', 'handover']);
    const ring = [claim(0, 1, 'b', 2), claim(1, 2, 'c', 3), claim(2, 3, 'a', 1)];
    expect(
      new Set(
        resolveEmailClaims(ring)
          .values()
          .map((verdict) => JSON.stringify(verdict)),
      ).size,
    ).toBe(1);
  });

  test('can be a chain to a free address, in any order of the records', () => {
    const chain = [claim(0, 3, 'free', 0), claim(1, 2, 'c', 3), claim(2, 1, 'b', 2)];
    for (const order of [chain, chain.toReversed()]) {
      const verdicts = resolveEmailClaims(order);
      expect(new Set(verdicts.values().map((verdict) => JSON.stringify(verdict))).size).toBe(1);
      expect(verdicts.get(0)?.kind).toBe('handover');
    }
  });

  test('fails as a whole chain when the last address stays', () => {
    expect(verdictKinds([claim(0, 1, 'b', 2), claim(1, 2, 'c', 3), claim(2, 4, 'a', 1, true)])).toEqual([
      'taken',
      'taken',
      'taken',
    ]);
  });

  test('fails for two who want one address, and for whoever waits for theirs', () => {
    expect(verdictKinds([claim(0, 1, 'x', 0), claim(1, 2, 'x', 0), claim(2, 3, 'a', 1)])).toEqual([
      'shared',
      'shared',
      'taken',
    ]);
  });
});

/** A snapshot by hand: user n holds address n; each user wants some address, perhaps their own. */
const claimsOfSnapshot = fc
  .record({
    wants: fc.array(fc.nat({ max: 12 }), { minLength: 1, maxLength: 8 }),
    news: fc.array(fc.nat({ max: 12 }), { maxLength: 3 }),
  })
  .map(({ wants, news }) => {
    const holds = (address: number) => (address >= 1 && address <= wants.length ? address : 0);
    const moves = wants.flatMap((address, at) =>
      address === at + 1 ? [] : [{ who: at + 1, address, creates: false }],
    );
    const all = [...moves, ...news.map((address, at) => ({ who: 100 + at, address, creates: true }))];
    return {
      users: wants.length,
      claims: all.map(({ who, address, creates }, ordinal) =>
        claim(ordinal, who, `a${address}`, holds(address), creates),
      ),
    };
  });

test('ends with one holder an address, and does not depend on the order', () => {
  fc.assert(
    fc.property(claimsOfSnapshot, fc.infiniteStream(fc.nat()), ({ users, claims }, luck) => {
      const verdicts = resolveEmailClaims(claims);
      const holds = new Map(Array.from({ length: users }, (_, at) => [at + 1, `a${at + 1}`]));
      const goes = claims.filter(({ ordinal }) => ['clear', 'handover'].includes(verdicts.get(ordinal)?.kind ?? ''));
      for (const { userId, email } of goes) holds.set(userId, email);
      expect(new Set(holds.values()).size).toBe(holds.size);
      // Those who stand alone need nobody to move first or at all.
      for (const { ordinal, holderId, userId } of goes) {
        if (verdicts.get(ordinal)?.kind === 'clear') {
          expect(holderId).toBeNull();
          expect(goes.some((other) => other.holderId === userId)).toBe(false);
        }
      }
      // Whoever gives an address and whoever gets it are in one transaction.
      for (const { ordinal, holderId } of goes) {
        const giver = goes.find(({ userId }) => userId === holderId);
        if (giver) expect(verdicts.get(ordinal)).toEqual(verdicts.get(giver.ordinal));
      }
      const shuffled = claims.map((one) => ({ one, by: luck.next().value })).sort((a, b) => a.by - b.by);
      const again = resolveEmailClaims(shuffled.map(({ one }) => one));
      for (const { ordinal } of claims) expect(again.get(ordinal)?.kind).toBe(verdicts.get(ordinal)?.kind);
    }),
    { numRuns: 500 },
  );
});
