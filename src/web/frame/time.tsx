import type { FC } from 'hono/jsx';

const UNITS: [seconds: number, unit: string][] = [
  [86400, 'd'],
  [3600, 'h'],
  [60, 'min'],
];

/** app.js updates it on an open page, in the same format. */
export function formatRelativeTime(at: number, now: number): string {
  const seconds = Math.round((now - at) / 1000);
  const [size, unit] = UNITS.find(([step]) => Math.abs(seconds) >= step) ?? [];
  if (!size) return seconds < -5 ? 'in a moment' : 'just now';
  const distance = `${Math.floor(Math.abs(seconds) / size)} ${unit}`;
  return seconds < 0 ? `in ${distance}` : `${distance} ago`;
}

/** "48 s", "3 min 20 s", "2 h 5 min". */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds === 0) return 'under 1 s';
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  const parts = [
    hours > 0 && `${hours} h`,
    minutes > 0 && `${minutes} min`,
    hours === 0 && (seconds % 60 > 0 || seconds < 60) && `${seconds % 60} s`,
  ];
  return parts.filter(Boolean).join(' ');
}

export const formatUtc = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** app.js adds the local time. */
export const Time: FC<{ at: number | null }> = ({ at }) =>
  at === null ? (
    <span class="muted">–</span>
  ) : (
    <time datetime={new Date(at).toISOString()} title={formatUtc(at)} data-ago>
      <span>{formatRelativeTime(at, Date.now())}</span>
      <span class="visually-hidden">, {formatUtc(at)}</span>
    </time>
  );
