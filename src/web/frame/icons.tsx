import type { FC } from 'hono/jsx';

/** On a 16 × 16 grid, stroked in the colour of the text. */
const PATHS = {
  syncs: 'M2.5 8a5.5 5.5 0 0 1 9.6-3.7L13.5 6M13.5 2.5V6H10M13.5 8a5.5 5.5 0 0 1-9.6 3.7L2.5 10M2.5 13.5V10H6',
  users:
    'M6 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM1.5 13.5c0-2.5 2-4 4.5-4s4.5 1.5 4.5 4M10.5 2.8a2.5 2.5 0 0 1 0 4.4M12.3 9.9c1.4.6 2.2 1.9 2.2 3.6',
  check: 'M3 8.5 6.5 12 13 4.5',
  cross: 'M4 4l8 8M12 4l-8 8',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  running: 'M8 2a6 6 0 1 1-6 6',
  stop: 'M4 4h8v8H4z',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 4.8V8l2.2 1.6',
  skip: 'M3 8h10',
  plus: 'M8 3v10M3 8h10',
  pencil: 'M3 13l.7-2.9L10.9 3a1.3 1.3 0 0 1 2 2l-7 7.3L3 13Z',
  back: 'M6 3 2.5 6.5 6 10M2.5 6.5h6.8a4 4 0 0 1 0 8H7',
  leave: 'M6.5 2.5H3v11h3.5M10 5l3 3-3 3M13 8H6.5',
  alert: 'M8 2 1.5 13.5h13L8 2ZM8 6.5v3.2M8 11.5v.2',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM10.3 10.3 14 14',
  more: 'M3 8h.01M8 8h.01M13 8h.01',
  copy: 'M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z',
  chevron: 'M4 6l4 4 4-4',
  newer: 'M10 3 5 8l5 5',
  older: 'M6 3l5 5-5 5',
  arrow: 'M2.5 8h11M9.5 4l4 4-4 4',
  settings: 'M2.5 4.5h6M12 4.5h1.5M10 3v3M2.5 11.5H4M7.5 11.5h6M5.5 10v3',
  empty: 'M2 9.5 4 3h8l2 6.5V13H2V9.5ZM2 9.5h3.5l1 1.5h3l1-1.5H14',
} as const;

export type IconName = keyof typeof PATHS;

/** Without a label an icon is decoration, hidden from screen readers. */
export const Icon: FC<{ name: IconName; label?: string }> = ({ name, label }) => (
  <svg
    class={`icon icon-${name}`}
    width="16"
    height="16"
    viewBox="0 0 16 16"
    role={label ? 'img' : undefined}
    aria-label={label}
    aria-hidden={label ? undefined : 'true'}
  >
    <path d={PATHS[name]} />
  </svg>
);
