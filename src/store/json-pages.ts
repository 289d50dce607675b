/** D1 takes values up to 2 MB in production, and does not enforce it locally: larger lists are split. */
const MOST_CHARACTERS = 450_000;

/**
 * JSON arrays of rows, each small enough for one bound parameter.
 * @param rows each already JSON text
 */
export function* jsonPages(rows: Iterable<string>, most = MOST_CHARACTERS): Generator<string> {
  let page: string[] = [];
  let size = 0;
  for (const row of rows) {
    if (page.length > 0 && size + row.length > most) {
      yield `[${page.join(',')}]`;
      page = [];
      size = 0;
    }
    page.push(row);
    size += row.length + 1;
  }
  if (page.length > 0) yield `[${page.join(',')}]`;
}
