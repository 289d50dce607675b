import { HOUR_MS } from '../../lib/time.ts';

/** @param timeZone an IANA name @param now milliseconds since the epoch @returns an ISO day */
export const localDay = (timeZone: string, now: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now);

export function isTimeZone(name: string): boolean {
  try {
    localDay(name, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * When the schedule was last due; slots are counted from 00:00 UTC.
 * @returns whole hours since the epoch
 */
export function scheduleSlotAt(intervalHours: number, now: number): number {
  const hours = Math.floor(now / HOUR_MS);
  return hours - ((hours % 24) % intervalHours);
}

/** @returns milliseconds since the epoch; none when the schedule is off */
export function nextRuns(intervalHours: number | null, now: number, count: number): number[] {
  if (intervalHours === null) return [];
  const first = scheduleSlotAt(intervalHours, now) + intervalHours;
  return Array.from({ length: count }, (_, index) => (first + index * intervalHours) * HOUR_MS);
}

/** Milliseconds since the epoch. */
interface ScheduleReview {
  firstAppliedAt: number | null;
  changedAt: number;
  reviewedAt: number | null;
}

/**
 * A dry run until an admin has applied a first sync (`look_first`), and after each change of the mapping or of the data
 * source's settings until a later dry run is reviewed (`look_again`).
 */
export function scheduledSyncMode({
  firstAppliedAt,
  changedAt,
  reviewedAt,
}: ScheduleReview): 'write' | 'look_first' | 'look_again' {
  if (firstAppliedAt === null) return 'look_first';
  return (reviewedAt ?? 0) >= changedAt ? 'write' : 'look_again';
}
