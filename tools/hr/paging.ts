import type { FaultName } from './faults.ts';
import { wholeNumber } from './responses.ts';

export const PAGING_STYLES = ['page', 'offset', 'cursor', 'next_url', 'link'] as const;
export type PagingStyle = (typeof PAGING_STYLES)[number];
export const isPagingStyle = (text: string | null): text is PagingStyle =>
  PAGING_STYLES.some((style) => style === text);

export interface PageAnswer {
  from: number;
  to: number;
  /** What the answer says of the next page, in its body and its headers. */
  says: Record<string, unknown>;
  headers: Record<string, string>;
}

/** @returns which people of `total` a request asks for, by a style of paging. */
export function pageAt(style: PagingStyle, url: URL, total: number, fault: FaultName | null): PageAnswer {
  const size = Math.max(1, wholeNumber(url.searchParams.get('size'), 100));
  const asked = {
    page: (wholeNumber(url.searchParams.get('page'), 1) - 1) * size,
    offset: wholeNumber(url.searchParams.get('offset'), 0),
    cursor: wholeNumber(url.searchParams.get('cursor')?.replace('after-', '') ?? null, 0),
    next_url: wholeNumber(url.searchParams.get('from'), 0),
    link: wholeNumber(url.searchParams.get('from'), 0),
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
