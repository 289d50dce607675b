import type { FaultName } from './faults.ts';

export const STYLES = ['page', 'offset', 'cursor', 'next_url', 'link'] as const;
export type Style = (typeof STYLES)[number];
export const isStyle = (text: string | null): text is Style => STYLES.some((style) => style === text);

export interface PageOf {
  from: number;
  to: number;
  /** What the answer says of the next page, in its body and its headers. */
  says: Record<string, unknown>;
  headers: Record<string, string>;
}

const whole = (text: string | null, otherwise: number): number => {
  const value = Number(text ?? Number.NaN);
  return Number.isSafeInteger(value) && value >= 0 ? value : otherwise;
};

/** @returns which of so many people a request asks for, in the way that `style` names. */
export function pageOf(style: Style, url: URL, total: number, fault: FaultName | null): PageOf {
  const size = Math.max(1, whole(url.searchParams.get('size'), 100));
  const asked = {
    page: (whole(url.searchParams.get('page'), 1) - 1) * size,
    offset: whole(url.searchParams.get('offset'), 0),
    cursor: whole(url.searchParams.get('cursor')?.replace('after-', '') ?? null, 0),
    next_url: whole(url.searchParams.get('from'), 0),
    link: whole(url.searchParams.get('from'), 0),
  };
  const from = fault === 'same-page' ? 0 : Math.max(0, asked[style]);
  const to = Math.min(total, from + size);
  const more = to < total;
  const next = new URL(url);
  next.searchParams.set('from', String(fault === 'loop' ? 0 : to));
  const target = fault === 'away' ? `https://elsewhere.example${next.pathname}` : `${next.pathname}${next.search}`;
  const says =
    style === 'cursor'
      ? { next: more ? `after-${fault === 'loop' ? 0 : to}` : null }
      : style === 'next_url'
        ? { next: more ? target : null }
        : {};
  const headers: Record<string, string> = style === 'link' && more ? { link: `<${target}>; rel="next"` } : {};
  return { from, to, says, headers };
}
