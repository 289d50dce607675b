import { type EmailClaim, resolveEmailClaims } from './email-handovers.ts';
import type { PackedRecord, RowEligibility, RowRank } from './pack.ts';

export interface PlacedRecord extends PackedRecord {
  ordinal: number;
}

/** A record that claims a key which another record or user has too. */
export interface KeyClaim {
  ordinal: number;
  userId: number;
  employeeKey: string | null;
  emailKey: string | null;
  emailHolder: number | null;
  creates: boolean;
}

export type Correction =
  | { kind: 'secondary_row'; ordinal: number }
  | { kind: 'duplicate'; ordinal: number; rows: number }
  | { kind: 'shared_email'; ordinal: number; email: string }
  | { kind: 'email_taken'; ordinal: number; email: string }
  | { kind: 'employee_id_conflict'; ordinal: number; email: string; holderId: number | null }
  | { kind: 'handover'; ordinal: number; group: number };

/**
 * One person's records: those that matched one user, those that claim one new employee ID, and those that would be
 * created under one e-mail where a row has no employee ID.
 */
export function groupRowsByPerson(repeated: readonly PlacedRecord[], claims: readonly KeyClaim[]): number[][] {
  const groups = new Map<number, Set<number>>();
  const join = (ordinals: readonly number[]) => {
    const group = new Set(ordinals.flatMap((ordinal) => [ordinal, ...(groups.get(ordinal) ?? [])]));
    for (const ordinal of group) groups.set(ordinal, group);
  };
  for (const rows of Map.groupBy(repeated, (record) => record.userId).values()) join(rows.map((row) => row.ordinal));
  const byEmployee = Map.groupBy(
    claims.filter((claim) => claim.employeeKey !== null),
    (claim) => claim.employeeKey,
  );
  for (const rows of byEmployee.values()) join(rows.map((row) => row.ordinal));
  const byEmail = Map.groupBy(
    claims.filter((claim) => claim.emailKey !== null),
    (claim) => claim.emailKey,
  );
  for (const rows of byEmail.values()) {
    // A row without an employee ID belongs to the other rows with its e-mail, if they are one person.
    const identified = rows.filter((row) => !row.creates || row.employeeKey !== null);
    const people = new Set(identified.map((row) => (row.creates ? row.employeeKey : row.userId)));
    if (people.size <= 1) join(rows.map((row) => row.ordinal));
  }
  return [...new Set(groups.values())].filter((rows) => rows.size > 1).map((rows) => [...rows]);
}

/**
 * @param ranks of every ordinal in the groups
 * @param claims a row that matched a user precedes rows that matched nobody; rows with different employee IDs that
 *   matched one user by e-mail are different people: a tie
 */
export function resolveDuplicateRows(
  groups: readonly number[][],
  ranks: ReadonlyMap<number, RowRank>,
  claims: readonly KeyClaim[],
): Correction[] {
  const creates = new Set(claims.filter((claim) => claim.creates).map((claim) => claim.ordinal));
  const employeeKeys = new Map(claims.map((claim) => [claim.ordinal, claim.employeeKey]));
  return groups.flatMap((group) => {
    const rows: CompetingRow[] = group.flatMap((ordinal) => {
      const rank = ranks.get(ordinal);
      return rank ? [{ ordinal, rank }] : [];
    });
    const matched = rows.filter((row) => !creates.has(row.ordinal));
    const people = new Set(rows.flatMap(({ ordinal }) => employeeKeys.get(ordinal) ?? []));
    const verdict = people.size > 1 ? { tie: true } : selectRow(matched.length > 0 ? matched : rows);
    if ('tie' in verdict)
      return rows.map(({ ordinal }): Correction => ({ kind: 'duplicate', ordinal, rows: rows.length }));
    return rows
      .filter(({ ordinal }) => ordinal !== verdict.winner)
      .map(({ ordinal }): Correction => ({ kind: 'secondary_row', ordinal }));
  });
}

/** @param claims of selected rows only */
export function resolveKeyClaims(claims: readonly KeyClaim[]): Correction[] {
  const emailClaims = claims.flatMap(({ ordinal, userId, emailKey, emailHolder, creates }): EmailClaim[] =>
    emailKey === null ? [] : [{ ordinal, userId, email: emailKey, holderId: emailHolder, creates }],
  );
  const verdicts = resolveEmailClaims(emailClaims);
  return emailClaims.flatMap((claim): Correction[] => {
    const { ordinal, email, holderId } = claim;
    const verdict = verdicts.get(ordinal);
    switch (verdict?.kind) {
      case 'handover':
        return [{ kind: 'handover', ordinal, group: verdict.group }];
      case 'shared':
        return [{ kind: 'shared_email', ordinal, email }];
      case 'taken':
        return [
          claim.creates
            ? { kind: 'employee_id_conflict', ordinal, email, holderId }
            : { kind: 'email_taken', ordinal, email },
        ];
      default:
        return [];
    }
  });
}

interface CompetingRow {
  ordinal: number;
  rank: RowRank;
}

type RowVerdict = { winner: number } | { tie: true };

const ELIGIBILITY_ORDER: readonly RowEligibility[] = ['counts', 'no_email', 'out_of_scope'];

const compareRanks = (a: RowRank, b: RowRank): number =>
  ELIGIBILITY_ORDER.indexOf(a.eligibility) - ELIGIBILITY_ORDER.indexOf(b.eligibility) ||
  Number(b.active) - Number(a.active) ||
  Number(b.primary) - Number(a.primary) ||
  (b.hireDay ?? Number.NEGATIVE_INFINITY) - (a.hireDay ?? Number.NEGATIVE_INFINITY) ||
  0;

/**
 * Whatever their order in the feed: one that is in scope and has an e-mail before one that is not or has none, active
 * before terminated, then the primary row, then the latest hire date, none last. Identical rows are one. Rows of equal
 * rank with different values are a tie, unless none of them counts: then the first is selected.
 */
export function selectRow(rows: readonly CompetingRow[]): RowVerdict {
  const [best, ...others] = [...rows].sort((a, b) => compareRanks(a.rank, b.rank) || a.ordinal - b.ordinal);
  if (!best) return { tie: true };
  const rivals = others.filter((row) => compareRanks(best.rank, row.rank) === 0);
  if (best.rank.eligibility !== 'counts') return { winner: best.ordinal };
  return rivals.every((row) => row.rank.valuesHash === best.rank.valuesHash) ? { winner: best.ordinal } : { tie: true };
}
