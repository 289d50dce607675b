import type { UserRole } from '../user/attributes.ts';
import type { FillCounts } from './guards.ts';
import type { Outcome } from './vocabulary.ts';

/** Stored by name in the marker of a chunk, beside the counts by outcome. Guards judge the sums over all chunks. */
export type Tally = Record<string, number>;

export interface TalliedRecord {
  outcome: Outcome;
  reason: string | null;
  /** A created user's are not counted. */
  changed: readonly string[];
  /** Beyond its spelling. */
  changesEmail: boolean;
  role: UserRole | null;
}

export const incrementTally = (tally: Tally, name: string, by = 1): void => {
  tally[name] = (tally[name] ?? 0) + by;
};

/** By −1 when reconciling overrules the plan. */
export function tallyRecord(
  tally: Tally,
  { outcome, reason, changed, changesEmail, role }: TalliedRecord,
  by: 1 | -1 = 1,
): void {
  if (outcome === 'created') return;
  for (const attribute of changed) incrementTally(tally, `changed:${attribute}`, by);
  if (changesEmail) incrementTally(tally, 'email_moved', by);
  if (role !== null) incrementTally(tally, `role:${role}`, by);
  if (outcome === 'terminated' && reason === 'out_of_scope') incrementTally(tally, 'ended:out_of_scope', by);
}

const FILLED_PREFIX = 'filled:';

/** Allocates nothing for a person. */
export class FillCounter {
  #keys: string[] = [];
  #sums = new Uint32Array(0);
  #people = 0;

  /** @param attributes always of the same mapping, in its order */
  add(attributes: Readonly<Record<string, unknown>>): void {
    if (this.#people === 0) {
      this.#keys = Object.keys(attributes);
      this.#sums = new Uint32Array(this.#keys.length);
    }
    this.#people += 1;
    let index = 0;
    for (const key in attributes) {
      if (attributes[key] !== null) this.#sums[index] = (this.#sums[index] ?? 0) + 1;
      index += 1;
    }
  }

  /** Zeros included: a mapped attribute that nobody has differs from one that is not mapped. */
  tally(): Tally {
    const tally: Tally = { people: this.#people };
    for (const [index, key] of this.#keys.entries()) tally[`${FILLED_PREFIX}${key}`] = this.#sums[index] ?? 0;
    return tally;
  }
}

/** Null for a plan of an earlier release, which did not count them. */
export function fillCountsIn(tally: Tally): FillCounts | null {
  if (tally.people === undefined) return null;
  const sums = Object.entries(tally).filter(([name]) => name.startsWith(FILLED_PREFIX));
  return {
    people: tally.people,
    attributes: Object.fromEntries(sums.map(([name, sum]) => [name.slice(FILLED_PREFIX.length), sum])),
  };
}
