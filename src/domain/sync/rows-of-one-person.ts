import type { Standing } from './pack.ts';

/** One row of a person who is in the snapshot several times. */
export interface CompetingRow {
  ordinal: number;
  standing: Standing;
}

export type Verdict = { winner: number } | { tie: true };

/** Later hire date first; a row without one last. */
const byRank = (a: Standing, b: Standing): number =>
  Number(b.active) - Number(a.active) ||
  Number(b.primary) - Number(a.primary) ||
  (b.hireDay ?? Number.NEGATIVE_INFINITY) - (a.hireDay ?? Number.NEGATIVE_INFINITY) ||
  0;

/**
 * Which of several rows of one person counts, whatever their order in the feed: active before terminated, then the
 * primary row, then the latest hire date. Identical rows are one. Rows that nothing tells apart are a tie.
 */
export function judgeRows(rows: readonly CompetingRow[]): Verdict {
  const [best, ...others] = [...rows].sort((a, b) => byRank(a.standing, b.standing) || a.ordinal - b.ordinal);
  if (!best) return { tie: true };
  const rivals = others.filter((row) => byRank(best.standing, row.standing) === 0);
  return rivals.every((row) => row.standing.print === best.standing.print) ? { winner: best.ordinal } : { tie: true };
}
