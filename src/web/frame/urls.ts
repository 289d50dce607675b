import type { Context } from 'hono';
import { isLocalId } from '../../store/ids.ts';

/** Leaves out the empty values of a record. */
export function buildUrl(
  path: string,
  query: URLSearchParams | Record<string, string | number | undefined | null> = {},
): string {
  const params = query instanceof URLSearchParams ? query : definedParams(query);
  return params.size > 0 ? `${path}?${params}` : path;
}

function definedParams(query: Record<string, string | number | undefined | null>): URLSearchParams {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') params.set(key, String(value));
  }
  return params;
}

export function parseIdParam(c: Context): number | null {
  const id = Number(c.req.param('id'));
  return isLocalId(id) ? id : null;
}

export interface ListPage<Row> {
  rows: readonly Row[];
  /** The first row, before which the previous page ends; null when there is no such page. */
  previous: Row | null;
  /** The last row, after which the next page begins; null when there is no such page. */
  next: Row | null;
}

/**
 * @param found in the order of the list, up to `limit + 1` rows: the surplus one shows that another page follows
 * @param cursor `forward` when the rows begin after that row, `backward` when they end before it
 */
export function slicePage<Row>(
  found: readonly Row[],
  limit: number,
  cursor: { forward: number | undefined; backward: number | undefined },
): ListPage<Row> {
  const hasSurplus = found.length > limit;
  const isBackward = cursor.backward !== undefined;
  // Rows that were read backwards have the surplus one at the start.
  const rows = isBackward && hasSurplus ? found.slice(1) : found.slice(0, limit);
  const hasPrevious = isBackward ? hasSurplus : cursor.forward !== undefined;
  const hasNext = isBackward || hasSurplus;
  return { rows, previous: hasPrevious ? (rows[0] ?? null) : null, next: hasNext ? (rows.at(-1) ?? null) : null };
}
