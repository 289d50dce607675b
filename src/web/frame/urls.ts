/** An address with its query; what is empty is left out, so that an address says only what is chosen. */
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

/**
 * One page of a list that was read from a cursor onwards.
 * @param rows in the order shown, and one more than `limit` when there is another page in the direction of reading
 * @param cursor `forward` when the page begins after that row, `backward` when it ends before it
 */
export function slicePage<Row>(
  rows: readonly Row[],
  limit: number,
  cursor: { forward: number | undefined; backward: number | undefined },
): { shown: Row[]; hasPrevious: boolean; hasNext: boolean } {
  const hasMore = rows.length > limit;
  if (cursor.backward === undefined) {
    return { shown: rows.slice(0, limit), hasPrevious: cursor.forward !== undefined, hasNext: hasMore };
  }
  // Read backwards, the surplus row is the first.
  return { shown: hasMore ? rows.slice(1) : rows.slice(0, limit), hasPrevious: hasMore, hasNext: true };
}
