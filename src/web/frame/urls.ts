/** An address with its query; what is empty is left out, so that an address says only what is chosen. */
export function buildUrl(path: string, query: Record<string, string | number | undefined | null> = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(key, String(value));
  }
  return search.size > 0 ? `${path}?${search}` : path;
}

/** Newest on top: where the pages around this one are. @param rows one more than `limit` when there is another page */
export function slicePage<Row>(
  rows: readonly Row[],
  limit: number,
  place: { before?: number | undefined; after?: number | undefined },
): { shown: Row[]; hasEarlier: boolean; hasLater: boolean } {
  const more = rows.length > limit;
  // Walking back, the surplus row is the one furthest back: the first.
  const back = place.after !== undefined;
  const shown = back && more ? rows.slice(1) : rows.slice(0, limit);
  return { shown, hasEarlier: back ? more : place.before !== undefined, hasLater: back ? true : more };
}
