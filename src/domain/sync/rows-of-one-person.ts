import type { Standing, Weight } from './pack.ts';

/** One row of a person who is in the snapshot several times. */
export interface CompetingRow {
  ordinal: number;
  standing: Standing;
}

export type Verdict = { winner: number } | { tie: true };

const HEAVIEST_FIRST: readonly Weight[] = ['counts', 'no_email', 'out_of_scope'];

/** Later hire date first; a row without one last. */
const byRank = (a: Standing, b: Standing): number =>
  HEAVIEST_FIRST.indexOf(a.weight) - HEAVIEST_FIRST.indexOf(b.weight) ||
  Number(b.active) - Number(a.active) ||
  Number(b.primary) - Number(a.primary) ||
  (b.hireDay ?? Number.NEGATIVE_INFINITY) - (a.hireDay ?? Number.NEGATIVE_INFINITY) ||
  0;

/**
 * Which of several rows of one person counts, whatever their order in the feed: one that is in scope and has an e-mail
 * before one that is not or has none, active before terminated, then the primary row, then the latest hire date. Identical
 * rows are one. Rows that nothing tells apart are a tie; of those that do not count the first will do.
 */
export function judgeRows(rows: readonly CompetingRow[]): Verdict {
  const [best, ...others] = [...rows].sort((a, b) => byRank(a.standing, b.standing) || a.ordinal - b.ordinal);
  if (!best) return { tie: true };
  const rivals = others.filter((row) => byRank(best.standing, row.standing) === 0);
  if (best.standing.weight !== 'counts') return { winner: best.ordinal };
  return rivals.every((row) => row.standing.print === best.standing.print) ? { winner: best.ordinal } : { tie: true };
}
