const HOUR = 3_600_000;

/** The day it is somewhere, as ISO text. @param timeZone an IANA name */
export const localDay = (timeZone: string, now: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now);

/** Whether a name is a time zone that dates can be worked out in. */
export function isTimeZone(name: string): boolean {
  try {
    localDay(name, 0);
    return true;
  } catch {
    return false;
  }
}

/** The slot that a moment lies in: whole hours since the epoch at which the schedule last had to run, from 00:00 UTC. */
export function scheduleSlotAt(intervalHours: number, now: number): number {
  const hours = Math.floor(now / HOUR);
  return hours - ((hours % 24) % intervalHours);
}

/** When the schedule runs next, milliseconds since the epoch; null when it is off. */
export function nextRuns(intervalHours: number | null, now: number, count: number): number[] {
  if (intervalHours === null) return [];
  const first = scheduleSlotAt(intervalHours, now) + intervalHours;
  return Array.from({ length: count }, (_, index) => (first + index * intervalHours) * HOUR);
}

/** What the schedule knows of its data source: when it was changed, and what an admin did since. */
export interface ScheduleReview {
  firstAppliedAt: number | null;
  changedAt: number;
  reviewedAt: number | null;
}

/**
 * What a scheduled sync may do: write, or only look until an admin has applied a first sync, or has looked at one dry run
 * begun after the last change of the mapping or of the data source's settings.
 */
export function scheduledSyncMode({
  firstAppliedAt,
  changedAt,
  reviewedAt,
}: ScheduleReview): 'write' | 'look_first' | 'look_again' {
  if (firstAppliedAt === null) return 'look_first';
  return (reviewedAt ?? 0) >= changedAt ? 'write' : 'look_again';
}
