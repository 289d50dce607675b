import { describe, expect, test } from 'vitest';
import {
  isTimeZone,
  localDay,
  nextRuns,
  scheduledSyncMode,
  scheduleSlotAt,
} from '../../../../src/domain/sync/schedule.ts';
import { canTransition, isFinalState, SYNC_STATES } from '../../../../src/domain/sync/vocabulary.ts';

const millisecondsAt = (text: string) => Date.parse(text);
const iso = (runs: number[]) => runs.map((run) => new Date(run).toISOString().slice(0, 16));

describe('the schedule', () => {
  test('runs every so many hours from midnight UTC', () => {
    expect(iso(nextRuns(6, millisecondsAt('2025-03-01T05:59:59Z'), 5))).toEqual([
      '2025-03-01T06:00',
      '2025-03-01T12:00',
      '2025-03-01T18:00',
      '2025-03-02T00:00',
      '2025-03-02T06:00',
    ]);
    expect(iso(nextRuns(24, millisecondsAt('2025-12-31T00:00:00Z'), 2))).toEqual([
      '2026-01-01T00:00',
      '2026-01-02T00:00',
    ]);
    expect(nextRuns(null, 0, 5)).toEqual([]);
  });

  test('shows the times at which its slot changes', () => {
    for (const hours of [3, 6, 12, 24]) {
      const now = millisecondsAt('2025-06-15T13:37:00Z');
      const [next = 0] = nextRuns(hours, now, 1);
      expect(scheduleSlotAt(hours, next - 1)).toBe(scheduleSlotAt(hours, now));
      expect(scheduleSlotAt(hours, next)).toBeGreaterThan(scheduleSlotAt(hours, now));
    }
  });

  test('uses the day in the time zone of the tenant', () => {
    const now = millisecondsAt('2025-06-15T22:30:00Z');
    expect(['UTC', 'Europe/Oslo', 'America/New_York', 'Pacific/Kiritimati'].map((zone) => localDay(zone, now))).toEqual(
      ['2025-06-15', '2025-06-16', '2025-06-15', '2025-06-16'],
    );
    expect([isTimeZone('Europe/Oslo'), isTimeZone('Mars/Olympus')]).toEqual([true, false]);
  });
});

test('allows a state to follow another only as its table says', () => {
  const follows = SYNC_STATES.flatMap((from) =>
    SYNC_STATES.filter((to) => canTransition(from, to)).map((to) => `${from} ${to}`),
  );
  expect(follows).toEqual([
    'pending running',
    'pending failed',
    'pending cancelled',
    'running held',
    'running completed',
    'running failed',
    'running cancelled',
    'held running',
    'held completed',
    'held cancelled',
  ]);
  expect(SYNC_STATES.filter(isFinalState)).toEqual(['completed', 'failed', 'cancelled', 'not_run']);
});

test.each([
  ['look_first', { firstAppliedAt: null, changedAt: 1, reviewedAt: 5 }],
  ['look_again', { firstAppliedAt: 2, changedAt: 3, reviewedAt: 2 }],
  ['look_again', { firstAppliedAt: 2, changedAt: 3, reviewedAt: null }],
  ['write', { firstAppliedAt: 2, changedAt: 3, reviewedAt: 3 }],
] as const)('lets a scheduled sync %s: %j', (may, source) => {
  expect(scheduledSyncMode(source)).toBe(may);
});
